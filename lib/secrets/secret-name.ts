/**
 * Names whose value is a secret. BuildKit's own check (`SecretsUsedInArgOrEnv`, v0.32, frontend/dockerfile/linter) also
 * matches names that contain such a word anywhere. `SECRET_ARN` and `TOKEN_TTL` are no secrets, so here the word must
 * come last.
 */
const SECRET =
  /(?:^|_)(?:api_?key|(?:access|private|secret|signing|encryption)_key|credentials?|passw(?:or)?d|passphrase|pword|secret|token)$/i;
const PUBLIC = /(?:^|_)public(?:_|$)/i;
const PASSWORD = /(?:passw(?:or)?d|passphrase|pword)$/i;
/** The first word of names that switch something on or off: `USE_TOKEN`, `NO_PASSWORD`. */
const SWITCH = /^(?:use|no|require|enable|disable|has|is|allow|skip)_/i;

/**
 * Whether a variable holds a secret, as far as its name and its value show. `USE_TOKEN=true` and `MAX_TOKEN=4096` hold
 * none. A password may be a number.
 * @param value without quotes. @default - not known
 */
export function holdsSecret(name: string, value?: string): boolean {
  if (!SECRET.test(name) || PUBLIC.test(name)) return false;
  if (value === undefined) return !SWITCH.test(name);
  if (/^(?:true|false|yes|no|on|off)$/i.test(value)) return false;
  return !/^\d+$/.test(value) || (PASSWORD.test(name) && !SWITCH.test(name));
}
