import { DOCKER_PROVIDER_VERSION, EPHEMERAL_TOKEN_AWS_VERSION } from "../lib/image/provider-versions";
import type { Environment } from "./environment";

/** Both majors; the arguments used are those that 5.100 and 6 share. */
export const AWS_PROVIDER_VERSION = ">= 5.100.0, < 7.0.0";

/** The same for the local AWS, but 4.5.0 too: it works with the engine on this machine. */
export const LOCAL_DOCKER_PROVIDER_VERSION = ">= 4.3.0, < 5.0.0";

/**
 * Which versions of each provider the stacks of an environment allow, by the provider's source: known before they are synthesized, and
 * without loading CDKTF.
 */
export function providerVersions({
  localAws,
  registryLogin,
}: Pick<Environment, "localAws" | "registryLogin">) {
  return {
    "hashicorp/aws":
      !localAws && registryLogin === "ephemeral-token" ? EPHEMERAL_TOKEN_AWS_VERSION : AWS_PROVIDER_VERSION,
    "kreuzwerker/docker": localAws ? LOCAL_DOCKER_PROVIDER_VERSION : DOCKER_PROVIDER_VERSION,
  };
}
