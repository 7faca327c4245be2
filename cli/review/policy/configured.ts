import { asRecord, attribute } from "../attribute";
import type { ConfiguredResource } from "../configuration";
import type { Resource, Stack } from "../stack";
import { type Lookup, readTemplate } from "./expression";
import { readPolicy, type Statement } from "./statement";

/**
 * The statements of a policy that is known only after the apply, read from the configuration in the plan. A reference to something
 * that is created in the same apply stays in them as `${aws_s3_bucket.docs.arn}`.  For a configuration in JSON, as CDKTF's, the
 * plan contains the texts. For HCL it contains only the names of the references.
 * @returns undefined when the statements can't be read
 */
export function configuredPolicy(
  stack: Stack,
  resource: Resource,
  argument: string,
): readonly Statement[] | undefined {
  const lookup = lookupFor(stack, resource.module_address);
  const written = resource.configured?.constant(argument);
  if (typeof written !== "string") {
    return undefined;
  }
  const [, document] = DOCUMENT.exec(written) ?? [];
  if (document !== undefined) {
    return readDocument(stack.configuredAt(document, resource.module_address), lookup);
  }
  const policy = readTemplate(written, lookup);
  return typeof policy === "string" ? readPolicy(policy) : undefined;
}

const DOCUMENT = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.(?:minified_)?json\}$/;

/** Looks up known attributes of a module's resources, before or after the apply. */
function lookupFor(stack: Stack, module: string | undefined): Lookup {
  return (reference) => {
    const [type, name, ...path] = reference.split(".");
    const referred = stack.at(`${module ? `${module}.` : ""}${type}.${name}`);
    const { after } = referred && path.length > 0 ? attribute(referred.change, path) : NOTHING;
    return after.state === "known" && typeof after.value === "string" ? after.value : undefined;
  };
}

const NOTHING = { after: { state: "unknown" } } as const;

/** Reads an `aws_iam_policy_document`, with the arguments of AWS provider 6. */
function readDocument(
  document: ConfiguredResource | undefined,
  lookup: Lookup,
): readonly Statement[] | undefined {
  const args = document?.args;
  const blocks = document?.blocks("statement");
  if (!args || !blocks || [...args].some((name) => !UNDERSTOOD.has(name))) {
    return undefined;
  }
  const statements = blocks.map((block) => readBlock(block, lookup));
  return statements.includes(undefined) ? undefined : readPolicy(JSON.stringify({ Statement: statements }));
}

/** Other arguments add statements from elsewhere. */
const UNDERSTOOD: ReadonlySet<string> = new Set(["statement", "version", "policy_id"]);

const ARGUMENTS: Readonly<Record<string, string>> = {
  sid: "Sid",
  effect: "Effect",
  actions: "Action",
  not_actions: "NotAction",
  resources: "Resource",
  not_resources: "NotResource",
};

function readBlock(block: unknown, lookup: Lookup): Readonly<Record<string, unknown>> | undefined {
  const statement: Record<string, unknown> = { Effect: "Allow" };
  for (const [name, expression] of Object.entries(asRecord(block) ?? {})) {
    const blocks = Array.isArray(expression) ? expression : [expression];
    const argument = ARGUMENTS[name];
    const value =
      argument !== undefined
        ? read(expression, lookup)
        : name === "condition"
          ? conditionsOf(blocks, lookup)
          : principalsOf(blocks, lookup);
    if (value === undefined) {
      return undefined;
    }
    statement[argument ?? (BLOCKS[name] as string)] = value;
  }
  return statement;
}

const BLOCKS: Readonly<Record<string, string>> = {
  condition: "Condition",
  principals: "Principal",
  not_principals: "NotPrincipal",
};

function principalsOf(blocks: readonly unknown[], lookup: Lookup): unknown {
  const principals: Record<string, unknown[]> = {};
  for (const block of blocks) {
    const { type, identifiers } = asRecord(block) ?? {};
    const [kind, values] = [read(type, lookup), read(identifiers, lookup)];
    if (typeof kind !== "string" || values === undefined) {
      return undefined;
    }
    // `*` of any kind is everybody.
    const key = kind === "*" ? "AWS" : kind;
    principals[key] = [...(principals[key] ?? []), values].flat();
  }
  return principals;
}

function conditionsOf(blocks: readonly unknown[], lookup: Lookup): unknown {
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    const { test, variable, values } = asRecord(block) ?? {};
    const [operator, key, limits] = [test, variable, values].map((one) => read(one, lookup));
    if (typeof operator !== "string" || typeof key !== "string" || limits === undefined) {
      return undefined;
    }
    conditions[operator] = { ...conditions[operator], [key]: limits };
  }
  return conditions;
}

/** The value of an argument: text, or a list of texts. */
function read(expression: unknown, lookup: Lookup): unknown {
  const constant = asRecord(expression)?.constant_value;
  if (Array.isArray(constant)) {
    const values = constant.map((one) => (typeof one === "string" ? readTemplate(one, lookup) : one));
    return values.includes(undefined) ? undefined : values;
  }
  return typeof constant === "string" ? readTemplate(constant, lookup) : undefined;
}
