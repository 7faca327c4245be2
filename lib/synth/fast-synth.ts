import { Aspects, TerraformStack } from "cdktf";
import type * as uniqueModule from "cdktf/lib/private/unique";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import type { ISynthesisSession } from "cdktf/lib/synthesize/types";
import { VALID_KEY_CHARS } from "cdktf/lib/tokens/private/encoding";
import type * as resolveModule from "cdktf/lib/tokens/private/resolve";
import type * as stackTraceModule from "cdktf/lib/tokens/private/stack-trace";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import type * as cdktf from "cdktf/package.json";
import type { IConstruct } from "constructs";
import { fastResolve } from "./fast-resolve";
import { findAll, prepareStack, stackJson, stackOf, toTerraform } from "./fast-stack";
import { type SynthesizerFields, synthesize } from "./fast-synthesizer";

import stableJson = require("./stable-json");

import { uniqueId } from "./unique-id";

/** Whether any were added since `fastSynth()`. */
let withAspects = false;

/** What was read; another version may do otherwise, and is left as it is. */
const KNOWN_VERSION = "0.21.0";

// CommonJS's own objects, which CDKTF's modules call through: an `import` would be a copy.
const { version: INSTALLED } = require("cdktf/package.json") as typeof cdktf;
const resolving = require("cdktf/lib/tokens/private/resolve") as { resolve: typeof resolveModule.resolve };
const tracing = require("cdktf/lib/tokens/private/stack-trace") as {
  captureStackTrace: typeof stackTraceModule.captureStackTrace;
};
const naming = require("cdktf/lib/private/unique") as { makeUniqueId: typeof uniqueModule.makeUniqueId };
const stack = TerraformStack.prototype as unknown as StackMethods;
const tokens = TokenMap.prototype as unknown as TokenRegistry;

const stockTracing = { ...tracing };
const stockResolving = { ...resolving };
const synthesizer = StackSynthesizer.prototype as unknown as SynthesizerFields & {
  synthesize(this: SynthesizerFields, session: ISynthesisSession): void;
};
const aspects = Aspects.prototype;

const stockSynthesizer = { synthesize: synthesizer.synthesize };
const stockAspects = { add: aspects.add };
const stockNaming = { ...naming };
const stockOf = { of: TerraformStack.of };
const stockStack = {
  findAll: stack.findAll,
  prepareStack: stack.prepareStack,
  toTerraform: stack.toTerraform,
};
const stockTokens = { registerStringKey: tokens.registerStringKey };

const NO_TRACE: string[] = [];

/**
 * Makes CDKTF synthesize in a fraction of the time, to the same bytes. Call it before the first construct is made. It replaces these functions
 * in CDKTF 0.21.0 by others that give the same, and nothing around them: aspects, overrides, custom synthesis, HCL output and validations
 * are CDKTF's own.
 *
 * - `resolve`, which makes a context for every string, number and key that it meets, by fast-resolve.ts. When that fails, CDKTF's own is
 *   asked, and tells what is wrong.
 * - `TerraformStack.prepareStack` and `toTerraform`, which resolve everything three times, by fast-stack.ts, which does it once, and calls
 *   no token less often that could do something.
 * - `StackSynthesizer.synthesize`, by fast-synthesizer.ts: a stack becomes JSON element by element, and where there are no aspects
 *   (`Aspects.add` tells), none are looked for.
 * - `captureStackTrace`, which notes for every token where it was made, by one that notes nothing. Without the notes, the error of a token
 *   that can't be resolved has no "Object creation stack"; with `stockSynth()` it has.
 * - `makeUniqueId`, by unique-id.ts.
 * - `TokenMap.registerStringKey`, `TerraformStack.of` and `findAll`, which compile a regular expression for every token, and make a
 *   function or a promise for every construct, by ones that don't.
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
  tracing.captureStackTrace = () => NO_TRACE;
  naming.makeUniqueId = (components) => uniqueId(components) ?? stockNaming.makeUniqueId(components);
  TerraformStack.of = (construct) => stackOf(construct) ?? stockOf.of(construct);
  stack.findAll = function (predicate) {
    return findAll(this, predicate);
  };
  stack.prepareStack = function () {
    prepareStack(this, stockResolving.resolve);
  };
  const fastToTerraform = function (this: TerraformStack): unknown {
    return toTerraform(this, stockResolving.resolve);
  };
  stack.toTerraform = fastToTerraform;
  synthesizer.synthesize = function (session) {
    if (this.hclOutput) stockSynthesizer.synthesize.call(this, session);
    else {
      synthesize(this, session, withAspects, (one) =>
        one.toTerraform === fastToTerraform
          ? stackJson(one, stockResolving.resolve)
          : stableJson(one.toTerraform(), { space: 2 }),
      );
    }
  };
  aspects.add = function (aspect) {
    withAspects = true;
    stockAspects.add.call(this, aspect);
  };
  tokens.registerStringKey = registerStringKey;
  return true;
}

/** Makes CDKTF as it is installed again. */
export function stockSynth(): void {
  Object.assign(resolving, stockResolving);
  Object.assign(tracing, stockTracing);
  Object.assign(naming, stockNaming);
  Object.assign(TerraformStack, stockOf);
  Object.assign(stack, stockStack);
  Object.assign(synthesizer, stockSynthesizer);
  Object.assign(aspects, stockAspects);
  Object.assign(tokens, stockTokens);
}

/** A stack's methods, with one that CDKTF keeps to itself. */
interface StackMethods {
  findAll: <T>(
    this: TerraformStack,
    predicate: (construct: IConstruct) => construct is T & IConstruct,
  ) => T[];
  prepareStack(this: TerraformStack): void;
  toTerraform(this: TerraformStack): unknown;
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
