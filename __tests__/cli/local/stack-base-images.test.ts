import { baseImages, baseImagesOf, needsRuntimeEmulator } from "../../../cli/local/stack-base-images";
import { Architecture, DockerImageAsset, DockerImageCode, DockerImageFunction } from "../../../lib";
import { functionFolder, synth } from "../../synth";

describe("the base images of a Dockerfile", () => {
  test.each<[string, string, Record<string, string>, string[]]>([
    ["as they stand", "FROM a:1 AS one\nFROM b:2\nCOPY --from=one / /\n", {}, ["a:1", "b:2"]],
    ["but not of a stage that is not built", "FROM a:1\nFROM b:2\n", {}, ["b:2"]],
    [
      "with the defaults of ARGs",
      "ARG V=3.13\nFROM public.ecr.aws/lambda/python:${V}\n",
      {},
      ["public.ecr.aws/lambda/python:3.13"],
    ],
    ["with build arguments", "ARG V=3.13\nFROM python:$V\n", { V: "3.14" }, ["python:3.14"]],
    [
      "without its own stages and scratch",
      "FROM a AS one\nFROM one AS two\nFROM scratch\nCOPY --from=two / /\n",
      {},
      ["a"],
    ],
    ["each once", "FROM a AS one\nFROM a\nCOPY --from=one / /\n", {}, ["a"]],
    ["but not what can't be known", "ARG V\nFROM python:$V\n", {}, []],
  ])("%s", (_title, dockerfile, buildArgs, expected) => {
    expect(baseImages(dockerfile, { buildArgs, platform: "linux/amd64" })).toEqual(expected);
  });

  test.each(["docker-provider", "docker-cli"] as const)(
    "are found in a stack of the builder %s",
    (builder) => {
      const { folder } = synth(
        (stack) => {
          const directory = functionFolder({ "Other.Dockerfile": "ARG B\nFROM ${B}\n" });
          new DockerImageAsset(stack, "One", { directory });
          new DockerImageAsset(stack, "Two", {
            directory,
            file: "Other.Dockerfile",
            buildArgs: { B: "base:2" },
            architecture: Architecture.ARM_64,
          });
        },
        { builder },
      );
      expect(baseImagesOf(folder)).toEqual(["base:2", "public.ecr.aws/lambda/python:3.13"]);
    },
  );
});

describe("AWS's runtime interface emulator is needed", () => {
  const BASE = "FROM public.ecr.aws/lambda/provided:al2023\n";
  const SLIM = "FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nRUN pip install awslambdaric==4.2.2\n";

  test.each<[string, string, object, boolean]>([
    ["not by a base image of AWS", `${BASE}CMD ["app.handler"]\n`, {}, false],
    [
      "not by a stage on it",
      `${BASE.replace("\n", " AS base\n")}FROM base\nCMD ["app.handler"]\n`,
      {},
      false,
    ],
    [
      "by another base image",
      `${SLIM}ENTRYPOINT ["python", "-m", "awslambdaric"]\nCMD ["app.handler"]\n`,
      {},
      true,
    ],
    ["by a program of its own", `${BASE}ENTRYPOINT ["main"]\n`, {}, true],
    ["by a program that the function names", BASE, { entrypoint: ["main"] }, true],
  ])("%s", (_title, Dockerfile, options, expected) => {
    const { folder } = synth((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder({ Dockerfile }), options);
      new DockerImageFunction(stack, "hello", { code });
    });
    expect(needsRuntimeEmulator(folder)).toBe(expected);
  });
});
