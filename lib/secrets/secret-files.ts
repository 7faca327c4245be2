import { isPlaceholder } from "./placeholder";
import { holdsSecret } from "./secret-name";

/** Files whose name says that they are made for secrets. */
export interface SecretFile {
  readonly path: RegExp;
  /** The secret in its text, for a message. */
  readonly find: (text: string) => string | undefined;
  /** What it holds when it is too large to be read. @default - not known */
  readonly large?: string;
}

/**
 * Such files, with what in them is secret. The first that fits counts. None is reported without a value: a .npmrc may only name a registry, and a
 * .env may only set a log level.
 */
export const SECRET_FILES: readonly SecretFile[] = [
  { path: /(?:^|\/)[\w.-]*\.env(?:\.[\w-]+)*$/i, find: secretOfEnvironment },
  {
    path: /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_\w+)?|[^/]+\.(?:pem|key))$/i,
    // An encrypted key is no secret without its passphrase, and has another first line.
    find: (text) =>
      /-----BEGIN (?:(?:RSA|DSA|EC|OPENSSH) )?PRIVATE KEY-----\s+(?!Proc-Type)[A-Za-z0-9+/=]{8}/.test(text)
        ? "a private key"
        : undefined,
  },
  {
    path: /(?:^|\/)\.aws\/credentials$/,
    find: value(/^\s*aws_(?:secret_access_key|session_token)\s*=\s*(\S+)/m, "credentials of AWS"),
  },
  {
    path: /\.tfstate(?:\.\d+)?(?:\.backup)?$/,
    find: (text) => (/"resources"\s*:\s*\[\s*\{/.test(text) ? "a Terraform state" : undefined),
    large: "a Terraform state",
  },
  {
    path: /(?:^|\/)\.npmrc$/,
    find: value(/^[^#;\n]*_(?:authToken|auth|password)\s*=\s*["']?([^\s"']+)/m, "a login for npm"),
  },
  { path: /(?:^|\/)\.pypirc$/, find: value(/^\s*password\s*[:=]\s*(\S+)/m, "a login for PyPI") },
  { path: /(?:^|\/)[._]netrc$/, find: value(/\bpassword\s+(\S+)/, "a login of .netrc") },
  { path: /(?:^|\/)\.git-credentials$/, find: value(/:\/\/[^:\s]+:([^@\s]+)@/, "a login for git") },
  {
    path: /(?:^|\/)(?:\.docker\/config\.json|\.dockerconfigjson|\.dockercfg)$/,
    find: value(/"auth"\s*:\s*"([^"]+)"/, "a login for a registry"),
  },
  {
    path: /(?:^|\/)[^/]+\.json$/i,
    find: (text) =>
      /"type"\s*:\s*"(?:service_account|authorized_user)"/.test(text) &&
      /"(?:private_key"\s*:\s*"-----BEGIN|refresh_token"\s*:\s*"[\w./-]{8})/.test(text)
        ? "credentials of Google Cloud"
        : undefined,
  },
];

function value(pattern: RegExp, what: string): SecretFile["find"] {
  return (text) => {
    const [, found] = pattern.exec(text) ?? [];
    return found !== undefined && !isPlaceholder(found) ? what : undefined;
  };
}

/** The first variable of a .env whose value is a secret: by its name, or a URL with a password. */
function secretOfEnvironment(text: string): string | undefined {
  for (const [, name = "", written = ""] of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm,
  )) {
    const quoted = /^(["'])(.*?)\1/.exec(written);
    const value = quoted ? (quoted[2] as string) : written.replace(/(?:^|\s)#.*$/, "").trim();
    if (value === "" || isPlaceholder(value)) continue;
    if (holdsSecret(name, value) || hasPassword(value)) return `a value for ${name}`;
  }
  return undefined;
}

/** Whether a URL has a password. A host without a dot is a container or this machine, with a password that is no secret. */
function hasPassword(url: string): boolean {
  const [, password, host = ""] = /^[a-z][\w+.-]*:\/\/[^\s:/@]*:([^\s@/]+)@([^\s:/?,]+)/i.exec(url) ?? [];
  return password !== undefined && !isPlaceholder(password) && /\.(?!0\.0\.1$)/.test(host);
}
