import { filesToReload, type ImageContent, readStackContent } from "../../../cli/local/stack-content";
import { type AssetImageCodeProps, DockerImageCode, DockerImageFunction, NetworkMode } from "../../../lib";
import { functionFolder, synth } from "../../synth";

const DOCKERFILE =
  'FROM public.ecr.aws/lambda/python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["app.handler"]\n';
const FILES = {
  Dockerfile: DOCKERFILE,
  "app.py": "def handler(e, c):\n    return 1\n",
  "requirements.txt": "",
};

interface Settings {
  readonly memorySize?: number;
  readonly options?: AssetImageCodeProps;
}

function content(
  builder: "docker-provider" | "docker-cli",
  files: Record<string, string>,
  settings: Settings = {},
) {
  const { options, memorySize = 128 } = settings;
  const { folder } = synth(
    (stack) => {
      new DockerImageFunction(stack, "One", {
        functionName: "one",
        memorySize,
        code: DockerImageCode.fromImageAsset(functionFolder(files), options),
      });
    },
    { builder },
  );
  return readStackContent(folder);
}

function imageOf({ images }: ReturnType<typeof content>): ImageContent {
  return [...images.values()][0] as ImageContent;
}

const NEW_CODE = { ...FILES, "app.py": "def handler(e, c):\n    return 2\n" };

describe.each(["docker-provider", "docker-cli"] as const)(
  "the changes of a save, with the builder %s",
  (builder) => {
    const deployed = content(builder, FILES);
    const reload = (
      files: Record<string, string>,
      reloaded: readonly string[] = [],
      settings: Settings = {},
    ) => filesToReload(imageOf(deployed), imageOf(content(builder, files, settings)), new Set(reloaded));

    test("an image knows the functions that run it", () => {
      expect(imageOf(deployed).functions).toEqual(["one"]);
    });

    test("GIVEN changed files THEN the rest of the stack is unchanged", () => {
      const now = content(builder, NEW_CODE);
      expect(now.text).not.toBe(deployed.text);
      expect(now.rest).toBe(deployed.rest);
    });

    const SHARED = functionFolder({ "shared.py": "1" });
    test.each<[string, AssetImageCodeProps]>([
      ["network", { networkMode: NetworkMode.NONE }],
      ["label", { labels: { title: "x" } }],
      ["named context", { buildContexts: { shared: SHARED } }],
      ["text in the hash", { extraHash: "2" }],
      ["cache", { cacheFrom: [{ type: "gha" }] }],
      ["build argument that doesn't count", { buildArgs: { A: "1" }, invalidation: { buildArgs: false } }],
    ])("GIVEN another %s THEN the rest differs", (_, options) => {
      expect(content(builder, FILES, { options }).rest).not.toBe(deployed.rest);
    });

    test("GIVEN a changed file of a named context THEN the rest differs, since it isn't a file of the context", () => {
      const rest = (text: string) =>
        content(builder, FILES, { options: { buildContexts: { shared: functionFolder({ "s.py": text }) } } })
          .rest;
      expect(rest("1")).toBe(rest("1"));
      expect(rest("1")).not.toBe(rest("2"));
    });

    test("GIVEN a changed setting of the function THEN the rest differs", () => {
      expect(content(builder, FILES, { memorySize: 256 }).rest).not.toBe(deployed.rest);
    });

    test("GIVEN a changed file that is copied THEN it can be hot-reloaded at its path in the image", () => {
      expect(reload(NEW_CODE)).toEqual([{ contextPath: "app.py", imagePaths: ["/var/task/app.py"] }]);
    });

    test("GIVEN no change THEN there is nothing to hot reload", () => {
      expect(reload(FILES)).toEqual([]);
    });

    test("GIVEN a file that was changed back THEN it is hot-reloaded again", () => {
      expect(reload(FILES, ["app.py"])).toEqual([
        { contextPath: "app.py", imagePaths: ["/var/task/app.py"] },
      ]);
    });

    test.each<[why: string, files: Record<string, string>, settings: Settings, reason: string]>([
      [
        "a file that a RUN reads",
        { ...FILES, "requirements.txt": "boto3\n" },
        {},
        "requirements.txt is not only copied",
      ],
      [
        "the Dockerfile",
        { ...FILES, Dockerfile: `${DOCKERFILE}# new\n` },
        {},
        "Dockerfile is not only copied",
      ],
      ["a new file", { ...FILES, "b.py": "" }, {}, "more than the content of files changed"],
      [
        "a build argument that looks like a hash",
        FILES,
        { options: { buildArgs: { A: "0".repeat(64) } } },
        "more than the content",
      ],
    ])("GIVEN a change of %s THEN a hot reload is not enough", (_, files, settings, reason) => {
      expect(reload(files, [], settings)).toContain(reason);
    });
  },
);
