import type { State } from "../../../../cli/local/ui/state";
import { stateChanges } from "../../../../cli/local/ui/state-changes";

const state = (
  ...resources: readonly (readonly [type: string, name: string, attributes: object])[]
): State => ({
  resources: resources.map(([type, name, attributes]) => ({
    mode: "managed",
    type,
    name,
    instances: [{ attributes: attributes as Record<string, unknown> }],
  })),
});
const digest = (letter: string) => `localhost:4566/python@sha256:${letter.repeat(64)}`;

test("resources that are new, changed, and gone", () => {
  const before = state(["aws_sqs_queue", "Old", {}], ["aws_s3_bucket", "Same", { bucket: "b" }]);
  const after = state(["aws_s3_bucket", "Same", { bucket: "b" }], ["aws_sns_topic", "New", {}]);
  expect(stateChanges(before, after)).toEqual([
    { address: "aws_sns_topic.New", action: "created", details: [] },
    { address: "aws_sqs_queue.Old", action: "removed", details: [] },
  ]);
  expect(stateChanges(after, after)).toEqual([]);
});

test("a function: its image by the beginning of the digest, and no value that may be secret", () => {
  const fn = (image: string, memory: number, key: string) =>
    state([
      "aws_lambda_function",
      "python",
      {
        image_uri: image,
        memory_size: memory,
        environment: [{ variables: { KEY: key } }],
        last_modified: key,
      },
    ]);
  expect(stateChanges(fn(digest("a"), 128, "old secret"), fn(digest("b"), 256, "new secret"))).toEqual([
    {
      address: "aws_lambda_function.python",
      action: "changed",
      details: [
        "environment",
        "image_uri: sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb",
        "memory_size: 128 → 256",
      ],
    },
  ]);
});

test("an image, by its files, with both builders", () => {
  const files = [
    { "app.py": "1", "old.py": "1", "--tag": "a" },
    { "app.py": "2", "new.py": "1", "--tag": "b" },
  ] as const;
  const expected = ["app.py", "new.py (new)", "old.py (removed)"];
  const [cliBefore, cliAfter] = files.map((value) =>
    state([
      "terraform_data",
      "Push",
      { triggers_replace: { value, type: ["object", {}] }, id: value["--tag"] },
    ]),
  );
  const [before, after] = files.map((triggers) => state(["docker_registry_image", "Push", { triggers }]));
  expect(stateChanges(cliBefore ?? {}, cliAfter ?? {})[0]?.details).toEqual(expected);
  expect(stateChanges(before ?? {}, after ?? {})[0]?.details).toEqual(expected);
});

test("what is unset is no change, however it is written, and a role's policies are resources of their own", () => {
  const before = state(["aws_iam_role", "r", { tags: null, layers: undefined, inline_policy: [] }]);
  const after = state(["aws_iam_role", "r", { tags: {}, layers: [], inline_policy: [{ name: "p" }] }]);
  expect(stateChanges(before, after)).toEqual([]);
});
