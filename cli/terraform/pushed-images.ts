import { isDeepStrictEqual } from "node:util";
import type { TerraformOutput } from "./messages";
import { readStackJson } from "./stack-json";

/** An image that the docker provider pushed, as it stands in the state. */
export interface PushedImage {
  /** Terraform's address of the push, for example `docker_registry_image.python_Image_Push_1A2B3C4D`. */
  readonly address: string;
  /** Host of the registry, with its port where it has one. */
  readonly registry: string;
  readonly repositoryName: string;
  readonly imageTag: string;
  /** What it was made from: file → hash, option → value. */
  readonly triggers: Readonly<Record<string, string>>;
}

/** The part of a state file that is read here. Version 4. */
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
 * The images in a state that the docker provider looks at when it plans.
 * @param state as `terraform state pull` prints it: nothing when there is no state yet
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

/** What the images of a synthesized stack are made from, by the address of the push. */
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
 * The images that a plan found gone and makes again, although what they are made from is the same.
 * @param images as they stood in the state before the plan
 * @param triggers what the stack makes its images from
 */
export function takenForGone(
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

/** What Terraform makes of a text that is no template. */
function plain(text: string): string {
  return text.replaceAll("$${", () => "${").replaceAll("%%{", () => "%{");
}
