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

/** Whether any aspects were added since `fastSynth()`. */
let withAspects = false;

/**
 * The version whose source the replacements follow. Another version may work differently, so nothing is replaced in it.
 */
const KNOWN_VERSION = "0.21.0";

// The CommonJS module objects that CDKTF's modules call through. An `import` would give copies.
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
 * Makes CDKTF synthesize the same bytes in a fraction of the time. Call it before the first construct is created. It replaces the
 * following functions of CDKTF 0.21.0 by faster ones with the same results. Everything else stays CDKTF's own: aspects, overrides,
 * custom synthesis, HCL output and validations.
 *
 * - `resolve`, by fast-resolve.ts. The original makes a context for every string, number and key. If the replacement
 *   fails, CDKTF's own `resolve` runs and reports the error.
 * - `TerraformStack.prepareStack` and `toTerraform`, by fast-stack.ts. The originals resolve everything three times,
 *   the replacements once. A token whose call may have a side effect is still called as often as before.
 * - `StackSynthesizer.synthesize`, by fast-synthesizer.ts. A stack becomes JSON element by element. If `Aspects.add`
 *   was never called, no construct is searched for aspects.
 * - `captureStackTrace`, by a function that records nothing. The original records for every token where it was created.
 *   So the error of a token that can't be resolved has no "Object creation stack": to see it, leave out `fastSynth()`.
 * - `makeUniqueId`, by unique-id.ts.
 * - `TokenMap.registerStringKey`, `TerraformStack.of` and `findAll`. The originals compile a regular expression for
 *   every token, and make a function or a promise for every construct. The replacements don't.
 *
 * @param installed the version of CDKTF
 * @returns whether it is active. In another version of CDKTF nothing is replaced
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

/** Restores the original functions of CDKTF. */
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

/** A stack's methods, including a private one of CDKTF. */
interface StackMethods {
  findAll: <T>(
    this: TerraformStack,
    predicate: (construct: IConstruct) => construct is T & IConstruct,
  ) => T[];
  prepareStack(this: TerraformStack): void;
  toTerraform(this: TerraformStack): unknown;
}

/** The private members of CDKTF's TokenMap. */
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
