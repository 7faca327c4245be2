import { runsPrograms } from "../../../cli/doctor/dockerfile-runs";

interface Example {
  readonly dockerfile: string;
  readonly target?: string;
}

describe("building starts programs of the wanted platform", () => {
  test.each<[string, Example]>([
    ["for a RUN", { dockerfile: "FROM a\nCOPY . .\nRUN pip install x\n" }],
    ["for a RUN in the parent stage", { dockerfile: "FROM a AS base\nRUN x\nFROM base\nCOPY . .\n" }],
    [
      "for a RUN in a stage that is copied from",
      { dockerfile: "FROM a AS build\nRUN x\nFROM b\nCOPY --chown=1 --from=build /x /x\n" },
    ],
    [
      "for a RUN in a stage that is copied from by number",
      { dockerfile: "FROM a\nRUN x\nFROM b\nCOPY --from=0 /x /x\n" },
    ],
    ["for a RUN in the target", { dockerfile: "FROM a AS one\nRUN x\nFROM b\n", target: "one" }],
    [
      "for a RUN on the wanted platform by name",
      { dockerfile: "FROM --platform=$TARGETPLATFORM a\nRUN x\n" },
    ],
  ])("%s", (_title, { dockerfile, target }) => {
    expect(
      runsPrograms(dockerfile, { platform: "linux/arm64", ...(target !== undefined && { target }) }),
    ).toBe(true);
  });

  test.each<[string, Example]>([
    ["without a RUN", { dockerfile: 'FROM a\nCOPY . .\nCMD ["app.handler"]\n' }],
    ["for a RUN in a stage that is not used", { dockerfile: "FROM a AS unused\nRUN x\nFROM b\nCOPY . .\n" }],
    ["for a RUN after the target", { dockerfile: "FROM a AS one\nCOPY . .\nFROM b\nRUN x\n", target: "one" }],
    [
      "for a cross-build on the engine's own platform",
      { dockerfile: "FROM --platform=$BUILDPLATFORM a AS build\nRUN x\nFROM b\nCOPY --from=build /x /x\n" },
    ],
    [
      "for a RUN in a stage that is built on the engine's own platform",
      {
        dockerfile:
          "FROM --platform=$BUILDPLATFORM a AS base\nFROM base AS build\nRUN x\nFROM b\nCOPY --from=build /x /x\n",
      },
    ],
    ["for a RUN on a platform that is named", { dockerfile: "FROM --platform=linux/amd64 a\nRUN x\n" }],
    [
      "for a comment and a here-document that contain RUN",
      { dockerfile: "FROM a\n# RUN x\nCOPY <<E /x\nRUN y\nE\n" },
    ],
    ["for a copy from another image", { dockerfile: "FROM a\nCOPY --from=public.ecr.aws/x /x /x\n" }],
    ["for a target that doesn't exist", { dockerfile: "FROM a\nRUN x\n", target: "none" }],
    ["for an empty Dockerfile", { dockerfile: "" }],
  ])("not %s", (_title, { dockerfile, target }) => {
    expect(
      runsPrograms(dockerfile, { platform: "linux/arm64", ...(target !== undefined && { target }) }),
    ).toBe(false);
  });
});
