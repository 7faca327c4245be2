import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sourceFilesOf } from "../../../../cli/local/debug/path-mappings";
import { functionFolder } from "../../../synth";

/** An image, and the folder that its staged context is a copy of. */
function built(files: Readonly<Record<string, string>>) {
  const folder = functionFolder(files);
  const context = mkdtempSync(path.join(tmpdir(), "staged-"));
  cpSync(folder, context, { recursive: true });
  const image = {
    address: "docker_registry_image.x",
    context,
    dockerfile: path.join(context, "Dockerfile"),
    platform: "linux/amd64" as const,
    buildArgs: {},
    buildContexts: {},
    buildKitOptions: [],
  };
  return { folder, image };
}

const FROM = "FROM public.ecr.aws/lambda/python:3.13\n";

test("a folder that is copied whole is one mapping", () => {
  const { folder, image } = built({
    Dockerfile: `${FROM}COPY . \${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]\n`,
    "app.py": "",
    "shop/orders.py": "",
  });
  expect(sourceFilesOf(image, [folder])).toEqual({
    pathMappings: [{ localRoot: folder, remoteRoot: "/var/task" }],
    changed: [],
  });
});

test("folders that are copied elsewhere come first, since the first mapping that fits is taken", () => {
  const { folder, image } = built({
    Dockerfile: `${FROM}COPY src/ /var/task/\nCOPY shared/ /var/task/lib/common/\n`,
    "src/app.py": "",
    "shared/text.py": "",
  });
  expect(sourceFilesOf(image, [folder]).pathMappings).toEqual([
    { localRoot: path.join(folder, "shared"), remoteRoot: "/var/task/lib/common" },
    { localRoot: path.join(folder, "src"), remoteRoot: "/var/task" },
  ]);
});

test("a file that changed since the image was built is named", () => {
  const { folder, image } = built({ Dockerfile: `${FROM}COPY app.py ./\n`, "app.py": "a = 1\n" });
  writeFileSync(path.join(folder, "app.py"), "a = 2\n");
  expect(sourceFilesOf(image, [folder]).changed).toEqual(["app.py"]);
});

test("the first folder that has the files is the function's, and without one there is no mapping", () => {
  const { folder, image } = built({ Dockerfile: `${FROM}COPY app.py ./\n`, "app.py": "" });
  const other = mkdtempSync(path.join(tmpdir(), "other-"));
  expect(sourceFilesOf(image, [other, folder]).pathMappings).toMatchObject([{ localRoot: folder }]);
  expect(sourceFilesOf(image, [other])).toEqual({ pathMappings: [], changed: [] });
});
