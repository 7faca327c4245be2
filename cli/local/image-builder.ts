import { LOCAL_DOCKER_PROVIDER_VERSION } from "../../lib/tooling";
import { registryAnswers } from "../doctor/providers";
import { log } from "../process/steps";
import { mirroredVersions } from "../terraform/mirrored-versions";
import { findProviderMirrors, isMirrored } from "../terraform/provider-mirror";
import { registryHost } from "../terraform/terraform";

import type { ImageBuilderName } from "./local-deployment";

const PROVIDER = "kreuzwerker/docker";

/** The image builder in `$IMAGE_BUILDER`, if it is set. */
export function wantedImageBuilder(): ImageBuilderName | undefined {
  const wanted = process.env.IMAGE_BUILDER;
  return wanted === "docker-provider" || wanted === "docker-cli" ? wanted : undefined;
}

/**
 * The image builder of the local AWS: the docker provider, or the docker CLI on a machine that can't get that provider.
 */
export async function chooseImageBuilder(): Promise<ImageBuilderName> {
  const constraints = LOCAL_DOCKER_PROVIDER_VERSION;
  const address = `${registryHost()}/${PROVIDER}`;
  const mirrors = findProviderMirrors();
  if (isMirrored(mirrors, { address, constraints }) || (await registryAnswers(registryHost()))) {
    return "docker-provider";
  }
  const others = mirroredVersions(mirrors, address);
  log(
    `The docker command builds the images: this machine can't reach ${registryHost()}, and no mirror on it has ${PROVIDER} ${constraints}${others.length > 0 ? ` (only ${others.join(", ")})` : ""}`,
  );
  return "docker-cli";
}
