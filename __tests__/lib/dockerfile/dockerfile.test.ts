import { readDockerfile } from "../../../lib/dockerfile/dockerfile";
import { PYTHON, readText, targetOf } from "./read";

describe("the base image", () => {
  test.each<[what: string, text: string, image: string | undefined]>([
    ["a default", "ARG V=3.13\nFROM p:${V}", "p:3.13"],
    ["a build argument, which overrides the default", "ARG B=1\nFROM p:$B", "p:2"],
    ["an ARG made of another", "ARG A=x\nARG C=$A-y\nFROM p:$C", "p:x-y"],
    ["a default in place", "FROM p:${NOT:-3}", "p:3"],
    ["the platform to build for", "FROM p-$TARGETARCH:1", "p-arm64:1"],
    ["nothing", "ARG N\nFROM p:$N", "p:"],
    ["the builder's own platform, which is not known", "FROM p-$BUILDARCH:1", undefined],
  ])("GIVEN %s THEN it is resolved", (_, text, image) => {
    const { from } = targetOf(text, { buildArgs: { B: "2" }, platform: "linux/arm64" });
    expect(from.image).toBe(image);
  });

  test("GIVEN a variable without a value THEN it is named", () => {
    expect(targetOf("ARG N\nFROM p:$N").from.unset).toEqual(["N"]);
  });

  test("GIVEN --platform THEN it is resolved, unless it is the builder's platform", () => {
    expect(targetOf("FROM --platform=$TARGETPLATFORM a").from.platform).toBe("linux/amd64");
    expect(targetOf("FROM --platform=$BUILDPLATFORM a").from.platform).toBeUndefined();
  });
});

describe("stages", () => {
  const text = `FROM ${PYTHON} AS Base\nCMD ["a.b"]\nENV X=1\nFROM base AS dev\nFROM base\nWORKDIR sub\n`;

  test("GIVEN no target THEN the last stage is the image", () => {
    expect(targetOf(text)).toMatchObject({ index: 2, line: 5, workdir: "/var/task/sub" });
  });

  test("GIVEN a target THEN it is found by name or number, in upper or lower case", () => {
    expect(targetOf(text, { target: "DEV" }).index).toBe(1);
    expect(targetOf(text, { target: "0" }).name).toBe("base");
  });

  test("GIVEN a stage on another THEN it inherits command, variables and folder", () => {
    const dev = targetOf(text, { target: "dev" });
    expect(dev.cmd).toMatchObject({ line: 2, words: ["a.b"] });
    expect(dev.env("X")).toBe("1");
    expect(dev.workdir).toBe("/var/task");
    expect(dev.cmds).toEqual([]);
  });

  test("GIVEN an ARG THEN it is not a variable of the image", () => {
    expect(targetOf("FROM scratch\nARG X=1").env("X")).toBeNull();
  });

  test("GIVEN a stage that nothing refers to THEN it is not built", () => {
    const { needed } = readText(
      "FROM a AS one\nFROM b AS two\nFROM c AS three\nFROM d\nCOPY --from=one /x /x\nRUN --mount=type=bind,from=three,target=/y z",
    );
    expect(needed.map(({ index }) => index)).toEqual([0, 2, 3]);
  });

  test("GIVEN an image of the same name as its own stage THEN it is the image", () => {
    expect(targetOf("FROM python AS python").parent).toBeUndefined();
  });
});

describe("CMD and ENTRYPOINT", () => {
  test("GIVEN several CMDs THEN the last one counts, and all are listed by line", () => {
    const stage = targetOf('FROM a\nCMD ["one"]\nCMD two three\n');
    expect(stage.cmds.map(({ line, form }) => [line, form])).toEqual([
      [2, "exec"],
      [3, "shell"],
    ]);
    expect(stage.cmd).toMatchObject({ text: "two three", words: [] });
  });

  // moby/buildkit v0.32, dockerfile2llb/convert.go, dispatchEntrypoint: `if !d.cmd.IsSet { d.image.Config.Cmd = nil }`
  test("GIVEN an ENTRYPOINT after an inherited CMD THEN the CMD is dropped", () => {
    expect(targetOf('FROM a AS b\nCMD ["x"]\nFROM b\nENTRYPOINT ["y"]').cmd).toBeUndefined();
  });

  test("GIVEN an ENTRYPOINT after a CMD of the same stage THEN the CMD stays", () => {
    expect(targetOf('FROM a\nCMD ["x"]\nENTRYPOINT ["y"]').cmd?.words).toEqual(["x"]);
  });
});

describe("COPY", () => {
  function copyOf(text: string) {
    const step = targetOf(text).steps.find(({ kind }) => kind === "copy");
    if (step?.kind !== "copy") throw new Error("There should be a COPY.");
    return step;
  }

  test.each<[destination: string, base: string, target: string | undefined]>([
    ["${LAMBDA_TASK_ROOT}", PYTHON, "/var/task"],
    ["$LAMBDA_TASK_ROOT/", PYTHON, "/var/task/"],
    [".", PYTHON, "/var/task/"],
    ["./x", PYTHON, "/var/task/x"],
    ["/x/../y", PYTHON, "/y"],
    ["x", "python:3.13", "/x"],
    ["x", "scratch", "/x"],
    ["x", "somebody/image:1", undefined],
    ["$OTHER/x", PYTHON, undefined],
  ])("GIVEN destination %s on %s THEN it is %s", (destination, base, target) => {
    expect(copyOf(`FROM ${base}\nCOPY a ${destination}`).target).toBe(target);
  });

  test("GIVEN ARG, ENV and WORKDIR THEN they are followed", () => {
    const copy = copyOf(
      'FROM scratch\nARG D=/one\nENV E="$D/two" F=$E\nWORKDIR $E\nWORKDIR three\nCOPY $D/a* b/',
    );
    expect(copy).toMatchObject({
      sources: [{ written: "$D/a*", path: "/one/a*" }],
      target: "/one/two/three/b/",
    });
  });

  test("GIVEN the list form THEN names may contain blanks", () => {
    const { sources } = copyOf('FROM scratch\nCOPY ["a b", "c", "/d/"]');
    expect(sources.map(({ path }) => path)).toEqual(["a b", "c"]);
  });

  test("GIVEN a here-document THEN it is not a source", () => {
    expect(copyOf("FROM scratch\nCOPY <<END a /x/\nhi\nEND")).toMatchObject({
      sources: [{ written: "a" }],
      documents: [{ name: "END", content: "hi" }],
    });
  });

  test("GIVEN --from THEN it is an earlier stage, by name or number, or an image", () => {
    expect(copyOf("FROM a AS b\nFROM c\nCOPY --from=B x y").from).toMatchObject({ index: 0 });
    expect(copyOf("FROM a\nFROM c\nCOPY --from=0 x y").from).toMatchObject({ index: 0 });
    expect(copyOf("FROM c\nCOPY --from=ghcr.io/u/v:1 x y").from).toEqual({ image: "ghcr.io/u/v:1" });
  });

  test("GIVEN ONBUILD in the parent stage THEN it runs first in the stage built on it", () => {
    const stage = targetOf("FROM scratch AS a\nONBUILD COPY x /x\nFROM a\nCOPY y /y");
    expect(stage.steps.map((step) => [step.line, step.kind === "copy" && step.target])).toEqual([
      [3, "/x"],
      [4, "/y"],
    ]);
  });
});

describe("a Dockerfile that Docker refuses", () => {
  test.each<[what: string, text: string, line: number, message: RegExp]>([
    ["a misspelled keyword", "FROM a\nCOPPY b c", 2, /did you mean COPY/],
    ["no FROM", "# nothing\nARG A", 1, /no FROM/],
    ["an empty file", "", 1, /no FROM/],
    ["an instruction before FROM", "RUN a\nFROM b", 1, /before the first FROM/],
    ["FROM with two words", "FROM a b", 1, /AS/],
    ["a name that begins with a digit", "FROM a AS 1b", 1, /name of a stage/],
    ["COPY without a destination", "FROM a\nCOPY b", 2, /destination/],
    ["a list with a number", 'FROM a\nCMD ["b", 1]', 2, /not a string/],
    ["a directive given twice", "# escape=`\n# escape=`\nFROM a", 2, /twice/],
    ["ENV alone", "FROM a\nENV", 2, /nothing after/],
  ])("GIVEN %s THEN line and reason are reported", (_, text, line, message) => {
    const [error] = readText(text).errors;
    expect(error).toMatchObject({ line, message: expect.stringMatching(message) });
  });

  test("GIVEN a target that doesn't exist THEN the nearest name is suggested", () => {
    const { errors, target } = readText("FROM a AS build", { target: "biuld" });
    expect(errors).toMatchObject([{ message: 'There is no stage "biuld" — did you mean "build"?' }]);
    expect(target).toBeUndefined();
  });

  test.each([
    'FROM a\nMAINTAINER me\nSTOPSIGNAL 9\nHEALTHCHECK NONE\nEXPOSE 80\nUSER 1\nVOLUME /x\nSHELL ["/bin/sh", "-c"]\nLABEL a=b\nONBUILD RUN x\nCMD',
    "# syntax=example.com/mine\nINCLUDE x\nFROM a",
  ])("GIVEN %j, which is valid THEN there is no error", (text) => {
    expect(readText(text).errors).toEqual([]);
  });
});

describe("named build contexts", () => {
  const read = (text: string) =>
    readDockerfile(text, {
      platform: "linux/amd64",
      buildContexts: { base: "docker-image://public.ecr.aws/lambda/python:3.13", shared: "folder" },
    });

  test("stand for the image of that name", () => {
    const { target } = read("FROM base\nCOPY --from=base /a /a\n");
    expect(target?.from.image).toBe("public.ecr.aws/lambda/python:3.13");
    expect(target?.workdir).toBe("/var/task");
    expect(target?.steps).toMatchObject([{ from: { image: "public.ecr.aws/lambda/python:3.13" } }]);
  });

  test("that are folders: nothing is known of the image, and no image has the name", () => {
    const { target } = read("FROM shared\nCOPY --from=shared /a /a\n");
    expect(target?.from).toMatchObject({ written: "shared", unset: [] });
    expect(target?.from.image).toBeUndefined();
    expect(target?.steps).toMatchObject([{ from: { image: "build-context:shared" } }]);
  });
});
