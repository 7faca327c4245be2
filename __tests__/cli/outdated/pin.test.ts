import { withDigests } from "../../../cli/outdated/pin";
import { lambdaBaseImage, readDockerfile } from "../../../lib/tooling";

const OLD = `sha256:${"0".repeat(64)}`;
const NEW = `sha256:${"1".repeat(64)}`;
const BASE = "public.ecr.aws/lambda/python:3.13";

function baseOf(text: string): string | undefined {
  return readDockerfile(text, { platform: "linux/amd64" }).stages.at(-1)?.from.image;
}

test("an image gets the digest beside its tag, in FROM, and in the ARG that FROM names", () => {
  const digests = new Map([[BASE, NEW]]);
  expect(withDigests(`FROM ${BASE} AS build\n`, digests)).toBe(`FROM ${BASE}@${NEW} AS build\n`);
  const text = withDigests(`ARG BASE_IMAGE=${BASE}\nFROM \${BASE_IMAGE}\n`, digests);
  expect(text).toBe(`ARG BASE_IMAGE=${BASE}@${NEW}\nFROM \${BASE_IMAGE}\n`);
  expect(baseOf(text)).toBe(`${BASE}@${NEW}`);
});

test("an older digest is replaced, and comments, commands and other images stay", () => {
  const text = `# From ${BASE}@${OLD}\nFROM ${BASE}@${OLD}\nCOPY --from=${BASE}@${OLD} /a /b\nRUN echo ${BASE}@${OLD}\n`;
  expect(withDigests(text, new Map([[`${BASE}@${OLD}`, NEW]]))).toBe(
    `# From ${BASE}@${OLD}\nFROM ${BASE}@${NEW}\nCOPY --from=${BASE}@${NEW} /a /b\nRUN echo ${BASE}@${OLD}\n`,
  );
  expect(withDigests(`FROM ${BASE}-arm64\nFROM mirror/${BASE}\n`, new Map([[BASE, NEW]]))).toBe(
    `FROM ${BASE}-arm64\nFROM mirror/${BASE}\n`,
  );
});

test("the checks know a pinned base image of AWS", () => {
  expect(lambdaBaseImage(`${BASE}@${NEW}`)).toMatchObject({
    language: "python",
    runtime: { name: "python3.13" },
  });
});
