/**
 * Versions of kreuzwerker/docker. 4.3 is the first with `provenance`, which Lambda's images need. 4.5.0 fails with
 * remote Docker hosts (kreuzwerker/terraform-provider-docker #972), but works with a local one.
 */
export const DOCKER_PROVIDER_VERSION = ">= 4.3.0, < 5.0.0, != 4.5.0";

/** The same for a local AWS, and 4.5.0 too: the engine is on this machine. */
export const LOCAL_DOCKER_PROVIDER_VERSION = ">= 4.3.0, < 5.0.0";

/** Versions of hashicorp/aws that have `ephemeral "aws_ecr_authorization_token"`. */
export const EPHEMERAL_TOKEN_AWS_VERSION = ">= 6.22.0, < 7.0.0";
