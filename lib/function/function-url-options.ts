import { Token } from "cdktf";
import type { Duration } from "../duration";
import type { HttpMethod } from "../http-method";

/** Who may call a function URL. @enum */
export const FunctionUrlAuthType = {
  /** Whoever signs the request with AWS credentials that have the permission: `grantInvokeUrl`. */
  AWS_IAM: "AWS_IAM",
  /** Everyone on the internet. The function has to check the caller itself. */
  NONE: "NONE",
} as const;
/** Who may call a function URL: `FunctionUrlAuthType.AWS_IAM` or `"AWS_IAM"`. */
export type FunctionUrlAuthType = (typeof FunctionUrlAuthType)[keyof typeof FunctionUrlAuthType];

/** How the answer of a function URL is sent. @enum */
export const InvokeMode = {
  /** When it is complete, up to 6 MB. */
  BUFFERED: "BUFFERED",
  /** While the function writes it. The image's runtime has to support it. */
  RESPONSE_STREAM: "RESPONSE_STREAM",
} as const;
/** How the answer of a function URL is sent: `InvokeMode.RESPONSE_STREAM` or `"RESPONSE_STREAM"`. */
export type InvokeMode = (typeof InvokeMode)[keyof typeof InvokeMode];

/**
 * A method that pages of other origins may use. `OPTIONS` isn't among them: Lambda answers it itself, and refuses it here (AWS
 * CloudFormation Template Reference, "AWS::Lambda::Url Cors", read 2026-11-28).
 */
export type CorsMethod = Exclude<HttpMethod, "ANY" | "OPTIONS">;

/** What pages of other origins may do with a function URL. */
export interface FunctionUrlCorsOptions {
  /** Whether cookies and other credentials may be sent. @default false */
  readonly allowCredentials?: boolean;
  /** The headers that a request may have, up to 100. @default - none but the simple ones */
  readonly allowedHeaders?: readonly string[];
  /** The methods of requests. @default [HttpMethod.ALL] */
  readonly allowedMethods?: readonly CorsMethod[];
  /** The origins, for example `https://www.example.com`, or `*` for all, up to 100. @default - none */
  readonly allowedOrigins?: readonly string[];
  /** The headers of an answer that the page may read, up to 100. @default - none but the simple ones */
  readonly exposedHeaders?: readonly string[];
  /** How long a browser remembers the permission, up to one day. @default - the browser's own, 5 seconds */
  readonly maxAge?: Duration;
}

/** Settings of a function URL. */
export interface FunctionUrlOptions {
  /** Who may call it. `NONE` needs AWS provider 6.28.0. @default FunctionUrlAuthType.AWS_IAM */
  readonly authType?: FunctionUrlAuthType;
  /** What pages of other origins may do with it. @default - nothing */
  readonly cors?: FunctionUrlCorsOptions;
  /** How the answer is sent. @default InvokeMode.BUFFERED */
  readonly invokeMode?: InvokeMode;
}

/** AWS Lambda API Reference, Cors (read 2026-11-28). */
const LIMITS = {
  headers: { items: 100, length: 1024 },
  methods: { items: 6, length: 6 },
  origins: { items: 100, length: 253 },
  maxAgeSeconds: 86_400,
} as const;

/** Describes what Lambda would refuse. Empty when there is nothing. */
export function corsProblems(cors: FunctionUrlCorsOptions): readonly string[] {
  const age = cors.maxAge?.toSeconds() ?? 0;
  const lists = [
    ["allowedHeaders", cors.allowedHeaders, LIMITS.headers],
    ["allowedMethods", cors.allowedMethods, LIMITS.methods],
    ["allowedOrigins", cors.allowedOrigins, LIMITS.origins],
    ["exposedHeaders", cors.exposedHeaders, LIMITS.headers],
  ] as const;
  return [
    ...lists.flatMap(([name, list = [], { items, length }]) => [
      ...(!Token.isUnresolved(list) && list.length > items
        ? [`${name} has ${list.length} entries, but Lambda allows only ${items}`]
        : []),
      ...list
        .filter((entry) => !Token.isUnresolved(entry) && entry.length > length)
        .map((entry) => `${name}: ${JSON.stringify(entry)} is longer than ${length} characters`),
    ]),
    ...(age > LIMITS.maxAgeSeconds ? [`maxAge must be at most one day; got ${age} seconds`] : []),
  ];
}
