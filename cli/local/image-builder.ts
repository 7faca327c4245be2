import { registryAnswers } from "../doctor/providers";
import { log } from "../process/steps";
import { mirroredVersions } from "../terraform/mirrored-versions";
import { findProviderMirrors, isMirrored } from "../terraform/provider-mirror";
import { registryHost } from "../terraform/terraform";

const PROVIDER = "kreuzwerker/docker";

/**
 * Who builds the images of the local AWS: the docker provider, as everywhere; or the docker CLI, on a machine that can get that
 * provider from nowhere. `$IMAGE_BUILDER` decides where it is set.
 * @param constraints which versions of the docker provider the stacks allow
 */
export async function chooseImageBuilder(constraints: string): Promise<"docker-provider" | "docker-cli"> {
  const wanted = process.env.IMAGE_BUILDER;
  if (wanted === "docker-provider" || wanted === "docker-cli") {
    return wanted;
  }
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
