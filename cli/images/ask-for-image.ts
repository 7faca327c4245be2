import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../doctor/aws-client";
import { dockerBasicLogin } from "../doctor/docker-login";
import { askRegistry, type RegistryAnswer } from "../doctor/registry";
import type { DockerLogin } from "../terraform/docker-logins";
import type { PushedImage } from "../terraform/pushed-images";
import { imageExists } from "./image-exists";
import type { ImageAnswers } from "./image-finding";
import { type ImagesOf, settings } from "./read-images";

/**
 * The media types that the docker provider accepts (kreuzwerker/docker 4.3 to 4.5,
 * setupHTTPHeadersForRegistryRequests).
 */
const MANIFESTS = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
].join(", ");

/** Asks the registry for an image, as the docker provider does, and ECR's API. Never fails. */
export async function askForImage(
  image: PushedImage,
  login: DockerLogin,
  of: Pick<ImagesOf, "region" | "local">,
): Promise<ImageAnswers> {
  const [registry, inEcr] = await Promise.all([
    askForManifest(image, login, of),
    ask(() => imageExists(of, { ...image, ...registryId(image.registry) })),
  ]);
  return { registry, ...(typeof inEcr === "boolean" && { inEcr }) };
}

async function askForManifest(
  { repositoryName, imageTag }: PushedImage,
  login: DockerLogin,
  of: Pick<ImagesOf, "region" | "local">,
): Promise<RegistryAnswer | "no-login"> {
  const basic = await basicLogin(login, of);
  if (basic === "no-login") {
    return "no-login";
  }
  const url = `${login.url}/v2/${repositoryName}/manifests/${imageTag}`;
  const answer = await askRegistry(url, basic, MANIFESTS);
  if (answer.status !== undefined && (answer.status === 429 || answer.status >= 500)) {
    // A single bad answer happens now and then. Two in a row are a problem.
    await sleep(1_000);
    return await askRegistry(url, basic, MANIFESTS);
  }
  return answer;
}

/** @returns `user:password` in base64; undefined for a registry without login */
async function basicLogin(
  login: DockerLogin,
  of: Pick<ImagesOf, "region" | "local">,
): Promise<string | undefined | "no-login"> {
  switch (login.kind) {
    case "none":
      return undefined;
    case "plain":
      return Buffer.from(login.plain ?? "").toString("base64");
    case "docker-config":
      return (await dockerBasicLogin(login.registry, dockerEnvironment(of))) ?? "no-login";
    case "token":
      return (await ecrToken(of)) ?? "no-login";
  }
}

function dockerEnvironment({ local }: Pick<ImagesOf, "local">): NodeJS.ProcessEnv {
  return { ...process.env, ...(local && { DOCKER_CONFIG: local.dockerConfig }) };
}

async function ecrToken(of: Pick<ImagesOf, "region" | "local">): Promise<string | undefined> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient({ ...settings(of), maxAttempts: 1 });
  try {
    const answer = await ask((abortSignal) =>
      client.send(new GetAuthorizationTokenCommand({}), { abortSignal }),
    );
    return "authorizationData" in answer ? answer.authorizationData?.[0]?.authorizationToken : undefined;
  } finally {
    client.destroy();
  }
}

/** The account of an ECR registry, which is part of its name. */
function registryId(registry: string): { readonly registryId?: string } {
  const [, account] = /^(\d{12})\.dkr\.ecr\./.exec(registry) ?? [];
  return account === undefined ? {} : { registryId: account };
}
