import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packPackage, run, succeed } from "./installed-package";

// A new app, by the package as it is published, in an empty folder.

const root = mkdtempSync(path.join(tmpdir(), "init-"));
const app = path.join(root, "shop");

beforeAll(() => {
  const tarball = packPackage();
  // As `npx --package <tarball> lambda-images init` does it, which would install everything a second time.
  const packages = path.join(root, "npx", "node_modules");
  const own = path.join(packages, "cdktf-lambda-images");
  mkdirSync(packages, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", root]);
  renameSync(path.join(root, "package"), own);
  symlinkSync(path.resolve("node_modules"), path.join(own, "node_modules"));
  const resolved = `file:${path.relative(path.dirname(packages), tarball)}`;
  const lock = { packages: { "node_modules/cdktf-lambda-images": { resolved } } };
  writeFileSync(path.join(packages, ".package-lock.json"), JSON.stringify(lock));
  mkdirSync(app);
  return succeed(process.execPath, [path.join(own, "dist/cli/bin.cjs"), "init", ".", "--ci", "github"], {
    cwd: app,
  });
});

afterAll(async () => {
  await run("npm", ["run", "local:down"], { cwd: app });
  rmSync(root, { recursive: true, force: true });
});

function npm(...args: readonly string[]): Promise<string> {
  return succeed("npm", ["run", "--silent", ...args], { cwd: app });
}

async function invoke(name: string): Promise<unknown> {
  const text = await npm("local:invoke", "--", name);
  return JSON.parse(text.slice(0, text.lastIndexOf("\n•")));
}

test("the app has at most 25 files, and none of them is missing in the package", () => {
  const files = readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(app, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("node_modules"));
  expect(files.length).toBeLessThanOrEqual(25);
  expect(files).toEqual(
    expect.arrayContaining([
      ".gitignore",
      ".github/workflows/deploy.yml",
      "lambdas/python/.dockerignore",
      "package-lock.json",
      "stacks/functions-stack.ts",
    ]),
  );
});

test("npm run local deploys it, and the function answers", async () => {
  const text = await npm("local");
  expect(text).toContain("Deployed functions-dev: 1 built and pushed");
  expect(await invoke("python")).toMatchObject({
    statusCode: 200,
    body: { count: 1, documents: [{ key: "welcome.txt" }] },
  });
});

test("an added function also answers", async () => {
  const text = await succeed("npx", ["lambda-images", "new", "nodejs", "hello-node"], { cwd: app });
  expect(text).toContain("Added hello-node to stacks/functions-stack.ts");
  expect(await npm("local")).toContain("Deployed functions-dev: 1 built and pushed");
  expect(await invoke("hello-node")).toEqual({ statusCode: 200, body: { message: "Hello, Lambda!" } });
});

test("its types are right, and its tests pass, including that of the added function", async () => {
  await succeed("npx", ["lambda-images", "new", "python", "hello_python"], { cwd: app });
  const text = await npm("check");
  expect(text).toContain("Test Suites: 3 passed, 3 total");
});

test("the scripts of its workflows are in the package, and run without a dependency", async () => {
  const workflows = path.join(app, ".github/workflows");
  const scripts = readdirSync(workflows).flatMap((name) =>
    [...readFileSync(path.join(workflows, name), "utf8").matchAll(/run: node (\S+)/g)].map(
      ([, script]) => script as string,
    ),
  );
  expect(scripts).toHaveLength(6);
  for (const script of new Set(scripts)) {
    // Without GitHub's variables each script names the missing one. So it was found and loaded.
    const { text } = await run("node", [script, "dev"], { cwd: app, env: { GITHUB_EVENT_NAME: "" } });
    expect(text).toMatch(/::error::|::notice/);
  }
});
