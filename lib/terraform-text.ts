import { Fn, Token } from "cdktf";

/**
 * Terraform reads `${` and `%{` in the keys and values of its JSON as the start of a template. Text from outside (a
 * file's name, a build argument) has to be escaped to stay unchanged.
 */
export function literal(text: string): string {
  // Functions are needed: in a replacement text, `$$` would mean one `$`.
  return text.replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}

/** The same for text that may be known only to Terraform, which stays as it is. */
export function literalUnlessToken(text: string): string {
  return Token.isUnresolved(text) ? text : literal(text);
}

/**
 * A value as JSON: plain text if everything in it is known at synth, otherwise a call of `jsonencode`. A number that only
 * Terraform knows stays in the text, where CDKTF refers to it.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(TOKEN) ? Fn.jsonencode(value) : literal(text);
}

/** Part of the text of every other token of CDKTF, also of a list and of a map. */
const TOKEN = "{TfToken[";
