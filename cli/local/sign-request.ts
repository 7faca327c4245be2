import { createHash, createHmac } from "node:crypto";
import type { AccessKey } from "./root-key";

export interface RequestToSign {
  readonly method: string;
  /** Without a query, and encoded as sent. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningScope {
  readonly region: string;
  /** The service's name in signatures, for example `lambda`. */
  readonly service: string;
}

/**
 * The headers of a request with its signature: AWS Signature Version 4 ("Create a signed AWS API request", AWS Identity and Access Management
 * User Guide, read 2026-11-28). The SDK's signer isn't used, since loading it takes as long as the rest of a command.
 */
export function signedHeaders(
  { method, url, headers, body }: RequestToSign,
  { region, service }: SigningScope,
  key: AccessKey,
  now = new Date(),
): Record<string, string> {
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-date": time,
    ...(key.sessionToken !== undefined && { "x-amz-security-token": key.sessionToken }),
  };
  const canonical = Object.entries(all)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/\s+/g, " ")] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const names = canonical.map(([name]) => name).join(";");
  const request = [
    method,
    // All services except for S3 sign the path encoded a second time.
    url.pathname.split("/").map(encodeURIComponent).join("/"),
    "",
    ...canonical.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(request)].join("\n");
  const signature = hmac(signingKey, text).toString("hex");
  const { host: _, ...sent } = all;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
