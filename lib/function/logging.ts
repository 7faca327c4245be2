import type { FunctionPart } from "./function-part";

/** The form of the lines in a function's log. @enum */
export const LoggingFormat = { TEXT: "Text", JSON: "JSON" } as const;
/** The form of the lines in a function's log: `LoggingFormat.JSON` or `"JSON"`. */
export type LoggingFormat = (typeof LoggingFormat)[keyof typeof LoggingFormat];

/** From which level on what the code logs is kept. @enum */
export const ApplicationLogLevel = {
  TRACE: "TRACE",
  DEBUG: "DEBUG",
  INFO: "INFO",
  WARN: "WARN",
  ERROR: "ERROR",
  FATAL: "FATAL",
} as const;
/** From which level on what the code logs is kept: `ApplicationLogLevel.WARN` or `"WARN"`. */
export type ApplicationLogLevel = (typeof ApplicationLogLevel)[keyof typeof ApplicationLogLevel];

/** From which level on what Lambda itself logs is kept. @enum */
export const SystemLogLevel = { DEBUG: "DEBUG", INFO: "INFO", WARN: "WARN" } as const;
/** From which level on what Lambda itself logs is kept: `SystemLogLevel.WARN` or `"WARN"`. */
export type SystemLogLevel = (typeof SystemLogLevel)[keyof typeof SystemLogLevel];

/** How a function logs. */
export interface LoggingOptions {
  /** The form of the lines. @default LoggingFormat.TEXT */
  readonly loggingFormat?: LoggingFormat;
  /** From which level on what the code logs is kept. Only with the JSON format. @default "INFO" */
  readonly applicationLogLevel?: ApplicationLogLevel;
  /** From which level on what Lambda itself logs is kept. Only with the JSON format. @default "INFO" */
  readonly systemLogLevel?: SystemLogLevel;
}

/** The logging settings, to a log group. */
export function loggingPart(options: LoggingOptions, logGroup: string): FunctionPart {
  const { loggingFormat = LoggingFormat.TEXT, applicationLogLevel, systemLogLevel } = options;
  return {
    config: {
      loggingConfig: {
        logFormat: loggingFormat,
        logGroup,
        ...(applicationLogLevel && { applicationLogLevel }),
        ...(systemLogLevel && { systemLogLevel }),
      },
    },
  };
}

/** Lambda filters only JSON by level: API Reference, LoggingConfig (read 2026-11-28). */
export function loggingProblems(options: LoggingOptions): readonly string[] {
  const { loggingFormat, applicationLogLevel, systemLogLevel } = options;
  if (loggingFormat === LoggingFormat.JSON) return [];
  return Object.entries({ applicationLogLevel, systemLogLevel })
    .filter(([, level]) => level !== undefined)
    .map(
      ([name]) =>
        `${name} needs loggingFormat: LoggingFormat.JSON; lines of text have no level that Lambda could filter by`,
    );
}
