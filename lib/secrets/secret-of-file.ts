import { isFakeToken } from "./placeholder";
import { SECRET_FILES } from "./secret-files";
import { secretPatternsFor } from "./secret-patterns";

/** A file that may hold a secret. */
export interface FileToSearch {
  /** With `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Equal hash: equal content. */
  readonly hash: string;
  /** Reads its text. It isn't called if the path or the size decides, or the same content was searched before. */
  readonly read: () => string;
}

/** Files with secrets are small. A larger one is data, and would take longer to search than all others together. */
const LARGEST = 256 * 1024;

/**
 * The secret that a file holds, for a message: `a private key`. Packages, git's own files, and files for tests and
 * documentation are not searched: what looks like a secret there is an example.
 * @returns undefined when there is none, as far as that is known
 */
export function secretOfFile({ path, size, hash, read }: FileToSearch): string | undefined {
  if (size === 0 || NOT_SEARCHED.test(path)) return undefined;
  if (PKCS12.test(path)) return "a private key (PKCS #12)";
  const kind = SECRET_FILES.find((each) => each.path.test(path));
  if (size > LARGEST) return kind?.large;
  if (DATA.test(path)) return undefined;
  const key = `${hash} ${kind?.path}`;
  if (!searched.has(key)) {
    const text = read();
    searched.set(key, kind?.find(text) ?? secretOfText(text));
  }
  return searched.get(key);
}

/** Several functions often have the same files. */
const searched = new Map<string, string | undefined>();

const NOT_SEARCHED = new RegExp(
  [
    "(?:^|/)(?:node_modules|site-packages|bower_components|vendor|[.]?venv|[.]git)/",
    "(?:^|/)(?:tests?|__tests__|specs?|fixtures?|test-?data|mocks?|__mocks__|examples?|samples?|docs?)/",
    "(?:^|/)(?:test_[^/]*|[^/]*[._-](?:test|spec)[.][a-z]+)$",
    "[._-](?:example|sample|template|tmpl|tpl|dist|defaults?|schema|test)$",
    "(?:^|/)(?:example|sample|template|test)[._-][^/]*$",
  ].join("|"),
  "i",
);

/** Almost always a certificate with its private key. A trust store has only certificates. */
const PKCS12 = /(?:^|\/)(?!\w*trust)[^/]+\.(?:p12|pfx)$/i;

/** No text, or a text that a program wrote. */
const DATA =
  /\.(?:png|jpe?g|gif|webp|ico|svg|pdf|woff2?|[ot]tf|eot|mp[34]|wav|zip|t?gz|bz2|xz|zst|tar|whl|jar|class|so|dylib|dll|exe|wasm|pyc|pkl|pt|pth|onnx|parquet|npy|db|sqlite3?|csv|lock)$|(?:^|\/)(?:package-lock|npm-shrinkwrap|pnpm-lock)\.\w+$/i;

function secretOfText(text: string): string | undefined {
  if (text.includes("\0")) return undefined;
  return secretPatternsFor(text).find(({ pattern }) => {
    const [token, inner] = pattern.exec(text) ?? [];
    if (token === undefined) return false;
    return token.startsWith("-----") ? isKey(inner ?? "") : !isFakeToken(token);
  })?.what;
}

/**
 * Whether the lines of a private key are one: DER begins with MI in base64, OpenSSH's format with its name. The same
 * test as secretlint's.
 */
function isKey(lines: string): boolean {
  return /^(?:MI|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{98,}=*$/.test(lines.replace(/\s|\\n/g, ""));
}
