import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { appErrorText } from "../../../cli/app/app-error";

let app = "";
let own = "";

beforeAll(() => {
  app = realpathSync(mkdtempSync(path.join(tmpdir(), "app-")));
  own = path.join(app, "node_modules", "cdktf-lambda-images");
  mkdirSync(path.join(own, "dist"), { recursive: true });
  writeFileSync(
    path.join(own, "dist", "index.js"),
    `class BuildContextError extends Error {
      name = "BuildContextError";
      code = "dockerfile-missing";
    }
    exports.refuse = () => { throw new BuildContextError("There is no Dockerfile.\\n  fix:   Add it.", { cause: new Error("ENOENT") }); };
    exports.fail = () => undefined.x;`,
  );
});

/** What is printed for an app with this code. */
function textOf(code: string): string {
  writeFileSync(path.join(app, "main.js"), code);
  writeFileSync(path.join(app, "stack.js"), "exports.make = (call) => call();");
  const { stderr } = spawnSync(process.execPath, ["main.js"], { cwd: app, encoding: "utf8" });
  return appErrorText(stderr, app, own);
}

const LIBRARY = 'const { fail, refuse } = require("./node_modules/cdktf-lambda-images/dist/index.js");\n';

test("a mistake that the library reports: its text, and the lines of the app, without a stack trace", () => {
  const text = textOf(`${LIBRARY}require("./stack").make(refuse);`);
  expect(text).toContain("\nThere is no Dockerfile.\n  fix:   Add it.\n");
  expect(text).toMatch(/\n {2}at stack\.js:1\n {2}at main\.js:2$/);
  expect(text).not.toMatch(/BuildContextError: |node:internal|node_modules.*:\d+:\d+|Node\.js v|code: '/);
});

test("a cause is named", () => {
  expect(textOf(`${LIBRARY}refuse();`)).toContain("Caused by: Error: ENOENT");
});

test("an error that the app throws itself", () => {
  const text = textOf('throw new Error("my own mistake");');
  expect(text).toMatch(/\nmy own mistake\n {2}at main\.js:1$/);
});

test("a mistake in the app's code keeps the name of its error", () => {
  expect(textOf("foo();")).toMatch(/\nReferenceError: foo is not defined\n {2}at main\.js:1$/);
});

test("a bug of the library has its whole stack trace, and is called one", () => {
  const text = textOf(`${LIBRARY}fail();`);
  expect(text).toMatch(/TypeError: [\s\S]*at .*cdktf-lambda-images\/dist\/index\.js:\d+/);
  expect(text).toContain("a mistake of cdktf-lambda-images itself");
});

test("a mistake in the syntax of TypeScript is printed once, as esbuild prints it", () => {
  const printed = '✘ [ERROR] Expected identifier but found "="\n\n    main.ts:16:6:\n      16 │ const = 3;';
  const thrown =
    "Error: Build failed with 1 error:\nmain.ts:16:6: ERROR: Expected identifier\n    at failureErrorWithLog (/app/node_modules/esbuild/lib/main.js:1752:15) {\n  errors: [Getter/Setter],\n  warnings: [Getter/Setter]\n}";
  expect(appErrorText(`${printed}\n\n${thrown}\n`)).toBe(printed);
});

test("any other output stays as it is", () => {
  expect(appErrorText("Killed\n  at noon")).toBe("Killed\n  at noon");
});
