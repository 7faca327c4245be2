/** Replaces a login. */
const REDACTED = "(redacted)";

/**
 * A text in quotes, as written by HCL, Go, JSON and a shell, or inside a text that JSON quotes (`\"`). If it is cut
 * off, it ends with the text.
 */
const QUOTED = [
  String.raw`"(?:[^"\\]|\\[\s\S])*(?:"|$)`,
  String.raw`\\"(?:[^"\\]|\\\\(?:\\\\|\\"|[^"\\])|\\[^"\\])*(?:\\"|$)`,
  "'[^']*(?:'|$)",
].join("|");

/** The ends of names of settings that contain a login, in `snake_case`, `kebab-case` and `camelCase`. */
const SECRET_NAME = [
  "passw(?:or)?d",
  "passphrase",
  "secret[_-]?access[_-]?key",
  "secret[_-]?key",
  "private[_-]?key",
  "api[_-]?key",
  "(?:session|security|identity|registry|auth|access|refresh|bearer)[_-]?token",
].join("|");

/** The same for environment variables. `token` and `secret` alone are ordinary in lower case: a `creation_token` is a name. */
const SECRET_VARIABLE =
  "(?:PASSW(?:OR)?D|PASSPHRASE|TOKEN|SECRET|SECRET_ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|API_KEY)";

/** Between a name and its value. The name may be in quotes. */
const IS = String.raw`\\*["']?\s*(?:=>?|:)\s*`;

/** Each has the login in the group `secret`. The text around it stays. */
const LOGINS: readonly RegExp[] = [
  // password = "…", "password": "…", Password:"…" (Go's %#v), and `"old" -> "new"` in a plan.
  named(`(?<=(?:${SECRET_NAME})${IS}(?:(?:${QUOTED})\\s+->\\s+)?)(?<secret>${QUOTED})`, "gi"),
  named(`(?<=\\b[A-Z0-9_]*${SECRET_VARIABLE}${IS}(?:(?:${QUOTED})\\s+->\\s+)?)(?<secret>${QUOTED})`, "g"),
  // password = <<-EOT … EOT
  named(
    `(?<=(?:${SECRET_NAME})${IS}<<[-~]?(?<end>\\w+)\\n)(?<secret>[\\s\\S]*?)(?=\\n\\s*\\k<end>\\b|$)`,
    "gi",
  ),
  // PASSWORD=… in a shell, Password:… of Go's %+v.
  named(`(?<=\\b[A-Z0-9_]*${SECRET_VARIABLE}=)(?<secret>[^\\s"'\\\\$(&;][^\\s"'&;\\\\]*)`, "g"),
  /(?<=\b(?:Password|IdentityToken|RegistryToken|SecretAccessKey|SessionToken):)(?<secret>[^\s"'\\,}(][^\s"'\\,}]*)/g,
  // The login in Docker's configuration file: base64 of user:password. An `auth: "none"` is no login.
  /(?<=\bauth\\*"?\s*:\s*\\*")(?<secret>[A-Za-z0-9+/_-]{8,}=*)(?=\\*")/gi,
  // All logins of the docker provider in Go's %v: map[host:{user password …}]
  /(?<=auth configs?: map\[)(?!string\])(?<secret>[^\]]+)(?=\]|$)/g,
  // XML, as AWS STS answers.
  /(?<=<(?:SecretAccessKey|SessionToken|Password)>)(?<secret>[^<]+)/gi,
  // HTTP headers. Terraform may wrap a line after each word, and begins it with a bar.
  /(?<=\bauthorization\\*"?\s*[:=]\s*\[?\\*"?(?:basic|bearer|token)[\s│|]+)(?<secret>[^\s"'\\,\]]+)/gi,
  /(?<=\bx-(?:registry-auth|registry-config|amz-security-token)\\*"?\s*[:=]\s*\[?\\*"?)(?<secret>[^\s"'\\,\]&]+)/gi,
  /(?<=\bx-amz-signature=)(?<secret>[^\s"'\\&]+)/gi,
  // https://user:password@host
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'\\]*:)(?<secret>[^\s/@"'\\$(][^\s/@"'\\]*)(?=@)/gi,
  // Recognized by their form: a password of ECR and other base64 of JSON, a JSON Web Token, base64 of "AWS:ey…".
  /\b(?<secret>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})/g,
  /\b(?<secret>(?:eyJ|QVdTOmV5)[A-Za-z0-9+/_-]{60,}=*)/g,
  // A session token of AWS, and a secret key beside its key id.
  /\b(?<secret>(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/%_-]{40,}=*)/g,
  /(?<=\b(?:AKIA|ASIA)[A-Z0-9]{16}[\s"',:;|]+)(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/g,
  // GitHub, and HCP Terraform.
  /\b(?<secret>gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9]{40,})/g,
];

/**
 * Removes the logins from any output of Terraform, its providers and Docker. The docker provider prints all of its
 * logins with their passwords when none is for the registry of an image (4.3 to 4.5, getAuthConfigForRegistry), and a
 * provider's error ends up in the log of a pull request. Everything else stays unchanged, and a JSON text stays valid
 * JSON.
 *
 * Use it for text that people read, not for a plan's JSON that programs compare. There a changed password has to be a
 * change.
 */
export function redactSecrets(text: string): string {
  return LOGINS.reduce(
    (rest, login) =>
      rest.replace(login, (...match) => {
        const { secret } = match.at(-1) as { readonly secret: string };
        return hide(secret);
      }),
    text,
  );
}

function hide(secret: string): string {
  const [, open = "", value = ""] = /^(\\?"|')?([\s\S]*)$/.exec(secret) ?? [];
  const end = open !== "" && value.endsWith(open) ? open : "";
  const bare = value.slice(0, value.length - end.length);
  return isLogin(bare) ? `${open}${REDACTED}${end}` : secret;
}

/** An empty value, a reference, or the name of a place that stores a secret is not secret itself. */
function isLogin(value: string): boolean {
  return value !== "" && value !== REDACTED && !/^(?:arn:aws[\w-]*:\S*|\$?\$\{[^}]*\}|\$\w+)$/.test(value);
}

function named(pattern: string, flags: string): RegExp {
  return new RegExp(pattern, flags);
}
