/** The used part of Terraform's state (state format version 4). */
export interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly StateResource[];
}

export interface StateResource {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    readonly index_key?: string | number;
    readonly attributes?: Attributes;
  }[];
}

export type Attributes = Readonly<Record<string, unknown>>;

/** The attributes of all resources of a type that Terraform manages. */
export function attributesOf(state: State, type: string): readonly Attributes[] {
  return (state.resources ?? [])
    .filter((resource) => resource.mode === "managed" && resource.type === type)
    .flatMap(({ instances }) =>
      instances.flatMap(({ attributes }) => (attributes === undefined ? [] : [attributes])),
    );
}

/** An attribute that is text. */
export function text(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The first of the blocks of a name. */
export function block(attributes: Attributes, name: string): Attributes {
  const blocks = attributes[name];
  return Array.isArray(blocks) && typeof blocks[0] === "object" && blocks[0] !== null ? blocks[0] : {};
}
