import {
  containsMapToken,
  containsNumberListTokenElement,
  containsStringListTokenElement,
  TokenString,
} from "cdktf/lib/tokens/private/encoding";
import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import {
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  StringConcat,
} from "cdktf/lib/tokens/resolvable";
import { TokenizedStringFragments } from "cdktf/lib/tokens/string-fragments";
import * as references from "./local-references";
import * as markers from "./token-markers";

// Read once, since in the published files each use of an imported name calls a getter.
const { localText } = references;
const {
  ANY_MAP_TOKEN_VALUE,
  isConstruct,
  isListMarker,
  isMapMarker,
  isMarked,
  isPlain,
  isResolvable,
  isTokenNumber,
  LOWEST_PLAIN_NUMBER,
  lookUp,
  MARKER,
  MAX_DEPTH,
  NUMBER,
  NUMBER_MAP_TOKEN_VALUE,
  ONE_TOKEN,
  STRING_MAP_TOKEN_VALUE,
} = markers;

/** Whether CDKTF's own expression matches. For values that aren't strings CDKTF then fails. */
const ANY_NUMBER = /[-|\d.+]e[-|\d.eE+]/;

/** Whether resolving the last result again could change it. */
let unsettled = false;

/**
 * A faster `resolve` of CDKTF 0.21.0 (lib/tokens/private/resolve.js). It gives the same result, and calls the same
 * tokens in the same order. The original makes a context with two closures and a path for every string, number and key,
 * and tries four regular expressions on each. Here only values that may contain a token are handled like that.
 * References within a stack are not called, since their text is known. They are by far the most frequent tokens.
 * @throws Error where the original throws; only the original's error has the right message
 */
export function fastResolve(value: unknown, options: IResolveOptions): unknown {
  return resolve(value, options, undefined, 0);
}

/**
 * Resolves as `fastResolve` does. The result is settled when resolving it again would not change it.
 * @throws Error where the original throws
 */
export function resolveOnce(
  value: unknown,
  options: IResolveOptions,
): { readonly value: unknown; readonly settled: boolean } {
  unsettled = false;
  return { value: resolve(value, options, undefined, 0), settled: !unsettled };
}

/** Whether a value is settled once it is merged into a stack. Merging drops `undefined` values in a map. */
export function isSettled(value: unknown): boolean {
  if (typeof value === "string") return !isMarked(value);
  if (typeof value === "number") return value > LOWEST_PLAIN_NUMBER && value !== NUMBER_MAP_TOKEN_VALUE;
  if (typeof value === "function" || value instanceof Date || isResolvable(value)) return false;
  if (Array.isArray(value)) return value.every((one) => one !== undefined && isSettled(one));
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, one]) => !isMarked(key) && isSettled(one));
}

/** The context that a token gets while it is resolved. Nested resolves see what the token sets in it. */
class Context implements IResolveContext, IPostProcessor {
  readonly scope: IResolveContext["scope"];
  readonly preparing: boolean;
  suppressBraces: boolean;
  ignoreEscapes: boolean;
  warnEscapes: boolean;
  iteratorContext: "DYNAMIC_BLOCK" | "FOR_EXPRESSION";
  private postProcessor: IPostProcessor | undefined;

  constructor(
    private readonly options: IResolveOptions,
    from: IResolveContext | undefined,
    private readonly depth: number,
  ) {
    this.scope = options.scope;
    this.preparing = options.preparing;
    // Not set at first, as in the original, although the type requires it.
    this.suppressBraces = from?.suppressBraces as boolean;
    this.ignoreEscapes = from?.ignoreEscapes as boolean;
    this.warnEscapes = from?.warnEscapes as boolean;
    this.iteratorContext = from?.iteratorContext as "DYNAMIC_BLOCK";
  }

  resolve(value: unknown): unknown {
    return resolve(value, this.options, this, this.depth);
  }

  registerPostProcessor(postProcessor: IPostProcessor): void {
    this.postProcessor = postProcessor;
  }

  postProcess(value: unknown): unknown {
    if (!this.postProcessor) return value;
    // Its result is not resolved.
    unsettled = true;
    return this.postProcessor.postProcess(value, this);
  }
}

export function resolve(
  value: unknown,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  if (typeof value === "string") return resolveString(value, options, from, depth);
  if (typeof value === "number") return resolveNumber(value, options, from, depth);
  if (typeof value === "function" || depth > MAX_DEPTH) throw new Error("can't be resolved");
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) {
    // It stays unresolved, and is merged into a stack as an empty map.
    unsettled = true;
    return value;
  }
  if (Array.isArray(value)) return resolveArray(value, options, from, depth);
  return resolveObject(value as Record<string, unknown>, options, from, depth);
}

export function resolveString(
  text: string,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  if (!text.includes(MARKER)) {
    if (isPlain(text)) return text;
    if (text === STRING_MAP_TOKEN_VALUE || text === ANY_MAP_TOKEN_VALUE)
      throw new Error("the value of a map");
    unsettled = true;
    return resolveNumbers(text, options, from, depth);
  }
  const local = from === undefined ? localText(text, options) : undefined;
  if (local !== undefined) return local;

  if (TokenString.forListToken(text).test()) throw new Error("a list in a string");
  let resolved: unknown = text;
  const context = new Context(options, from, depth);
  const only = ONE_TOKEN.exec(text)?.[1];
  if (only !== undefined) {
    const fragments = new TokenizedStringFragments();
    fragments.addToken(lookUp(only));
    resolved = options.resolver.resolveString(fragments, context);
  } else {
    const tokens = TokenString.forString(text, !context.ignoreEscapes, context.warnEscapes);
    if (tokens.test()) resolved = options.resolver.resolveString(tokens.split(lookUp), context);
  }
  if (typeof resolved !== "string") {
    // A token may return anything. The original applies its regular expression to the text of it.
    if (ANY_NUMBER.test(String(resolved))) throw new Error("a number in a value that is not a string");
    return resolved;
  }
  if (!resolved.includes(MARKER) && isPlain(resolved)) return resolved;
  unsettled = true;
  return NUMBER.test(resolved) ? resolveNumbers(resolved, options, from, depth) : resolved;
}

function resolveNumbers(
  text: string,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  const numbers = TokenString.forNumbers(text).split(lookUpNumber);
  return numbers.mapTokens(new Context(options, from, depth)).join(new StringConcat());
}

function resolveNumber(
  value: number,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  if (value === NUMBER_MAP_TOKEN_VALUE) throw new Error("the value of a map");
  if (value > LOWEST_PLAIN_NUMBER) return value;
  unsettled = true;
  const token = TokenMap.instance().lookupNumberToken(value);
  return token === undefined ? value : new Context(options, from, depth).resolve(token);
}

export function resolveArray(
  values: readonly unknown[],
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  if (values.some(isListMarker) && containsStringListTokenElement([...values])) {
    return options.resolver.resolveList(values as string[], new Context(options, from, depth));
  }
  if (values.some(isTokenNumber) && containsNumberListTokenElement([...values])) {
    return options.resolver.resolveNumberList(values as number[], new Context(options, from, depth));
  }
  const resolved: unknown[] = [];
  for (const value of values) {
    const one = resolve(value, options, from, depth + 1);
    if (one !== undefined) resolved.push(one);
  }
  return resolved;
}

export function resolveObject(
  value: Readonly<Record<string, unknown>>,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  const keys = Object.keys(value);
  if (keys.some(isMapMarker) && containsMapToken(value)) {
    return options.resolver.resolveMap(value as never, new Context(options, from, depth));
  }
  if (isResolvable(value)) {
    const context = new Context(options, from, depth);
    return options.resolver.resolveToken(value as unknown as IResolvable, context, context);
  }
  if (isConstruct(value)) throw new Error("a construct");
  const resolved: Record<string, unknown> = {};
  for (const key of keys) {
    const resolvedKey = resolveString(key, options, from, depth);
    if (typeof resolvedKey !== "string") throw new Error("a key that is not a string");
    const one = resolve(value[key], options, from, depth + 1);
    if (one !== undefined) resolved[resolvedKey] = one;
  }
  return resolved;
}

function lookUpNumber(text: string): IResolvable | undefined {
  return TokenMap.instance().lookupNumberToken(parseFloat(text));
}
