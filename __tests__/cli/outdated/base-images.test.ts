import { judgeBaseImage, lookAtRuntimes } from "../../../cli/outdated/base-images";

const OLD = `sha256:${"0".repeat(64)}`;
const NEW = `sha256:${"1".repeat(64)}`;

function dockerfile(...baseImages: readonly string[]) {
  return { file: "lambdas/f/Dockerfile", text: "", baseImages };
}

describe("runtimes of Lambda", () => {
  const look = (image: string, today: string) => lookAtRuntimes([dockerfile(image)], today);

  test("a runtime that ended, one that ends within half a year, and one that doesn't", () => {
    const image = "public.ecr.aws/lambda/python:3.12";
    expect(look(image, "2028-01-01")).toEqual({ findings: [], upToDate: 1 });
    expect(look(image, "2028-06-01").findings).toMatchObject([
      {
        urgency: "ends-soon",
        name: "python3.12",
        until: "2028-10-31",
        fix: "build on public.ecr.aws/lambda/python:3.14",
      },
    ]);
    expect(look(image, "2028-10-31").findings).toMatchObject([{ urgency: "ended" }]);
  });

  test("a digest beside the tag makes no difference", () => {
    expect(look(`public.ecr.aws/lambda/nodejs:18@${OLD}`, "2026-11-28").findings).toMatchObject([
      { urgency: "ended", name: "nodejs18.x" },
    ]);
  });

  test("other images have no runtime of Lambda", () => {
    expect(look("python:3.8-slim", "2026-11-28")).toEqual({ findings: [], upToDate: 0 });
  });
});

describe("base images", () => {
  test("a pinned image is compared with its tag, whatever this machine has", () => {
    expect(judgeBaseImage(`base:1@${NEW}`, { digest: NEW }, "none")).toBe("up-to-date");
    expect(judgeBaseImage(`base:1@${OLD}`, { digest: NEW }, { digests: [NEW] })).toMatchObject({
      urgency: "newer",
      current: OLD,
      newest: NEW,
    });
  });

  test("an image without a digest is compared with what this machine builds on", () => {
    expect(judgeBaseImage("base:1", { digest: NEW }, { digests: [NEW] })).toBe("up-to-date");
    expect(judgeBaseImage("base:1", { digest: NEW }, { digests: [OLD] })).toMatchObject({ urgency: "newer" });
    expect(judgeBaseImage("base:1", { digest: NEW }, { digests: [] })).toMatchObject({
      urgency: "unknown",
      fix: "npm run update -- --pin",
    });
  });

  test("a registry that doesn't answer makes nothing out of date", () => {
    expect(judgeBaseImage(`base:1@${OLD}`, { problem: "its registry answers 503" }, "none")).toEqual({
      urgency: "unknown",
      current: OLD,
      what: "its registry answers 503",
    });
  });
});
