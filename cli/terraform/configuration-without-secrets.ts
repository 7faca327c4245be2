import { isRecord, SENSITIVE } from "./canonical-json";

/**
 * The sensitive arguments of a resource: for each instance a tree with `true` in the place of each sensitive value, as
 * `after_sensitive` in a plan as JSON.
 */
export type SensitiveArguments = (address: string) => readonly unknown[];

/**
 * Removes the sensitive texts from a configuration in Terraform's JSON: the values that the plan marks as sensitive,
 * and the defaults of sensitive variables. Where Terraform has no marks, it removes values named password, token or
 * key. References stay, since they contain no value.
 */
export function configurationWithoutSecrets(json: unknown, sensitive: SensitiveArguments): unknown {
  return mapMembers(json, (section, content) => {
    switch (section) {
      case "resource":
      case "data":
        return mapMembers(content, (type, resources) =>
          mapMembers(resources, (name, body) =>
            withoutMarked(body, sensitive(`${section === "data" ? "data." : ""}${type}.${name}`)),
          ),
        );
      case "variable":
        return mapMembers(content, (_, body) => withoutSensitiveMember(body, "default"));
      case "output":
        return mapMembers(content, (_, body) => withoutSensitiveMember(body, "value"));
      case "provider":
      case "terraform":
        return withoutNamed(content);
      default:
        return mapTexts(content, withoutSensitiveCalls);
    }
  });
}

/** Blocks in which the plan doesn't mark sensitive values: provisioners, and connections to a machine. */
const UNMARKED: ReadonlySet<string> = new Set(["provisioner", "connection"]);

/** @param marks trees of marks, each of the whole body */
function withoutMarked(value: unknown, marks: readonly unknown[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutMarked(item, marks));
  }
  if (isRecord(value)) {
    return mapMembers(value, (name, member) => {
      if (UNMARKED.has(name)) {
        return withoutNamed(member);
      }
      return name === "dynamic"
        ? mapMembers(member, (block, body) => withoutMarked(body, [marksAnything(marksOf(marks, block))]))
        : withoutMarked(member, marksOf(marks, name));
    });
  }
  return marksAnything(marks) ? withoutText(value) : withoutSensitiveCalls(value);
}

function marksOf(marks: readonly unknown[], name: string): unknown[] {
  return marks.flatMap((mark) => {
    if (Array.isArray(mark)) {
      // A block: the configuration may have it once, or in another order, if it is a set.
      return marksOf(mark, name);
    }
    return mark === true ? [true] : isRecord(mark) && Object.hasOwn(mark, name) ? [mark[name]] : [];
  });
}

function marksAnything(marks: unknown): boolean {
  return (
    marks === true ||
    (typeof marks === "object" && marks !== null && Object.values(marks).some((mark) => marksAnything(mark)))
  );
}

function withoutSensitiveMember(body: unknown, name: string): unknown {
  const isSensitive = isRecord(body) && body.sensitive === true;
  return mapMembers(body, (key, member) =>
    isSensitive && key === name ? mapTexts(member, withoutText) : mapTexts(member, withoutSensitiveCalls),
  );
}

const SECRET_NAME = /password|secret|token|credential|(?:^|_)key(?:_|$)/i;

function withoutNamed(value: unknown, isSecret = false): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutNamed(item, isSecret));
  }
  if (isRecord(value)) {
    return mapMembers(value, (name, member) => withoutNamed(member, isSecret || SECRET_NAME.test(name)));
  }
  return isSecret ? withoutText(value) : withoutSensitiveCalls(value);
}

/** A text that is exactly one reference. */
const REFERENCE = /^\$\{[\w.[\]-]+\}$/;

function withoutText(value: unknown): unknown {
  return value === null || (typeof value === "string" && REFERENCE.test(value)) ? value : SENSITIVE;
}

/** A text that the configuration itself marks as sensitive. */
const SENSITIVE_CALL = /\bsensitive\(\s*"(?:[^"\\]|\\.)*"/g;

function withoutSensitiveCalls(value: unknown): unknown {
  return typeof value === "string" ? value.replace(SENSITIVE_CALL, "sensitive(") : value;
}

function mapTexts(value: unknown, map: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, map));
  }
  return isRecord(value) ? mapMembers(value, (_, member) => mapTexts(member, map)) : map(value);
}

/** Maps the members of an object, or of each object in a list, since a block can be written in both ways. */
function mapMembers(value: unknown, map: (name: string, member: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => mapMembers(item, map));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, map(name, member)]))
    : value;
}
