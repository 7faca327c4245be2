import { type IResolvable, Token, Tokenization } from "cdktf";
import { VALID_KEY_CHARS } from "cdktf/lib/tokens/private/encoding";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";

/** The beginning of every token's marker: in a string, of a list, and of a map. */
export const MARKER = "{TfToken[";
const LIST_MARKER = "#{TfToken[";
const MAP_MARKER = "&{TfToken[";
const TOKEN = `\\$\\{TfToken\\[([${VALID_KEY_CHARS}]+)\\]\\}`;
/** A string that consists of one token. Nearly all strings with a token do. */
export const ONE_TOKEN = new RegExp(`^${TOKEN}$`);
export const TOKENS = new RegExp(TOKEN, "g");
/**
 * Whether a string may contain a number that is a token. Such numbers are between -1e288 and -1e299. CDKTF's own
 * expression for numbers matches in most hashes.
 */
export const NUMBER = /-[\d.]+e\+?\d{3}|-[\d.]{200}/;
/** Numbers that are tokens are below this: their upper 16 bits are 0xfdff, and 0xfbff in lists. */
export const LOWEST_PLAIN_NUMBER = -1e200;

// Read once, since each look-up in CDKTF's index goes through several modules.
export const { NUMBER_MAP_TOKEN_VALUE, STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE } = Token;
export const { isResolvable } = Tokenization;
/** The maximum nesting of a value. */
export const MAX_DEPTH = 200;

/** Whether a string without a marker is certainly plain text. */
export function isPlain(text: string): boolean {
  return text !== STRING_MAP_TOKEN_VALUE && text !== ANY_MAP_TOKEN_VALUE && !NUMBER.test(text);
}

export function isConstruct(value: Readonly<Record<string, unknown>>): boolean {
  return value._children !== undefined && value._metadata !== undefined;
}

export function isListMarker(value: unknown): boolean {
  return typeof value === "string" && value.includes(LIST_MARKER);
}

export function isTokenNumber(value: unknown): boolean {
  return typeof value === "number" && value <= LOWEST_PLAIN_NUMBER;
}

export function isMapMarker(key: string): boolean {
  return key.includes(MAP_MARKER);
}

export function isMarked(key: string): boolean {
  return key.includes(MARKER) || !isPlain(key) || key === "__proto__";
}

export function lookUp(key: string): IResolvable {
  return TokenMap.instance().lookupToken(key);
}
