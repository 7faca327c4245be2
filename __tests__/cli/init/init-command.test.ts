import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { command } from "../../../cli/init/init-command";
import { fakeProgram } from "../../fake-program";
import { runIn } from "./run-command";

const { PATH } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "init-"));
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

function init(...args: string[]) {
  return runIn(folder, command, args);
}

/** Puts an npm on the PATH that is this shell script. */
function npm(script: string): void {
  process.env.PATH = `${fakeProgram(path.join(folder, "..bin"), "npm", script)}:${PATH}`;
}

function manifest(app: string) {
  return JSON.parse(readFileSync(path.join(folder, app, "package.json"), "utf8"));
}

test("a new app is written, its packages are installed, and the next three commands are printed", async () => {
  npm("echo $* > asked; mkdir node_modules");
  const { code, text } = await init("shop");
  expect(code).toBe(0);
  expect(text).toMatch(/✓ Wrote 20 files to shop \(.* s\)\n✓ Installed the packages: npm install \(.* s\)/);
  expect(text).toMatch(/\n {2}cd shop\n {2}npm run local\n {2}npm run local:invoke -- python\n/);
  expect(readFileSync(path.join(folder, "shop", "asked"), "utf8")).toBe(
    "install --no-audit --no-fund --loglevel=error\n",
  );
  expect(manifest("shop")).toMatchObject({ name: "shop", private: true });
});

test("an existing folder with only a repository is accepted", async () => {
  mkdirSync(path.join(folder, ".git"));
  const { code, text } = await init(".", "--no-install");
  expect(code).toBe(0);
  expect(text).not.toContain("cd ");
  expect(text).toContain("\n  npm install\n  npm run local\n");
  expect(existsSync(path.join(folder, "main.ts"))).toBe(true);
});

test("each app has its own id", async () => {
  await init("one", "--no-install");
  await init("two", "--no-install");
  const [one, two] = ["one", "two"].map(
    (app) => JSON.parse(readFileSync(path.join(folder, app, "cdktf.json"), "utf8")).projectId,
  );
  expect(one).toMatch(/^[0-9a-f-]{36}$/);
  expect(two).not.toBe(one);
});

test("makes the app in this folder, if no other is named", async () => {
  const { code, text } = await init("--no-install");
  expect([code, text]).toEqual([0, expect.stringContaining("files to this folder")]);
  expect(text).not.toContain("cd ");
  expect(existsSync(path.join(folder, "main.ts"))).toBe(true);
});

test("a package that is a file is named as from the app's folder", async () => {
  writeFileSync(path.join(folder, "lambda-images.tgz"), "");
  await init("apps/shop", "--no-install", "--package", "lambda-images.tgz");
  expect(manifest("apps/shop").dependencies["cdktf-lambda-images"]).toBe("file:../../lambda-images.tgz");
  await init("apps/other", "--no-install", "--package", "^1.0.0");
  expect(manifest("apps/other").dependencies["cdktf-lambda-images"]).toBe("^1.0.0");
});

describe("nothing is written, and the reason is printed,", () => {
  test("in a folder with files", async () => {
    for (const name of ["a.ts", "b.ts", "c.ts", "d.ts"]) writeFileSync(path.join(folder, name), "");
    const { code, text } = await init(".", "--no-install");
    expect(code).toBe(1);
    expect(text).toContain("This folder is not empty (a.ts, b.ts, c.ts, and 1 more), so nothing was written");
    expect(text).toContain("npx lambda-images new python <name>");
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test("in the place of a file", async () => {
    writeFileSync(path.join(folder, "shop"), "mine");
    const { code, text } = await init("shop");
    expect(code).toBe(1);
    expect(text).toContain("shop is not empty (a file)");
    expect(readFileSync(path.join(folder, "shop"), "utf8")).toBe("mine");
  });

  test("below a file", async () => {
    writeFileSync(path.join(folder, "shop"), "mine");
    const { code, text } = await init("shop/app", "--no-install");
    expect(code).toBe(1);
    expect(text).toContain("can't be written");
    expect(text).not.toContain("at ");
  });

  test.each([
    [["a", "b"], "takes one argument besides options, and got b too"],
    [["a", "--ci", "gitlab"], "--ci github, not gitlab"],
    [["a", "--template", "x"], "Unknown option"],
  ])("for the arguments %j", async (args, reason) => {
    const { code, text } = await init(...args);
    expect(code).toBe(1);
    expect(text).toContain(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("nothing half-done stays behind", () => {
  test("when npm fails: what it printed is shown", async () => {
    npm(
      "mkdir -p node_modules/cdktf; touch package-lock.json; echo 'ETARGET No matching version' >&2; exit 1",
    );
    const { code, text } = await init("apps/shop");
    expect(code).toBe(1);
    expect(text).toContain("✗ Installing the packages: npm install failed");
    expect(text).toContain("ETARGET No matching version");
    expect(text).toContain("--no-install");
    expect(existsSync(path.join(folder, "apps"))).toBe(false);
  });

  test("when there is no npm, in a folder that was there", async () => {
    mkdirSync(path.join(folder, "shop", ".git"), { recursive: true });
    process.env.PATH = path.join(folder, "nothing");
    const { code, text } = await init("shop");
    expect(code).toBe(1);
    expect(text).toContain("There is no npm on this machine's PATH");
    expect(readdirSync(path.join(folder, "shop"))).toEqual([".git"]);
  });
});
