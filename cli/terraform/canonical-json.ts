/** Replaces a value that is known only after the apply. */
export const UNKNOWN = Symbol("unknown");
/** Replaces a sensitive value. */
export const SENSITIVE = Symbol("sensitive");

/**
 * JSON with sorted keys and without null values. The two marks above are words without quotes, so that no text in the
 * JSON can look like one of them.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "symbol") {
    return value.description ?? "";
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(",")}]`;
  }
  if (isRecord(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member != null)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
