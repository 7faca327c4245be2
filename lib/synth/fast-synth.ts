import { TerraformStack } from "cdktf";
import { VALID_KEY_CHARS } from "cdktf/lib/tokens/private/encoding";
import type * as resolveModule from "cdktf/lib/tokens/private/resolve";
import type * as stackTraceModule from "cdktf/lib/tokens/private/stack-trace";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import type * as cdktf from "cdktf/package.json";
import { fastResolve } from "./fast-resolve";
import { prepareStack, toTerraform } from "./fast-stack";

/** What was read; another version may do otherwise, and is left as it is. */
const KNOWN_VERSION = "0.21.0";

// CommonJS's own objects, which CDKTF's modules call through: an `import` would be a copy.
const { version: INSTALLED } = require("cdktf/package.json") as typeof cdktf;
const resolving = require("cdktf/lib/tokens/private/resolve") as { resolve: typeof resolveModule.resolve };
const tracing = require("cdktf/lib/tokens/private/stack-trace") as {
  captureStackTrace: typeof stackTraceModule.captureStackTrace;
};
const stack = TerraformStack.prototype;
const tokens = TokenMap.prototype as unknown as TokenRegistry;

const stockTracing = { ...tracing };
const stockResolving = { ...resolving };
const stockStack = { prepareStack: stack.prepareStack, toTerraform: stack.toTerraform };
const stockTokens = { registerStringKey: tokens.registerStringKey };

/**
 * Makes CDKTF synthesize in a fraction of the time, to the same bytes. Call it before the first construct is made. It replaces five
 * functions in CDKTF 0.21.0 by others that give the same, and nothing around them: aspects, overrides, custom synthesis, HCL output
 * and validations are CDKTF's own.
 *
 * - `resolve`, which makes a context for every string, number and key that it meets, by fast-resolve.ts. When that fails, CDKTF's own is
 *   asked, and tells what is wrong.
 * - `TerraformStack.prepareStack` and `toTerraform`, which resolve everything three times, by fast-stack.ts, which does it once, and calls
 *   no token less often that could do something.
 * - `captureStackTrace`, which notes for every token where it was made, by one that notes nothing. Without the notes, the error of a token
 *   that can't be resolved has no "Object creation stack"; with `stockSynth()` it has.
 * - `TokenMap.registerStringKey`, which compiles a regular expression for every token, by one that compiled it before.
 *
 * @param installed the version of CDKTF
 * @returns whether it is in force: of another version of CDKTF, nothing is replaced
 */
export function fastSynth(installed: string = INSTALLED): boolean {
  if (installed !== KNOWN_VERSION) {
    return false;
  }
  resolving.resolve = (value, options) => {
    try {
      return fastResolve(value, options);
    } catch {
      return stockResolving.resolve(value, options);
    }
  };
  tracing.captureStackTrace = () => [];
  stack.prepareStack = function () {
    prepareStack(this, stockResolving.resolve);
  };
  stack.toTerraform = function () {
    return toTerraform(this, stockResolving.resolve);
  };
  tokens.registerStringKey = registerStringKey;
  return true;
}

/** Makes CDKTF as it is installed again. */
export function stockSynth(): void {
  Object.assign(resolving, stockResolving);
  Object.assign(tracing, stockTracing);
  Object.assign(stack, stockStack);
  Object.assign(tokens, stockTokens);
}

/** What CDKTF keeps to itself of its TokenMap. */
interface TokenRegistry {
  tokenCounter: number;
  readonly stringTokenMap: Map<string, unknown>;
  registerStringKey(token: unknown, displayHint?: string): string;
}

const OTHER_CHARS = new RegExp(`[^${VALID_KEY_CHARS}]`, "g");

function registerStringKey(this: TokenRegistry, token: unknown, displayHint?: string): string {
  const key = `${(displayHint || "TOKEN").replace(OTHER_CHARS, ".")}.${this.tokenCounter++}`;
  this.stringTokenMap.set(key, token);
  return key;
}
