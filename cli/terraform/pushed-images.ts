import { isDeepStrictEqual } from "node:util";
import type { TerraformOutput } from "./messages";
import { readStackJson } from "./stack-json";

/** An image that the docker provider pushed, as in the state. */
export interface PushedImage {
  /** Terraform's address of the push, for example `docker_registry_image.python_Image_Push_1A2B3C4D`. */
  readonly address: string;
  /** Host of the registry, with its port if it has one. */
  readonly registry: string;
  readonly repositoryName: string;
  readonly imageTag: string;
  /** Its inputs: file → hash, option → value. */
  readonly triggers: Readonly<Record<string, string>>;
}

/** The used part of a state file, version 4. */
interface State {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly attributes?: {
        readonly name?: string;
        readonly triggers?: Readonly<Record<string, string>> | null;
      };
    }[];
  }[];
}

const TYPE = "docker_registry_image";

/**
 * The images in a state that the docker provider reads during a plan.
 * @param state the output of `terraform state pull`; empty when there is no state yet
 */
export function pushedImages(state: string): PushedImage[] {
  const { resources = [] } = (state.trim() === "" ? {} : JSON.parse(state)) as State;
  return resources
    .filter(({ mode, type }) => mode === "managed" && type === TYPE)
    .flatMap(({ module, name, instances }) =>
      instances.flatMap(({ attributes }) => {
        const [, registry, repositoryName, imageTag] = IMAGE_NAME.exec(attributes?.name ?? "") ?? [];
        if (registry === undefined || repositoryName === undefined || imageTag === undefined) {
          return [];
        }
        const address = [...(module === undefined ? [] : [module]), TYPE, name].join(".");
        return [{ address, registry, repositoryName, imageTag, triggers: attributes?.triggers ?? {} }];
      }),
    );
}

const IMAGE_NAME = /^([^/]+)\/(.+):([^:/]+)$/;

/** The triggers of a synthesized stack's images, by the address of the push. */
export function triggersInStack(stackFolder: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const { resource = {} } = readStackJson<{
    resource?: Record<string, Record<string, { triggers?: Record<string, string> }>>;
  }>(stackFolder);
  return new Map(
    Object.entries(resource[TYPE] ?? {}).map(([name, { triggers = {} }]) => [
      `${TYPE}.${name}`,
      Object.fromEntries(Object.entries(triggers).map(([key, value]) => [plain(key), plain(value)])),
    ]),
  );
}

/**
 * The images that a plan reports as missing and pushes again, although their inputs are unchanged.
 * @param images the images in the state before the plan
 * @param triggers the triggers in the stack
 */
export function reportedMissing(
  images: readonly PushedImage[],
  triggers: ReadonlyMap<string, Readonly<Record<string, string>>>,
  { drift, changes }: Pick<TerraformOutput, "drift" | "changes">,
): PushedImage[] {
  const gone = new Set(drift.filter(({ action }) => action === "delete").map(({ address }) => address));
  const made = new Set(changes.filter(({ action }) => action === "create").map(({ address }) => address));
  return images.filter(
    (image) =>
      gone.has(image.address) &&
      made.has(image.address) &&
      isDeepStrictEqual(image.triggers, triggers.get(image.address)),
  );
}

/** Unescapes a text in Terraform's syntax that is not a template. */
function plain(text: string): string {
  return text.replaceAll("$${", () => "${").replaceAll("%%{", () => "%{");
}
