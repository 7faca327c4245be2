import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkTypes } from "../../../cli/app/check-types";

const project = process.cwd();

/** A workspace with an app in a folder of it, and TypeScript in the folder above, as npm installs it. */
function workspace({ typescript = true, config = true, code = "export const one: number = 1;\n" }): void {
  const root = mkdtempSync(path.join(tmpdir(), "check-types-"));
  const app = path.join(root, "apps", "functions");
  mkdirSync(path.join(app, ".local"), { recursive: true });
  if (typescript) {
    mkdirSync(path.join(root, "node_modules"));
    symlinkSync(
      path.join(project, "node_modules", "typescript"),
      path.join(root, "node_modules", "typescript"),
    );
  }
  writeFileSync(path.join(app, "package.json"), "{}");
  if (config) {
    writeFileSync(
      path.join(app, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { strict: true, types: [] } }),
    );
  }
  writeFileSync(path.join(app, "main.ts"), code);
  process.chdir(app);
}

afterEach(() => {
  process.chdir(project);
});

test("GIVEN an app of a workspace THEN the compiler of the workspace checks it", async () => {
  workspace({});
  await checkTypes();
});

test("GIVEN a type error THEN it names the file and the line", async () => {
  workspace({ code: 'export const one: number = "1";\n' });
  await expect(checkTypes()).rejects.toThrow(
    /Nothing was deployed, because the TypeScript of the app has type errors:\n\nmain\.ts\(1,14\): error TS2322/,
  );
});

test("GIVEN an app without TypeScript's package THEN it says how to install it", async () => {
  workspace({ typescript: false });
  await expect(checkTypes()).rejects.toThrow(
    "the package typescript isn't installed. Install the app's packages, with those of development: npm ci",
  );
});

test("GIVEN an app without a tsconfig.json THEN it has no types to check", async () => {
  workspace({ config: false, typescript: false });
  await checkTypes();
});
