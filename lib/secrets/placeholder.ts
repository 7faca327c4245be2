/** Values that only stand for a secret, as a whole. The last ones are the usual passwords of a local database. */
const WHOLE =
  /^(?:[x*.\-_?#]*|none|null|undefined|todo|tbd|n\/a|test(?:ing)?|secret|token|key|pass|passw(?:or)?d|admin|root|user|postgres|mysql|minio\w*|guest|local\w*|dev\w*)$/i;
/** `your-token`, `<token>`, `changeme`, `AKIAIOSFODNN7EXAMPLE`, `xxxx`. */
const PART =
  /change[-_ ]?(?:me|this|it)|replace|\byour|your[-_]|my[-_]?(?:secret|token|key|password)|example|sample|placeholder|dummy|fake|mock|insert|redacted|xxx|\*\*\*|\.\.\.|1234567890|0123456789|abcdef|[<>]|\{\{/i;
/** A reference to a value that is kept elsewhere: a variable, a file, a secret store. */
const REFERENCE = /^(?:\$|%\w+%$|\.{0,2}\/|arn:|ssm:|secretsmanager:|vault:|op:\/\/|file:)/i;

/** Whether a value stands for a secret without being one. */
export function isPlaceholder(value: string): boolean {
  return WHOLE.test(value) || PART.test(value) || REFERENCE.test(value);
}

/** Whether a text that looks like a token opens nothing: it was made by hand (real ones are random), or is for tests. */
export function isFakeToken(token: string): boolean {
  return /^[rs]k_test_/.test(token) || PART.test(token) || new Set(token).size < 8;
}
