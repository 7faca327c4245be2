import type { Tree } from "../../build-context/tree";
import { codesOf, PYTHON, problemOf } from "../read";

const TEXT = `FROM ${PYTHON}\nCOPY . .\nCMD ["app.handler"]\n`;

function many(folder: string): Tree {
  return Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${folder}/${index}`, ""]));
}

test("GIVEN large .git and __pycache__ THEN they are named, with the lines to add", () => {
  expect(
    problemOf("dockerignore-missing", TEXT, { ...many(".git/objects"), ...many("a/__pycache__") }),
  ).toMatchObject({
    severity: "hint",
    file: "Dockerfile",
    message: expect.stringContaining(".git, __pycache__: 120 files"),
    fix: "Add a file .dockerignore:\n**/.git\n**/__pycache__",
  });
});

test("GIVEN a .dockerignore without them THEN the fix adds the lines to it", () => {
  expect(problemOf("dockerignore-missing", TEXT, { ...many(".venv"), ".dockerignore": "x\n" })).toMatchObject(
    {
      file: ".dockerignore",
      fix: "Add to .dockerignore:\n**/.venv",
    },
  );
});

test("GIVEN one big file THEN its size counts", () => {
  expect(codesOf(TEXT, { ".git/pack": Buffer.alloc(1024 * 1024) })).toEqual(["dockerignore-missing"]);
});

test.each<[what: string, text: string, tree: Tree]>([
  ["a few small ones", TEXT, { "__pycache__/a": "", ".git/HEAD": "" }],
  ["folders that are excluded", TEXT, { ...many(".git"), ".dockerignore": "**/.git\n" }],
  ["node_modules that are copied with everything else", TEXT, many("node_modules/a")],
  [
    "node_modules that are copied by name",
    `${TEXT}COPY node_modules x\nRUN npm ci\n`,
    { ...many("node_modules/a"), "package.json": "{}", "package-lock.json": "{}" },
  ],
])("GIVEN %s THEN there is none", (_, text, tree) => {
  expect(codesOf(text, tree)).not.toContain("dockerignore-missing");
});

test("GIVEN node_modules that the build installs anyway THEN they are named", () => {
  expect(
    codesOf(`${TEXT}RUN npm ci\n`, {
      ...many("node_modules/a"),
      "package.json": '{"workspaces":[]}',
      "package-lock.json": "{}",
    }),
  ).toEqual(["dockerignore-missing"]);
});
