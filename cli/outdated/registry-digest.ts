import { createHash } from "node:crypto";
import { imageReference } from "../../lib/tooling";
import { usesProxy } from "../doctor/aws-client";
import { dockerBasicLogin } from "../doctor/docker-login";
import { UNREACHABLE } from "../doctor/registry";
import { PATIENCE } from "../process/probe";

/** The digest that a tag has in its registry, or why it isn't known. */
export type RegistryDigest = { readonly digest: string } | { readonly problem: string };

/** An index of all architectures, or the manifest of one (OCI Distribution Specification 1.1, "Pulling manifests"). */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Asks the registry of an image for the digest of its tag, with docker's login if there is one. Nothing is downloaded. Never fails. */
export async function registryDigest(image: string): Promise<RegistryDigest> {
  const { registry, repository, tag } = registryReference(image);
  const scheme = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry) ? "http" : "https";
  const url = `${scheme}://${registry}/v2/${repository}/manifests/${tag}`;
  try {
    const basic = await dockerBasicLogin(registry, process.env);
    let authorization = basic && `Basic ${basic}`;
    let response = await ask("HEAD", url, authorization);
    const challenge = response.headers.get("www-authenticate") ?? "";
    if (response.status === 401 && /^bearer /i.test(challenge)) {
      const token = await bearerToken(challenge, basic);
      authorization = token && `Bearer ${token}`;
      response = await ask("HEAD", url, authorization);
    }
    const digest = response.headers.get("docker-content-digest");
    if (response.ok && digest !== null) {
      return { digest };
    }
    if (response.ok) {
      response = await ask("GET", url, authorization);
    }
    if (response.ok) {
      return { digest: await digestOfBody(response) };
    }
    return { problem: REFUSALS[response.status] ?? `its registry answers ${response.status}` };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: unknown } };
    const code = String(cause?.code ?? name);
    const proxy = usesProxy() ? ", and this machine uses a proxy, which this request doesn't" : "";
    return { problem: `its registry can't be reached: ${UNREACHABLE[code] ?? code}${proxy}` };
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: "its registry asks for a login",
  403: "its registry refuses the login",
  404: "its registry has no such image",
  429: "its registry answers no more requests for now",
};

/** The parts of an image's name, as Docker completes them (github.com/distribution/reference 0.6). */
export function registryReference(image: string): {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
} {
  const { name, tag = "latest" } = imageReference(image);
  const [first = "", ...rest] = name.split("/");
  if (rest.length > 0 && (/[.:]/.test(first) || first === "localhost")) {
    return first === "docker.io"
      ? dockerHub(rest, tag)
      : { registry: first, repository: rest.join("/"), tag };
  }
  return dockerHub([first, ...rest], tag);
}

function dockerHub(parts: readonly string[], tag: string) {
  const repository = parts.length === 1 ? `library/${parts[0]}` : parts.join("/");
  return { registry: "registry-1.docker.io", repository, tag };
}

function ask(method: string, url: string, authorization?: string): Promise<Response> {
  return fetch(url, {
    method,
    signal: AbortSignal.timeout(PATIENCE),
    headers: { Accept: MANIFESTS, ...(authorization !== undefined && { Authorization: authorization }) },
  });
}

/** A token for reading, also without a login (distribution/distribution, "Token Authentication Specification"). */
async function bearerToken(challenge: string, basic: string | undefined): Promise<string | undefined> {
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const url = new URL(fields.realm ?? "");
  for (const name of ["service", "scope"]) {
    if (fields[name] !== undefined) url.searchParams.set(name, fields[name]);
  }
  const response = await ask("GET", url.href, basic && `Basic ${basic}`);
  const answer = response.ok ? ((await response.json()) as { token?: string; access_token?: string }) : {};
  return answer.token ?? answer.access_token;
}

/** A registry need not send the digest. Then it is that of the manifest. */
async function digestOfBody(response: Response): Promise<string> {
  const body = await response.arrayBuffer();
  return `sha256:${createHash("sha256").update(Buffer.from(body)).digest("hex")}`;
}
