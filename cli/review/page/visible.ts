/** More of a name helps nobody. */
const MAX_NAME = 300;

/**
 * A name as people may see it: what is invisible or turns the direction of writing is shown by its number, so that no
 * name can look like another one or break out of its line.
 */
export function visible(name: string): string {
  const shown = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
  return shown === "" ? "(empty)" : shown.replace(INVISIBLE, byNumber);
}

/** Control, format (bidirectional among them), private and unassigned characters, separators but the plain space, fillers. */
const INVISIBLE = /\p{C}|\p{Zl}|\p{Zp}|(?! )\p{Zs}|[\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]|\u034f/gu;

function byNumber(character: string): string {
  return character === "\n" ? "\\n" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
