/** A synthesized stack, as far as permissions depend on it. */
export interface StackJson {
  readonly "//"?: { readonly metadata?: { readonly namePrefix?: string } };
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, Settings>>;
    readonly cloud?: unknown;
  };
  readonly provider?: Readonly<Record<string, readonly Settings[] | Settings>>;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly module?: Readonly<Record<string, unknown>>;
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly locals?: Settings;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export type Settings = Readonly<Record<string, unknown>>;

/** Blocks by type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Settings>>>>;

/** A stack of the app. */
export interface Stack {
  readonly name: string;
  readonly json: StackJson;
}

/** A resource, data source or ephemeral resource of a stack. */
export interface Resource {
  readonly stack: Stack;
  /** As in the table of types: `aws_s3_bucket`, `data.aws_kms_key`. */
  readonly type: string;
  readonly name: string;
  readonly settings: Settings;
}

/** The account and region of a resource. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** All resources, data sources and ephemeral resources of a stack, in order. */
export function resourcesOf(stack: Stack): Resource[] {
  const { resource, data, ephemeral } = stack.json;
  return [
    ...blocksOf(stack, "", resource),
    ...blocksOf(stack, "data.", data),
    ...blocksOf(stack, "ephemeral.", ephemeral),
  ];
}

/** One of them by type and name. */
export function resourceOf(stack: Stack, type: string, name: string): Resource | undefined {
  const [kind, rest] = /^(data|ephemeral)\.(.*)$/.exec(type)?.slice(1) ?? ["resource", type];
  const blocks = stack.json[kind as "resource" | "data" | "ephemeral"];
  const settings = blocks?.[rest as string]?.[name];
  return settings && { stack, type, name, settings };
}

/** Its address in Terraform, with the construct that it is of. */
export function describeResource({ stack, type, name, settings }: Resource): string {
  const path = (settings["//"] as { metadata?: { path?: string } } | undefined)?.metadata?.path;
  return `${type}.${name} [${path ?? stack.name}]`;
}

function blocksOf(stack: Stack, prefix: string, blocks: Blocks = {}): Resource[] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, settings]) => ({ stack, type: prefix + type, name, settings })),
  );
}

/** The provider's settings that a resource uses: by its alias, else without one. */
export function providerOf({ stack, settings }: Pick<Resource, "stack" | "settings">): Settings {
  const blocks = stack.json.provider?.aws ?? [];
  const all = (Array.isArray(blocks) ? blocks : [blocks]) as readonly Settings[];
  const alias =
    typeof settings.provider === "string" ? settings.provider.replace(/^(\$\{)?aws\.?|\}$/g, "") : "";
  return all.find((block) => (block.alias ?? "") === alias) ?? {};
}

/** The tags that the provider adds to a resource. */
export function defaultTags(resource: Pick<Resource, "stack" | "settings">): Settings {
  const blocks = providerOf(resource).default_tags;
  const list = (Array.isArray(blocks) ? blocks : [blocks]) as readonly ({ tags?: Settings } | undefined)[];
  return Object.assign({}, ...list.map((block) => block?.tags ?? {}));
}
