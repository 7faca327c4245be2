import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import * as resolving from "./fast-resolve";
import * as references from "./local-references";
import * as markers from "./token-markers";

// Read once, since in the published files each use of an imported name calls a getter.
const { resolve, resolveArray, resolveObject, resolveString } = resolving;
const { localText } = references;
const { isConstruct, isListMarker, isMarked, isPlain, isResolvable, isTokenNumber, MARKER, MAX_DEPTH } =
  markers;

/**
 * Calls the tokens that fastResolve would call, and drops their results.
 * @throws Error where fastResolve throws
 */
export function callTokens(value: unknown, options: IResolveOptions): void {
  callAll(value, options, 0);
}

function callAll(value: unknown, options: IResolveOptions, depth: number): void {
  if (typeof value === "string") {
    if (!hasNoEffect(value, options)) resolveString(value, options, undefined, depth);
  } else if (typeof value !== "object" || value === null || depth > MAX_DEPTH) {
    resolve(value, options, undefined, depth);
  } else if (Array.isArray(value)) {
    if (value.some(isListMarker) || value.some(isTokenNumber)) {
      resolveArray(value, options, undefined, depth);
    } else {
      for (const one of value) callAll(one, options, depth + 1);
    }
  } else {
    const keys = Object.keys(value);
    if (keys.some(isMarked) || isResolvable(value) || isConstruct(value as Record<string, unknown>)) {
      resolveObject(value as Record<string, unknown>, options, undefined, depth);
    } else {
      for (const key of keys) {
        const one = (value as Record<string, unknown>)[key];
        if (one !== undefined) callAll(one, options, depth + 1);
      }
    }
  }
}

/** Whether a string has no tokens except references within the stack. */
function hasNoEffect(text: string, options: IResolveOptions): boolean {
  if (text.includes(MARKER)) return localText(text, options) !== undefined;
  return isPlain(text);
}
