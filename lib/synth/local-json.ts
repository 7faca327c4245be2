import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import * as resolving from "./fast-resolve";
import * as json from "./json-text";
import * as references from "./local-references";
import * as markers from "./token-markers";

// Read once, since in the published files each use of an imported name calls a getter.
const { isSettled } = resolving;
const { jsonText, listText, mapText, quoted } = json;
const { localText } = references;
const { isConstruct, isListMarker, isMarked, isPlain, isResolvable, MARKER, MAX_DEPTH } = markers;

/**
 * The JSON of the result of fastResolve, with sorted keys, made directly.
 * @param value a map
 * @param line the start of a new line at the place of the value: a line feed and spaces
 * @returns `undefined` if the value has other tokens than references within the stack, or isn't settled. No token was called then
 */
export function localJson(value: unknown, options: IResolveOptions, line: string): string | undefined {
  try {
    return write(value, options, line, 0);
  } catch (error) {
    if (error === NOT_LOCAL) return undefined;
    throw error;
  }
}

const NOT_LOCAL = Symbol("not local");

function write(value: unknown, options: IResolveOptions, line: string, depth: number): string | undefined {
  if (typeof value === "string") return quoted(written(value, options));
  if (typeof value === "boolean" || value === undefined || value === null) return jsonText(value, line);
  if (typeof value === "number" && isSettled(value)) return jsonText(value, line);
  if (typeof value !== "object" || value instanceof Date || depth > MAX_DEPTH) throw NOT_LOCAL;
  const inner = `${line}  `;
  if (Array.isArray(value)) {
    if (value.some(isListMarker)) throw NOT_LOCAL;
    const texts: string[] = [];
    for (const one of value) {
      const text = write(one, options, inner, depth + 1);
      if (text !== undefined) texts.push(text);
    }
    return listText(texts, line);
  }
  const values = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(values);
  if (keys.some(isMarked) || isResolvable(values) || isConstruct(values)) throw NOT_LOCAL;
  const texts = keys.map((key) => write(values[key], options, inner, depth + 1));
  return mapText(keys, texts, line);
}

function written(text: string, options: IResolveOptions): string {
  if (!text.includes(MARKER)) {
    if (isPlain(text)) return text;
    throw NOT_LOCAL;
  }
  const local = localText(text, options);
  if (local === undefined) throw NOT_LOCAL;
  return local;
}
