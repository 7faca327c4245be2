import { type ITerraformDependable, type TerraformStack, Token, Tokenization } from "cdktf";
import { ref } from "cdktf/lib/tfExpression";
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
import { jsonText, listText, mapText, quoted } from "./json-text";

/** The beginning of every token's marker: in a string, of a list, and of a map. */
const MARKER = "{TfToken[";
const LIST_MARKER = "#{TfToken[";
const MAP_MARKER = "&{TfToken[";
const TOKEN = `\\$\\{TfToken\\[([${VALID_KEY_CHARS}]+)\\]\\}`;
/** A string that consists of one token. Nearly all strings with a token do. */
const ONE_TOKEN = new RegExp(`^${TOKEN}$`);
const TOKENS = new RegExp(TOKEN, "g");
/**
 * What CDKTF reads as the beginning or end of an expression written by the user. A token inside such an expression gets
 * no braces.
 */
const ESCAPE = /\$\{|\}/;
/**
 * Whether a string may contain a number that is a token. Such numbers are between -1e288 and -1e299. CDKTF's own
 * expression for numbers matches in most hashes.
 */
const NUMBER = /-[\d.]+e\+?\d{3}|-[\d.]{200}/;
/** Whether CDKTF's own expression matches. For values that aren't strings CDKTF then fails. */
const ANY_NUMBER = /[-|\d.+]e[-|\d.eE+]/;
/** Numbers that are tokens are below this: their upper 16 bits are 0xfdff, and 0xfbff in lists. */
const LOWEST_PLAIN_NUMBER = -1e200;
// Read once, since each look-up in CDKTF's index goes through several modules.
const { NUMBER_MAP_TOKEN_VALUE, STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE } = Token;
const { isResolvable } = Tokenization;
/** The maximum nesting of a value. */
const MAX_DEPTH = 200;

/** A reference to an attribute of a resource. CDKTF doesn't export its class. */
interface Reference extends IResolvable {
  readonly identifier: string;
  readonly originStack: TerraformStack | undefined;
}
const REFERENCE = ref("x").constructor;
const EXPRESSION = Object.getPrototypeOf(REFERENCE);

/** A reference in `dependsOn`, which has no braces. CDKTF doesn't export its class. */
interface Dependency extends IResolvable {
  readonly dependable: ITerraformDependable;
}

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

/** Whether a value is settled once it is merged into a stack. Merging drops `undefined` values in a map. */
export function isSettled(value: unknown): boolean {
  if (typeof value === "string") return !isMarked(value);
  if (typeof value === "number") return value > LOWEST_PLAIN_NUMBER && value !== NUMBER_MAP_TOKEN_VALUE;
  if (typeof value === "function" || value instanceof Date || isResolvable(value)) return false;
  if (Array.isArray(value)) return value.every((one) => one !== undefined && isSettled(one));
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, one]) => !isMarked(key) && isSettled(one));
}

/** Whether a string has no tokens except references within the stack. */
function hasNoEffect(text: string, options: IResolveOptions): boolean {
  if (text.includes(MARKER)) return localText(text, options) !== undefined;
  return isPlain(text);
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

function resolve(
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

function resolveString(
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

/** Whether a string without a marker is certainly plain text. */
function isPlain(text: string): boolean {
  return text !== STRING_MAP_TOKEN_VALUE && text !== ANY_MAP_TOKEN_VALUE && !NUMBER.test(text);
}

/** Resolves a string all of whose tokens are references within the stack. `undefined` for any other string. */
function localText(text: string, options: IResolveOptions): string | undefined {
  const only = ONE_TOKEN.exec(text)?.[1];
  if (only !== undefined) return localReference(only, options);
  let resolved = "";
  let end = 0;
  for (const { 0: marker, 1: key, index } of text.matchAll(TOKENS)) {
    const reference = localReference(key as string, options);
    if (reference === undefined) return undefined;
    const before = text.slice(end, index);
    if (ESCAPE.test(before)) return undefined;
    resolved += before + reference;
    end = index + marker.length;
  }
  // An expression that begins after the last token contains no token.
  resolved += text.slice(end);
  return resolved.includes(MARKER) || !isPlain(resolved) ? undefined : resolved;
}

function localReference(key: string, options: IResolveOptions): string | undefined {
  const token = lookUp(key);
  if (isDependency(token)) {
    const only = ONE_TOKEN.exec(token.dependable.fqn)?.[1];
    return only === undefined ? undefined : localIdentifier(lookUp(only), options);
  }
  const identifier = localIdentifier(token, options);
  return identifier === undefined ? undefined : `\${${identifier}}`;
}

function localIdentifier(token: IResolvable, { scope }: IResolveOptions): string | undefined {
  if (token.constructor !== REFERENCE) return undefined;
  const { identifier, originStack } = token as Reference;
  if (originStack !== undefined && originStack !== scope) return undefined;
  return identifier.includes(MARKER) || !isPlain(identifier) ? undefined : identifier;
}

function isDependency(token: IResolvable): token is Dependency {
  return Object.getPrototypeOf(token.constructor) === EXPRESSION && Object.hasOwn(token, "dependable");
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

function isConstruct(value: Readonly<Record<string, unknown>>): boolean {
  return value._children !== undefined && value._metadata !== undefined;
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

function isMarked(key: string): boolean {
  return key.includes(MARKER) || !isPlain(key) || key === "__proto__";
}

function lookUp(key: string): IResolvable {
  return TokenMap.instance().lookupToken(key);
}

function lookUpNumber(text: string): IResolvable | undefined {
  return TokenMap.instance().lookupNumberToken(parseFloat(text));
}
