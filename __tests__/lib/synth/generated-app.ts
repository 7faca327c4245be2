import {
  App,
  Aspects,
  conditional,
  Fn,
  Lazy,
  LocalBackend,
  Op,
  propertyAccess,
  TerraformCount,
  TerraformDataSource,
  TerraformElement,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
import type { TerraformDynamicExpression } from "cdktf/lib/terraform-dynamic-expression";
import type { Construct } from "constructs";
import fc from "fast-check";

const PROVIDER = { providerName: "test", providerVersion: "1.0.0" };

/** A resource with the given attributes. It works as the generated bindings of a provider do. */
export class Thing extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
    meta: Readonly<Record<string, unknown>> = {},
  ) {
    super(scope, id, { terraformResourceType: "test_thing", terraformGeneratorMetadata: PROVIDER, ...meta });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.attributes).map(([name, value]) => [
        name,
        { value, isBlock: false, type: "simple", storageClassType: "string" },
      ]),
    );
  }
}

/** Adds to the output of another element. */
class Addition extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly to: Thing,
    private readonly added: unknown,
  ) {
    super(scope, id);
  }

  override toTerraform(): unknown {
    return {
      resource: { test_thing: { [this.to.friendlyUniqueId]: { name: this.added, list: [1, this.added] } } },
    };
  }
}

/** A resource that changes its own output. */
class OwnWay extends Thing {
  override toTerraform(): unknown {
    const whole = super.toTerraform();
    return { ...whole, locals: { [this.friendlyUniqueId]: Object.keys(whole) } };
  }
}

class TestData extends TerraformDataSource {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, { terraformResourceType: "test_data", terraformGeneratorMetadata: PROVIDER });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }
}

export class TestProvider extends TerraformProvider {
  constructor(scope: Construct) {
    super(scope, "test", {
      terraformResourceType: "test",
      terraformGeneratorMetadata: PROVIDER,
      terraformProviderSource: "example/test",
    });
  }
}

/** The description of a value. */
export type Value =
  | { readonly is: "plain"; readonly value: unknown }
  | { readonly is: "list of"; readonly of: readonly Value[] }
  | { readonly is: "map of"; readonly of: readonly (readonly [string, Value])[] }
  | { readonly is: (typeof REFERENCES)[number]; readonly to: number }
  | { readonly is: "text around"; readonly before: string; readonly value: Value; readonly after: string }
  | { readonly is: (typeof EXPRESSIONS)[number]; readonly value: Value };

const REFERENCES = [
  "string",
  "number",
  "list",
  "number list",
  "map",
  "any map",
  "any",
  "fqn",
  "variable",
  "local",
] as const;
const EXPRESSIONS = [
  "lazy",
  "lazy any",
  "jsonencode",
  "join",
  "plus",
  "if",
  "property",
  "key",
  "iterated",
] as const;

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "",
    "plain",
    "a3e45",
    "1e+5",
    "-1.5e289",
    "${var.x}",
    "$${x}",
    "%{ if }",
    'say "x"',
    "a\nb",
    "ü€😀",
    "}",
    "#{x}",
  ),
);
const key = fc.oneof(
  fc.constantFrom("name", "subNames", "tags", "1e5", "${var.key}", "__x", "//"),
  fc.string({ minLength: 1, maxLength: 6 }),
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({
      is: fc.constant("plain" as const),
      value: fc.oneof(
        text,
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constantFrom(null, undefined, [], {}, new Date(0)),
      ),
    }),
    fc.record({ is: fc.constantFrom(...REFERENCES), to: fc.nat(20) }),
    fc.record({ is: fc.constant("list of" as const), of: fc.array(tie("value"), { maxLength: 4 }) }),
    fc.record({
      is: fc.constant("map of" as const),
      of: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }),
    }),
    fc.record({ is: fc.constant("text around" as const), before: text, value: tie("value"), after: text }),
    fc.record({ is: fc.constantFrom(...EXPRESSIONS), value: tie("value") }),
  ),
})).value;

/** The description of a resource. */
export interface Resource {
  readonly attributes: readonly (readonly [string, Value])[];
  readonly stack: 0 | 1;
  readonly nested: boolean;
  readonly override: readonly (readonly [string, Value])[];
  readonly output: Value | undefined;
  readonly extra:
    | "none"
    | "count"
    | "for each"
    | "dynamic block"
    | "provisioner"
    | "lifecycle"
    | "depends on"
    | "moved"
    | "imported"
    | "own id"
    | "own way"
    | "addition"
    | "data"
    | "aspect";
}

const attribute = fc.tuple(
  fc.constantFrom(
    "name",
    "sub_names",
    "size",
    "settings",
    "environment",
    "tags",
    // The names of arguments that every resource has.
    "count",
    "depends_on",
    "provisioner",
    "provider",
  ),
  value,
);

export const resource: fc.Arbitrary<Resource> = fc.record({
  attributes: fc.array(attribute, { minLength: 1, maxLength: 4 }),
  stack: fc.constantFrom(0 as const, 1 as const),
  nested: fc.boolean(),
  override: fc.array(fc.tuple(fc.constantFrom("name", "settings.deep.er", "lifecycle", "build"), value), {
    maxLength: 2,
  }),
  output: fc.option(value, { nil: undefined }),
  extra: fc.constantFrom(
    "none",
    "count",
    "for each",
    "dynamic block",
    "provisioner",
    "lifecycle",
    "depends on",
    "moved",
    "imported",
    "own id",
    "own way",
    "addition",
    "data",
    "aspect",
  ),
});

/** CDKTF stores in an object which token it made for it, but each app numbers its tokens from the start. */
function another(plain: unknown): unknown {
  if (plain instanceof Date) return new Date(plain);
  if (Array.isArray(plain)) return [...plain];
  return typeof plain === "object" && plain !== null ? { ...plain } : plain;
}

/**
 * Makes an app of two stacks with these resources. A value may refer to every earlier resource, also in the other
 * stack.
 */
export function generatedApp(outdir: string, resources: readonly Resource[]): App {
  // It doesn't matter here whether the installed terraform supports moves.
  const app = new App({ outdir, skipValidation: true });
  const stacks = ["one", "two"].map((name) => {
    const stack = new TerraformStack(app, name);
    new LocalBackend(stack, { path: `${name}.tfstate` });
    new TestProvider(stack);
    return stack;
  });
  const made: Thing[] = [];
  resources.forEach((plan, index) => {
    const stack = stacks[plan.stack] as TerraformStack;
    const maker = new Maker(stack, index, made);
    made.push(maker.resource(plan));
  });
  return app;
}

class Maker {
  private count = 0;

  constructor(
    private readonly stack: TerraformStack,
    private readonly index: number,
    private readonly earlier: readonly Thing[],
  ) {}

  resource(plan: Resource): Thing {
    const attributes = Object.fromEntries(plan.attributes.map(([name, value]) => [name, this.value(value)]));
    const scope = plan.nested ? new TerraformLocal(this.stack, `scope${this.index}`, "x") : this.stack;
    const thing = new (plan.extra === "own way" ? OwnWay : Thing)(
      scope,
      `thing${this.index}`,
      { ...attributes, ...this.block(plan) },
      this.meta(plan),
    );
    for (const [path, value] of plan.override) {
      thing.addOverride(path, this.value(value));
      if (path === "build") this.stack.addOverride(`terraform.${path}.${this.index}`, this.value(value));
    }
    if (plan.output) {
      const output = new TerraformOutput(this.stack, `output${this.index}`, {
        value: this.value(plan.output),
        description: "shown",
      });
      for (const [path, value] of plan.override) output.addOverride(path, this.value(value));
    }
    this.move(plan, thing);
    this.add(plan, thing, attributes);
    return thing;
  }

  private block({ extra }: Resource): Record<string, unknown> {
    if (extra !== "dynamic block") return {};
    const iterator = TerraformIterator.fromMap({ a: { b: "c" } });
    return {
      block: TerraformDynamicBlock.fromDynamicExpression(
        iterator.dynamic({ name: iterator.key, size: iterator.getNumber("b") }) as TerraformDynamicExpression,
      ),
    };
  }

  private meta({ extra }: Resource): Record<string, unknown> {
    switch (extra) {
      case "count":
        return { count: TerraformCount.of(3) };
      case "for each":
        return {
          forEach: TerraformIterator.fromList(["a", this.value({ is: "string", to: this.index }) as string]),
        };
      case "provisioner":
        return {
          provisioners: [
            {
              type: "local-exec",
              command: this.value({ is: "string", to: 1 }),
              environment: { someName: "x" },
            },
          ],
          connection: { type: "ssh", host: this.value({ is: "string", to: 2 }) },
        };
      case "lifecycle":
        return {
          lifecycle: {
            ignoreChanges: ["name"],
            createBeforeDestroy: true,
            replaceTriggeredBy: this.earlier.slice(-1),
          },
        };
      case "depends on":
        return { dependsOn: this.earlier.filter(({ cdktfStack }) => cdktfStack === this.stack) };
      default:
        return {};
    }
  }

  private move({ extra }: Resource, thing: Thing): void {
    const last = this.earlier.at(-1);
    if (extra === "moved" && last?.cdktfStack === this.stack) {
      last.addMoveTarget(`target${this.index}`);
      thing.moveTo(`target${this.index}`);
    }
    if (extra === "imported") thing.importFrom("some-id");
    if (extra === "own id") thing.overrideLogicalId(`own_${this.index}`);
  }

  private add({ extra }: Resource, thing: Thing, attributes: Readonly<Record<string, unknown>>): void {
    if (extra === "addition") new Addition(this.stack, this.id("addition"), thing, attributes.name);
    if (extra === "data") new TestData(this.stack, this.id("data"), attributes);
    if (extra === "aspect") {
      Aspects.of(thing).add({
        visit: (node) => {
          if (node instanceof Thing) node.addOverride("settings.seen", attributes.name);
        },
      });
    }
  }

  private value(value: Value): unknown {
    switch (value.is) {
      case "plain":
        return another(value.value);
      case "list of":
        return value.of.map((one) => this.value(one));
      case "map of":
        return Object.fromEntries(value.of.map(([name, one]) => [name, this.value(one)]));
      case "text around":
        return `${value.before}${this.value(value.value)}${value.after}`;
      case "lazy":
        return Lazy.stringValue({ produce: () => this.value(value.value) as string });
      case "lazy any":
        return Lazy.anyValue({ produce: () => this.value(value.value) });
      case "jsonencode":
        return Fn.jsonencode(this.value(value.value));
      case "join":
        return Fn.join("-", ["a", this.value(value.value) as string]);
      case "plus":
        return Op.add(1, this.value(value.value) as number);
      case "if":
        return conditional(this.value(value.value), this.value({ is: "string", to: 0 }), "other");
      case "property":
        return propertyAccess(this.value({ is: "any", to: 0 }) as string, [
          "a",
          1,
          this.value(value.value) as string,
        ]);
      case "key":
        return { [String(this.value(value.value))]: "at a key" };
      case "iterated":
        return TerraformIterator.fromList(this.value({ is: "list", to: 0 }) as string[]).forExpressionForList(
          this.value(value.value) as string,
        );
      case "variable":
        return new TerraformVariable(this.stack, this.id("variable"), { type: "string" }).value;
      case "local":
        return new TerraformLocal(this.stack, this.id("local"), { a: [1, "b"] }).asList;
      default:
        return this.reference(value.is, value.to);
    }
  }

  private reference(is: string, to: number): unknown {
    const thing = this.earlier[to % Math.max(1, this.earlier.length)];
    if (!thing) return "nothing before";
    switch (is) {
      case "string":
        return thing.getStringAttribute("name");
      case "number":
        return thing.getNumberAttribute("size");
      case "list":
        return thing.getListAttribute("sub_names");
      case "number list":
        return thing.getNumberListAttribute("sizes");
      case "map":
        return thing.getStringMapAttribute("tags");
      case "any map":
        return thing.getAnyMapAttribute("settings");
      case "fqn":
        return thing.fqn;
      default:
        return Token.asAny(thing.interpolationForAttribute("any"));
    }
  }

  private id(kind: string): string {
    this.count += 1;
    return `${kind}${this.index}-${this.count}`;
  }
}
