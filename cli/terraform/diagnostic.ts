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
export function diagnosticText({ severity, summary, detail, address, range, snippet }: Diagnostic): string {
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

function codeLines(snippet: Diagnostic["snippet"]): string[] {
  if (snippet === undefined) {
    return [];
  }
  const code = snippet.code.split("\n").map((line, index) => `${snippet.start_line + index}: ${line}`);
  const values = (snippet.values ?? []).map(({ traversal, statement }) => `  │ ${traversal} ${statement}`);
  return [...code.map((line) => `  ${line}`), ...values.map((line) => `  ${line}`)];
}
