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

/** Every marker of a token in a string, and that of a list and of a map. */
const MARKER = "{TfToken[";
const LIST_MARKER = "#{TfToken[";
const MAP_MARKER = "&{TfToken[";
const TOKEN = `\\$\\{TfToken\\[([${VALID_KEY_CHARS}]+)\\]\\}`;
/** A string that is nothing but a token, as nearly all are that hold one. */
const ONE_TOKEN = new RegExp(`^${TOKEN}$`);
const TOKENS = new RegExp(TOKEN, "g");
/** What CDKTF takes for the beginning or the end of an expression that the user wrote; a token in one has no braces of its own. */
const ESCAPE = /\$\{|\}/;
/**
 * Whether a string can have a number in it that is a token: those are between -1e288 and -1e299. CDKTF's own expression for numbers finds
 * one in most hashes.
 */
const NUMBER = /-[\d.]+e\+?\d{3}|-[\d.]{200}/;
/** Whether CDKTF's own expression finds one: of what isn't a string, it then fails. */
const ANY_NUMBER = /[-|\d.+]e[-|\d.eE+]/;
/** Numbers that are tokens are below it: their upper 16 bits are 0xfdff, and 0xfbff in lists. */
const LOWEST_PLAIN_NUMBER = -1e200;
// Read once: each look-up in CDKTF's index goes through several modules.
const { NUMBER_MAP_TOKEN_VALUE, STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE } = Token;
const { isResolvable } = Tokenization;
/** How deep a value may be. */
const MAX_DEPTH = 200;

/** What stands for an attribute of a resource. CDKTF doesn't export its class. */
interface Reference extends IResolvable {
  readonly identifier: string;
  readonly originStack: TerraformStack | undefined;
}
const REFERENCE = ref("x").constructor;
const EXPRESSION = Object.getPrototypeOf(REFERENCE);

/** What stands for something that `dependsOn` names: its reference, without braces. CDKTF doesn't export its class. */
interface Dependency extends IResolvable {
  readonly dependable: ITerraformDependable;
}

/** Whether what was resolved last could become something else when it is resolved once more. */
let unsettled = false;

/**
 * `resolve` of CDKTF 0.21.0 (lib/tokens/private/resolve.js) without its costs: the same result, by the same calls of the same tokens in the
 * same order. The original makes a context with two closures and a path for every string, number and key, and tries four regular
 * expressions on it; here only what may hold a token takes that way. References within a stack, by far the most, are not called: their
 * text is known.
 * @throws Error where the original throws; what is wrong, the original has to say
 */
export function fastResolve(value: unknown, options: IResolveOptions): unknown {
  return resolve(value, options, undefined, 0);
}

/**
 * The same, and whether it is settled: resolved once more, it would be the same again.
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
 * The JSON of what fastResolve gives, its keys sorted, and nothing in between.
 * @param value a map
 * @param line what a new line begins with where the value is: a line feed and spaces
 * @returns `undefined` of what holds other tokens than references within the stack, or what isn't settled; nothing was called then
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
 * Calls the tokens that fastResolve would call, and makes nothing of what they give.
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

/** Whether a value is settled as it is, once it is merged into a stack, which leaves out what is `undefined` in a map. */
export function isSettled(value: unknown): boolean {
  if (typeof value === "string") return !isMarked(value);
  if (typeof value === "number") return value > LOWEST_PLAIN_NUMBER && value !== NUMBER_MAP_TOKEN_VALUE;
  if (typeof value === "function" || value instanceof Date || isResolvable(value)) return false;
  if (Array.isArray(value)) return value.every((one) => one !== undefined && isSettled(one));
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, one]) => !isMarked(key) && isSettled(one));
}

/** Whether a string calls no token but references within the stack. */
function hasNoEffect(text: string, options: IResolveOptions): boolean {
  if (text.includes(MARKER)) return localText(text, options) !== undefined;
  return isPlain(text);
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
    if (!this.postProcessor) return value;
    // What it gives is not resolved.
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
    // It stays one, and is merged into a stack as a map with nothing in it.
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
    // A token may give anything; the original hands that to its regular expression as text.
    if (ANY_NUMBER.test(String(resolved))) throw new Error("a number in what is no string");
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

/** Whether a string without a marker is text as it is, whatever it says. */
function isPlain(text: string): boolean {
  return text !== STRING_MAP_TOKEN_VALUE && text !== ANY_MAP_TOKEN_VALUE && !NUMBER.test(text);
}

/** What a string becomes whose tokens are references within the stack, all of them; `undefined` for any other. */
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
  // An expression that begins after the last token has none in it.
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
    if (typeof resolvedKey !== "string") throw new Error("a key that is no string");
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
