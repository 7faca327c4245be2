import { BuildContext } from "../../../../lib/build-context/build-context";
import { writeTree } from "../../build-context/tree";
import { problemsOf } from "../read";

const DOCKERFILE = 'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ./\nCMD ["app.handler"]\n';
const MIB = 1024 ** 2;

/** The problems of a folder with files of these sizes. They need no place on the disk. */
function found(sizes: Readonly<Record<string, number>>) {
  const directory = writeTree({ Dockerfile: DOCKERFILE, "app.py": "" });
  // A context without content: only its sizes matter to the rule.
  const context = BuildContext.read({ directory });
  const entries = Object.entries(sizes).map(
    ([name, size]) =>
      ({ path: name, kind: "file", hidden: false, executable: false, size, hash: name }) as const,
  );
  const large = Object.create(context, {
    entries: { value: [...context.entries, ...entries] },
  }) as BuildContext;
  return problemsOf(DOCKERFILE, {}, { context: large }).filter(({ code }) => code === "context-large");
}

test("GIVEN more than 1 GiB THEN the largest files and folders are named, with lines for .dockerignore", () => {
  expect(
    found({
      "data/a.csv": 400 * MIB,
      "data/b.csv": 500 * MIB,
      "model/v1/weights.bin": 300 * MIB,
      "video.mp4": 20 * MIB,
    }),
  ).toEqual([
    expect.objectContaining({
      severity: "warning",
      file: "Dockerfile",
      message:
        "The build context has 1.2 GiB. The largest in it: data/ (900 MiB), model/v1/weights.bin (300 MiB), video.mp4 (20 MiB).",
      fix: "Leave out what the image doesn't need, with lines in .dockerignore:\ndata\nmodel/v1/weights.bin\nvideo.mp4",
    }),
  ]);
});

test("GIVEN less than 1 GiB THEN there is none", () => {
  expect(found({ "data.csv": 1023 * MIB })).toEqual([]);
});

test("GIVEN folders that dockerignore-missing names THEN they don't count", () => {
  expect(found({ ".git/objects/pack/x.pack": 2000 * MIB, "data.csv": 10 * MIB })).toEqual([]);
  expect(found({ ".git/objects/pack/x.pack": 2000 * MIB, "data.csv": 1100 * MIB })).toMatchObject([
    { message: "The build context has 1.1 GiB. The largest in it: data.csv (1.1 GiB)." },
  ]);
});

test("GIVEN more than Lambda's 10 GB THEN it is refused before a large file is read", () => {
  const GIB = 1024 * MIB;
  const directory = writeTree({
    Dockerfile: DOCKERFILE,
    "app.py": "",
    ".dockerignore": "*.log\n",
    "data/a.bin": { zeros: 6 * GIB },
    "data/b.bin": { zeros: 4 * GIB },
    "c.bin": { zeros: GIB },
    "d.log": { zeros: 9 * GIB },
  });
  expect(() => BuildContext.read({ directory })).toThrow(
    expect.objectContaining({
      code: "context-too-large",
      message: expect.stringMatching(
        /has 11\.0 GiB\. The largest in it: data\/ \(10\.0 GiB\), c\.bin \(1\.0 GiB\)\.\n[\s\S]*10 GB[\s\S]*lines in \.dockerignore:\ndata\nc\.bin/,
      ),
    }),
  );
});
