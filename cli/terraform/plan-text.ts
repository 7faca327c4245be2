/**
 * The parts of Terraform's text of a plan that are about these resources (`terraform show` of 1.11 and OpenTofu 1.12: each part
 * begins with `  # <address> …`).
 * @returns undefined when one has no part
 */
export function partsOf(text: string, addresses: readonly string[]): string | undefined {
  const [, ...parts] = text.split(/^(?= {2}# (?!\())/m);
  const found = addresses.map((address) =>
    parts.find((part) => part.startsWith(`  # ${address} `) && /^ {4}\}$/m.test(part)),
  );
  return found.some((part) => part === undefined)
    ? undefined
    : found.map((part) => upToEnd(part as string)).join("\n\n");
}

/** The last part is followed by the counts and the outputs. */
function upToEnd(part: string): string {
  const end = /^ {4}\}$/m.exec(part);
  return part.slice(0, end === null ? undefined : end.index + end[0].length);
}
