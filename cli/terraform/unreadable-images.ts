import type { DockerLogin, readStack } from "./docker-logins";
import type { PushedImage } from "./pushed-images";

type StackJson = ReturnType<typeof readStack>;

/** Images in the state at which a plan would fail: the docker provider can't look at them, and has no way to say so but an error. */
export interface UnreadableImages {
  /** In registries that the stack's docker provider has no login for: the stack is of another registry by now. */
  readonly otherRegistry: readonly PushedImage[];
  /** In a stack that has no docker provider any more, and doesn't say what becomes of them. */
  readonly noProvider: readonly PushedImage[];
}

/**
 * Holds the images in a state against the stack.
 * @param logins of the stack's docker provider
 * @param refreshesRemoved whether what a `removed` block names is looked at nevertheless: OpenTofu does, Terraform doesn't
 */
export function unreadableImages(
  images: readonly PushedImage[],
  stack: StackJson,
  logins: readonly DockerLogin[],
  refreshesRemoved: boolean,
): UnreadableImages {
  if (stack.provider?.docker === undefined) {
    const removed = new Set(refreshesRemoved ? [] : stack.removed?.map(({ from }) => from));
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
 * What a stack lacks to be planned although the state has such images: a login to their registry which that one can't take, and over TLS, so
 * that no emulator that happens to listen there answers. With it, the provider finds the images "gone" instead of failing
 * (kreuzwerker/docker 4.3 to 4.5, resourceDockerRegistryImageRead); those that the stack still has are planned anew, the others leave the
 * state. The state itself is not touched, so that a plan stays a plan.
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
  // In an override file, the blocks of one kind replace all of that kind.
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

/** What is told of them before the plan, a line each. */
export function unreadableText(
  { otherRegistry, noProvider }: UnreadableImages,
  logins: readonly DockerLogin[],
): string[] {
  const here = logins.map(({ registry }) => registry).join(", ");
  return [
    ...otherRegistry.map(
      ({ address, registry }) =>
        `${address} was pushed to ${registry}, and the registry of this stack is ${here} by now: where it is still needed, it is pushed there`,
    ),
    ...noProvider.map(
      ({ address }) =>
        `${address} was pushed by the docker provider, which this stack does without: it leaves the state, the image stays in its repository`,
    ),
  ];
}
