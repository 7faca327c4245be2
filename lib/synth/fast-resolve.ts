import { Token, Tokenization } from "cdktf";
import {
  containsMapToken,
  containsNumberListTokenElement,
  containsStringListTokenElement,
  TokenString,
  VALID_KEY_CHARS,
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

/** Every marker of a token in a string, and that of a list and of a map. */
const MARKER = "{TfToken[";
const LIST_MARKER = "#{TfToken[";
const MAP_MARKER = "&{TfToken[";
/** A string that is nothing but a token, as nearly all are that hold one. */
const ONE_TOKEN = new RegExp(`^\\$\\{TfToken\\[([${VALID_KEY_CHARS}]+)\\]\\}$`);
/** Whether CDKTF's own expression for the numbers in a string, which may be tokens, finds one. */
const NUMBER = /[-|\d.+]e[-|\d.eE+]/;
/** Numbers that are tokens are below it: their upper 16 bits are 0xfdff, and 0xfbff in lists. */
const LOWEST_PLAIN_NUMBER = -1e200;
// Read once: each look-up in CDKTF's index goes through several modules.
const { NUMBER_MAP_TOKEN_VALUE, STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE } = Token;
const { isResolvable } = Tokenization;
/** How deep a value may be. */
const MAX_DEPTH = 200;

/**
 * `resolve` of CDKTF 0.21.0 (lib/tokens/private/resolve.js) without its costs: the same result, by the same calls of the same tokens in the
 * same order. The original makes a context with two closures and a path for every string, number and key, and tries four regular
 * expressions on it; here only what may hold a token takes that way.
 * @throws Error where the original throws; what is wrong, the original has to say
 */
export function fastResolve(value: unknown, options: IResolveOptions): unknown {
  return resolve(value, options, undefined, 0);
}

/** What a token sees while it is resolved. What it sets, that which it resolves in turn sees too. */
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
    // Not set at first, as in the original, whatever the types say.
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
    return this.postProcessor ? this.postProcessor.postProcess(value, this) : value;
  }
}

function resolve(
  value: unknown,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  if (typeof value === "string") return resolveString(value, options, from, depth);
  if (typeof value === "number") return resolveNumber(value, options, from, depth);
  if (typeof value === "function" || depth > MAX_DEPTH) throw new Error("can't be resolved");
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return resolveArray(value, options, from, depth);
  return resolveObject(value as Record<string, unknown>, options, from, depth);
}

function resolveString(
  text: string,
  options: IResolveOptions,
  from: IResolveContext | undefined,
  depth: number,
): unknown {
  let resolved: unknown = text;
  if (text.includes(MARKER)) {
    if (TokenString.forListToken(text).test()) throw new Error("a list in a string");
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
  } else if (text === STRING_MAP_TOKEN_VALUE || text === ANY_MAP_TOKEN_VALUE) {
    throw new Error("the value of a map");
  }
  // A token may give a number or a list; the original hands that to its regular expression as text.
  if (!NUMBER.test(resolved as string)) return resolved;
  const numbers = TokenString.forNumbers(resolved as string).split(lookUpNumber);
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
  const token = TokenMap.instance().lookupNumberToken(value);
  return token === undefined ? value : new Context(options, from, depth).resolve(token);
}

function resolveArray(
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

function resolveObject(
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
  if (value._children !== undefined && value._metadata !== undefined) throw new Error("a construct");
  const resolved: Record<string, unknown> = {};
  for (const key of keys) {
    const resolvedKey = resolveString(key, options, from, depth);
    if (typeof resolvedKey !== "string") throw new Error("a key that is no string");
    const one = resolve(value[key], options, from, depth + 1);
    if (one !== undefined) resolved[resolvedKey] = one;
  }
  return resolved;
}

function isListMarker(value: unknown): boolean {
  return typeof value === "string" && value.includes(LIST_MARKER);
}

function isTokenNumber(value: unknown): boolean {
  return typeof value === "number" && value <= LOWEST_PLAIN_NUMBER;
}

function isMapMarker(key: string): boolean {
  return key.includes(MAP_MARKER);
}

function lookUp(key: string): IResolvable {
  return TokenMap.instance().lookupToken(key);
}

function lookUpNumber(text: string): IResolvable | undefined {
  return TokenMap.instance().lookupNumberToken(parseFloat(text));
}
