import { stripVTControlCharacters } from "node:util";
import { redactSecrets } from "./redact";

/** An error or a warning of Terraform, as in its machine-readable output. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  /** The resource. */
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: {
    /** The block that contains the code. */
    readonly context?: string | null;
    readonly code: string;
    readonly start_line: number;
    readonly values?: readonly { readonly traversal: string; readonly statement: string }[] | null;
  };
}

/** Formats a diagnostic as Terraform does, without logins. */
export function diagnosticText(diagnostic: Diagnostic): string {
  const { severity, summary, detail, address, range, snippet } = diagnostic;
  const failedBuild = failedBuildText(diagnostic);
  if (failedBuild !== undefined) {
    return redactSecrets(failedBuild);
  }
  const where = [
    ...(address === undefined ? [] : [`  with ${address},`]),
    ...(range === undefined
      ? []
      : [
          `  on ${range.filename} line ${range.start.line}${snippet?.context ? `, in ${snippet.context}` : ""}:`,
        ]),
    ...codeLines(snippet),
  ];
  const parts = [
    `${severity === "warning" ? "Warning" : "Error"}: ${summary}`,
    ...(where.length === 0 ? [] : [where.join("\n")]),
    ...(detail ? [detail.trim()] : []),
  ];
  return redactSecrets(parts.join("\n\n"));
}

/** Terraform's detail of a command that failed (local-exec of Terraform 1.11). */
const FAILED_COMMAND = /^Error running command '([\s\S]*?)': exit status (\d+)\. Output: ([\s\S]*)$/;
/** What docker prints before each build without BuildKit. */
const NO_BUILDKIT =
  /^(?:DEPRECATED: The legacy builder is deprecated|\s+Install the buildx component|\s+https:\/\/docs\.docker\.com\/go\/buildx)/;
const SHOWN_LINES = 30;

/** The command that builds and pushes an image failed: its last lines say why. Terraform prints the whole command before them. */
function failedBuildText({ detail = "", address = "an image" }: Diagnostic): string | undefined {
  const [, command = "", status, output = ""] = FAILED_COMMAND.exec(detail.trim()) ?? [];
  if (!/^ *docker build /m.test(command)) {
    return undefined;
  }
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !NO_BUILDKIT.test(line));
  const more = lines.length > SHOWN_LINES ? ["…"] : [];
  return [
    `Error: ${address}: the image was not built and pushed (exit status ${status}). Docker's last lines:`,
    "",
    ...[...more, ...lines.slice(-SHOWN_LINES)].map((line) => `  ${line}`),
  ].join("\n");
}

function codeLines(snippet: Diagnostic["snippet"]): string[] {
  if (snippet === undefined) {
    return [];
  }
  const code = snippet.code.split("\n").map((line, index) => `${snippet.start_line + index}: ${line}`);
  const values = (snippet.values ?? []).map(({ traversal, statement }) => `  │ ${traversal} ${statement}`);
  return [...code.map((line) => `  ${line}`), ...values.map((line) => `  ${line}`)];
}
