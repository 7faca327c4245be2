/** A digest for people: `sha256:` and 12 digits are enough to distinguish images. Other texts are kept. */
export function shortDigest(text: string): string {
  return text.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
}
