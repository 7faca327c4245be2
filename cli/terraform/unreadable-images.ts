import type { DockerLogin, readStack } from "./docker-logins";
import type { PushedImage } from "./pushed-images";

type StackJson = ReturnType<typeof readStack>;

/** Images in the state at which a plan would fail, because the docker provider can't read them and reports an error. */
export interface UnreadableImages {
  /**
   * Images in registries for which the stack's docker provider has no login, because the stack's registry has changed.
   */
  readonly otherRegistry: readonly PushedImage[];
  /** Images in a stack that no longer has a docker provider, and has no `removed` block for them. */
  readonly noProvider: readonly PushedImage[];
}

/**
 * Compares the images in a state with the stack.
 * @param logins the logins of the stack's docker provider
 * @param refreshesRemoved whether resources in a `removed` block are still refreshed: OpenTofu does that, Terraform doesn't
 */
export function unreadableImages(
  images: readonly PushedImage[],
  stack: StackJson,
  logins: readonly DockerLogin[],
  refreshesRemoved: boolean,
): UnreadableImages {
  if (stack.provider?.docker === undefined) {
    const removed = new Set(refreshesRemoved ? [] : stack.removed?.flat().map(({ from }) => from));
    return { otherRegistry: [], noProvider: images.filter(({ address }) => !removed.has(address)) };
  }
  const registries = new Set(logins.map(({ registry }) => registry));
  return { otherRegistry: images.filter(({ registry }) => !registries.has(registry)), noProvider: [] };
}

/** A file to put beside cdk.tf.json. */
export interface ExtraFile {
  readonly name: string;
  readonly text: string;
}

/** All names that an extra file can have. */
export const EXTRA_FILES = ["earlier-registries_override.tf.json", "earlier-registries.tf.json"] as const;

/**
 * The file with which a stack can be planned although the state has such images. It adds an invalid login for their
 * registry. The login uses TLS, so that no emulator that happens to listen there answers. With it, the provider reports
 * the images as missing instead of failing (kreuzwerker/docker 4.3 to 4.5, resourceDockerRegistryImageRead). Images
 * that the stack still has are planned again, the others are removed from the state. The file doesn't change the state
 * itself, since a plan must not.
 */
export function extraFile(
  { otherRegistry, noProvider }: UnreadableImages,
  stack: StackJson,
): ExtraFile | undefined {
  const registries = [...new Set([...otherRegistry, ...noProvider].map(({ registry }) => registry))];
  if (registries.length === 0) {
    return undefined;
  }
  const logins = registries.map((registry) => ({ address: `https://${registry}`, auth_disabled: true }));
  // In an override file, the blocks of one kind replace all blocks of that kind.
  const docker = stack.provider?.docker?.map(({ alias, registry_auth = [] }) => ({
    ...(alias !== undefined && { alias }),
    registry_auth: [...registry_auth, ...logins],
  }));
  return docker
    ? { name: EXTRA_FILES[0], text: JSON.stringify({ provider: { docker } }) }
    : {
        name: EXTRA_FILES[1],
        text: JSON.stringify({
          terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
          provider: { docker: [{ disable_docker_daemon_check: true, registry_auth: logins }] },
        }),
      };
}

/** The messages about them before the plan, one line each. */
export function unreadableText(
  { otherRegistry, noProvider }: UnreadableImages,
  logins: readonly DockerLogin[],
): string[] {
  const here = logins.map(({ registry }) => registry).join(", ");
  return [
    ...otherRegistry.map(
      ({ address, registry }) =>
        `${address} was pushed to ${registry}, but the registry of this stack is now ${here}: if it is still needed, it is pushed there`,
    ),
    ...noProvider.map(
      ({ address }) =>
        `${address} was pushed by the docker provider, which this stack no longer uses: it is removed from the state, the image stays in its repository`,
    ),
  ];
}
