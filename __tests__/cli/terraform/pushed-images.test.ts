import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pushedImages, reportedMissing, triggersInStack } from "../../../cli/terraform/pushed-images";

const PUSH = "docker_registry_image.one_Image_Push_C3213866";

function state(attributes: object, more: object = {}): string {
  return JSON.stringify({
    version: 4,
    resources: [
      {
        mode: "managed",
        type: "aws_ecr_repository",
        name: "one",
        instances: [{ attributes: { name: "a/b" } }],
      },
      {
        mode: "managed",
        type: "docker_registry_image",
        name: "one_Image_Push_C3213866",
        instances: [{ attributes }],
        ...more,
      },
    ],
  });
}

describe("the images in a state", () => {
  test.each([
    [
      "localhost:4566/hello-local/python:1f3a-20261128",
      "localhost:4566",
      "hello-local/python",
      "1f3a-20261128",
    ],
    [
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/one:one.1f3a-20261128",
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
      "shop/one",
      "one.1f3a-20261128",
    ],
  ])("%s", (name, registry, repositoryName, imageTag) => {
    expect(pushedImages(state({ name, triggers: { a: "1" } }))).toEqual([
      { address: PUSH, registry, repositoryName, imageTag, triggers: { a: "1" } },
    ]);
  });

  test("without triggers, in a module, and of an apply that failed half way", () => {
    const [image] = pushedImages(state({ name: "h/a/b:1", triggers: null }, { module: "module.x" }));
    expect(image).toMatchObject({ address: `module.x.${PUSH}`, triggers: {} });
    expect(pushedImages(state({}))).toEqual([]);
  });

  test("are none for a stack that was never deployed", () => {
    expect(pushedImages("")).toEqual([]);
    expect(pushedImages('{"version":4,"resources":[]}')).toEqual([]);
  });
});

test("the triggers of a stack's images are read as Terraform reads them", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  const image = { triggers: { "$${x}.py": "1", "--build-arg A": "%%{if}" } };
  writeFileSync(
    path.join(folder, "cdk.tf.json"),
    JSON.stringify({ resource: { docker_registry_image: { one_Image_Push_C3213866: image } } }),
  );
  expect(triggersInStack(folder)).toEqual(new Map([[PUSH, { "${x}.py": "1", "--build-arg A": "%{if}" }]]));
});

describe("an image was reported as missing", () => {
  const [image] = pushedImages(state({ name: "h/a/b:1", triggers: { "a.py": "1" } }));
  const same = new Map([[PUSH, { "a.py": "1" }]]);
  const gone = [{ address: PUSH, action: "delete" }];
  const made = [{ address: PUSH, action: "create" }];
  const found = (triggers: typeof same, drift: typeof gone, changes: typeof made) =>
    reportedMissing(image ? [image] : [], triggers, { drift, changes });

  test("when the refresh didn't find it, and the same image is pushed again", () => {
    expect(found(same, gone, made)).toEqual([image]);
  });

  test("but not when its content changed, it is no longer needed, or it was found", () => {
    expect(found(new Map([[PUSH, { "a.py": "2" }]]), gone, made)).toEqual([]);
    expect(found(new Map(), gone, [])).toEqual([]);
    expect(found(same, [], [{ address: PUSH, action: "replace" }])).toEqual([]);
  });
});
