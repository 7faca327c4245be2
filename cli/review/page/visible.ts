/** Longer names are cut. */
const MAX_NAME = 300;

/**
 * Makes all characters of a name visible. Invisible characters, and those that change the direction of writing, are
 * shown by their number. So no name can look like another one, or break out of its line.
 */
export function visible(name: string): string {
  const shown = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
  return shown === "" ? "(empty)" : shown.replace(INVISIBLE, byNumber);
}

/**
 * Control characters, format characters (including bidirectional ones), private and unassigned characters, separators
 * except for the plain space, and fillers.
 */
const INVISIBLE = /\p{C}|\p{Zl}|\p{Zp}|(?! )\p{Zs}|[\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]|\u034f/gu;

function byNumber(character: string): string {
  return character === "\n" ? "\\n" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
