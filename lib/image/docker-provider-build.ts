import { literal } from "../terraform-text";
import type { ImageToPush } from "./image-builder";

/** The block `build` of a `docker_registry_image` (kreuzwerker/docker 4.3.0 to 4.5.0). */
export function buildBlock(image: ImageToPush): Readonly<Record<string, unknown>> {
  const labels = image.labels && literals(image.labels);
  return {
    context: image.context,
    dockerfile: image.dockerfile,
    platform: image.platform,
    ...(image.target !== undefined && { target: literal(image.target) }),
    ...(Object.keys(image.buildArgs).length > 0 && { build_args: literals(image.buildArgs) }),
    ...(Object.keys(image.buildSecrets).length > 0 && {
      secrets: Object.entries(image.buildSecrets).map(([id, { kind, value }]) => ({
        id,
        [kind]: literal(value),
      })),
    }),
    ...(image.buildContexts && {
      additional_contexts: Object.entries(image.buildContexts).map(
        ([name, value]) => `${name}=${literal(value)}`,
      ),
    }),
    ...(image.networkMode !== undefined && { network_mode: image.networkMode }),
    // With BuildKit the provider reads `label`, and without it `labels`.
    ...(labels && { label: labels, labels }),
    ...(image.cacheFrom && { cache_from: [...image.cacheFrom] }),
    ...(image.cacheTo !== undefined && { cache_to: [image.cacheTo] }),
    ...(image.cacheDisabled && { no_cache: true }),
    // An attestation turns the image into an index, which Lambda refuses.
    provenance: "false",
    sbom: "false",
  };
}

function literals(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [literal(key), literal(value)]));
}
