import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { filesWithFunctions } from "../../../../cli/init/function/stack-files";
import { writeFiles } from "../../../../cli/init/make-whole";

const FUNCTION = 'new DockerImageFunction(this, "one", {});';
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stacks-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test("the files that the entry file imports count, and no other", () => {
  writeFiles(
    folder,
    new Map([
      ["src/main.ts", 'import { A } from "./stacks";\nimport "cdktf";\nimport "./b.js";\n'],
      ["src/stacks/index.ts", 'export * from "./a";\n'],
      ["src/stacks/a.ts", FUNCTION],
      ["src/b.ts", `${FUNCTION}\nconst c = require("./missing");`],
      ["examples/other.ts", FUNCTION],
    ]),
  );
  expect(filesWithFunctions("npx ts-node src/main.ts")).toEqual(["src/b.ts", "src/stacks/a.ts"]);
});

test("where the command of cdktf.json names no TypeScript file, all sources count", () => {
  writeFiles(
    folder,
    new Map([
      ["stacks/a.ts", FUNCTION],
      ["stacks/empty.ts", ""],
      ["stacks/a.d.ts", FUNCTION],
      ["__tests__/a.test.ts", FUNCTION],
      ["node_modules/some/a.ts", FUNCTION],
      ["cdktf.out/a.ts", FUNCTION],
      [".local/a.ts", FUNCTION],
    ]),
  );
  expect(filesWithFunctions("node dist/main.js")).toEqual(["stacks/a.ts"]);
});
