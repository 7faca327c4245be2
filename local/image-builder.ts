import { say } from "../process/steps";
import { findProviderMirrors, providersIn } from "../terraform/provider-mirror";
import { registryHost } from "../terraform/terraform";

const PROVIDER = "kreuzwerker/docker";

/**
 * Who builds the images of the local AWS: the docker provider, as everywhere; or the docker CLI, on a machine that can get that
 * provider from nowhere. `$IMAGE_BUILDER` decides where it is set.
 */
export async function chooseImageBuilder(): Promise<"docker-provider" | "docker-cli"> {
  const wanted = process.env.IMAGE_BUILDER;
  if (wanted === "docker-provider" || wanted === "docker-cli") {
    return wanted;
  }
  if (
    findProviderMirrors().some((mirror) => providersIn(mirror).includes(PROVIDER)) ||
    (await answers(`https://${registryHost()}/.well-known/terraform.json`))
  ) {
    return "docker-provider";
  }
  say(
    `The docker command builds the images: this machine can't reach ${registryHost()}, and no mirror on it has ${PROVIDER}`,
  );
  return "docker-cli";
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
