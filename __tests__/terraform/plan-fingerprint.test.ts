import { planFingerprint } from "../../terraform/plan-fingerprint";

type Json = Record<string, unknown>;

const NOW = "2026-11-24T10:11:12Z";
const LATER = "2026-11-25T08:00:00Z";

/** A plan of one changed resource. */
function plan(change: Json, { timestamp = NOW, ...resource }: Json = {}): string {
  return JSON.stringify({
    timestamp,
    resource_changes: [{ address: "aws_lambda_function.python", ...resource, change }],
  });
}

const update = (before: Json, after: Json, more: Json = {}): Json => ({
  actions: ["update"],
  before,
  after,
  ...more,
});

const more256 = update({ memory_size: 128, timeout: 30 }, { memory_size: 256, timeout: 30 });

/** Whether a reviewer of the first plan would have seen the second one too. */
function same(one: string, other: string): boolean {
  return planFingerprint(one) === planFingerprint(other);
}

describe("two plans have one fingerprint when", () => {
  test("they were made at different times, which are in the tags of new images", () => {
    const create = (timestamp: string) =>
      plan(
        { actions: ["create"], after: { name: `repo:4f2a-${timestamp.replace(/\D/g, "")}` } },
        { timestamp },
      );
    expect(same(create(NOW), create(LATER))).toBe(true);
  });

  test("what they don't change has changed", () => {
    const [quick, slow] = [3, 30].map((timeout) =>
      plan(update({ memory_size: 128, timeout }, { memory_size: 256, timeout })),
    ) as [string, string];
    expect(same(quick, slow)).toBe(true);
  });

  test("an attribute that is computed had another value before, such as the time of the last change", () => {
    const [one, other] = ["2026-11-01", "2026-11-02"].map((last_modified) =>
      plan(
        update(
          { memory_size: 128, last_modified },
          { memory_size: 256 },
          { after_unknown: { last_modified: true } },
        ),
      ),
    ) as [string, string];
    expect(same(one, other)).toBe(true);
  });

  test("their JSON says the same in another order, or with attributes that are not set", () => {
    expect(
      same(
        plan({ actions: ["create"], after: { name: "python", timeout: 30, kms_key_arn: null } }),
        plan({ actions: ["create"], after: { timeout: 30, name: "python" } }),
      ),
    ).toBe(true);
  });

  test("neither changes anything", () => {
    expect(same(plan({ actions: ["no-op"], before: { a: 1 }, after: { a: 1 } }), "{}")).toBe(true);
  });

  test("only a value differs that is sensitive: a fingerprint must not be a way to guess it", () => {
    const [one, other] = ["hunter2", "correct horse"].map((PASSWORD) =>
      plan(
        update(
          { environment: [{ variables: { PASSWORD: "old", REGION: "a" } }] },
          { environment: [{ variables: { PASSWORD, REGION: "a" } }] },
          {
            before_sensitive: { environment: [{ variables: { PASSWORD: true } }] },
            after_sensitive: { environment: [{ variables: { PASSWORD: true } }] },
          },
        ),
      ),
    ) as [string, string];
    expect(same(one, other)).toBe(true);
  });
});

describe("two plans have two fingerprints when", () => {
  test.each<[string, string]>([
    ["one changes nothing", "{}"],
    ["they change another resource", plan(more256, { address: "aws_lambda_function.other" })],
    ["they do something else to it", plan({ ...more256, actions: ["delete", "create"] })],
    ["they set another value", plan(update({ memory_size: 128 }, { memory_size: 512 }))],
    ["they change it from another value", plan(update({ memory_size: 512 }, { memory_size: 256 }))],
    [
      "one changes an attribute more",
      plan(update({ memory_size: 128, timeout: 30 }, { memory_size: 256, timeout: 60 })),
    ],
    [
      "a value is known in one only",
      plan(update({ memory_size: 128 }, {}, { after_unknown: { memory_size: true } })),
    ],
    ["it was moved in one", plan(more256, { previous_address: "aws_lambda_function.old" })],
    ["one imports it", plan({ ...more256, importing: { id: "python" } })],
    ["one is of a deposed object", plan(more256, { deposed: "1a2b3c4d" })],
  ])("%s", (_, other) => {
    expect(same(plan(more256), other)).toBe(false);
  });

  test("one only moves or imports, and the other does nothing", () => {
    const nothing = { actions: ["no-op"], before: {}, after: {} };
    expect(same(plan(nothing, { previous_address: "aws_lambda_function.old" }), plan(nothing))).toBe(false);
    expect(same(plan({ ...nothing, importing: { id: "python" } }), plan(nothing))).toBe(false);
  });

  test("another thing stands at the address that is destroyed", () => {
    const destroy = (id: string) => plan({ actions: ["delete"], before: { id }, after: null });
    expect(same(destroy("documents"), destroy("backups"))).toBe(false);
  });

  test("a sensitive value changes in one, and in the other it doesn't", () => {
    const secret = (after: string) =>
      plan(
        update(
          { memory_size: 128, password: "old" },
          { memory_size: 256, password: after },
          {
            before_sensitive: { password: true },
            after_sensitive: { password: true },
          },
        ),
      );
    expect(same(secret("old"), secret("new"))).toBe(false);
  });

  test("another file of an image has changed", () => {
    const push = (hash: string) =>
      plan({
        actions: ["create", "delete"],
        before: { triggers: { "app.py": "1f3ab2c4d5e6", "util.py": "aa" } },
        after: { triggers: { "app.py": hash, "util.py": "aa" } },
      });
    expect(same(push("9c02d1e0f3a4"), push("77aa00bb11cc"))).toBe(false);
  });

  test("another output changes", () => {
    const output = (name: string) =>
      JSON.stringify({ output_changes: { [name]: { actions: ["create"], before: null, after: "x" } } });
    expect(same(output("url"), output("arn"))).toBe(false);
    expect(same(output("url"), "{}")).toBe(false);
  });

  test("a part of a value is known in one only", () => {
    const tags = (unknown: unknown) =>
      plan({ actions: ["create"], after: { tags: { a: "1" } }, after_unknown: { tags: unknown } });
    expect(same(tags({}), tags({ b: true }))).toBe(false);
  });
});

test("a fingerprint is 64 hex digits", () => {
  expect(planFingerprint("{}")).toMatch(/^[0-9a-f]{64}$/);
});
