import { Fn, Token } from "cdktf";
import { literal } from "../terraform-text";

/** A value as JSON: plain text if everything in it is known at synth, otherwise a call of `jsonencode`. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return Token.isUnresolved(text) ? Fn.jsonencode(value) : literal(text);
}
