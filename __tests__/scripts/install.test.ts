import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { fakeProgram } from "../fake-program";
import { runScript } from "../run-script";

const MANIFEST = {
  name: "own",
  version: "1.0.0",
  dependencies: { zod: "^4.6.7" },
  peerDependencies: { cdktf: "^0.21.0" },
  devDependencies: { cdktf: "0.21.0", esbuild: "0.28.2", jest: "30.5.2" },
};
const LOCK = {
  lockfileVersion: 3,
  packages: {
    "": MANIFEST,
    "node_modules/cdktf": { version: "0.21.0", dev: true },
    "node_modules/cdktf/node_modules/@cdktf/hcl": { version: "1.2.3" },
    "node_modules/cdktf/node_modules/bundled": { version: "1.0.0", inBundle: true },
    "node_modules/other": { name: "named", version: "4.0.0" },
    "node_modules/jest": { version: "30.5.2", dev: true },
    "node_modules/zod": { version: "4.6.7" },
  },
};

/** Settings of npm. */
const SETTINGS = {
  registry: "https://registry.example.com/npm/",
  "@cdktf:registry": "https://cdktf.example.com",
};

let folder: string;
let bin: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "install-"));
  // It installs what package.json names, as npm does.
  bin = fakeProgram(
    path.join(folder, "bin"),
    "npm",
    `[ "$1" = config ] && echo '${JSON.stringify(SETTINGS)}' && exit
echo "$(pwd) $*" >> ${folder}/npm.log
cp package.json package-lock.json ${folder}/
mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json`,
  );
  mkdirSync(path.join(folder, "app"));
  write("package.json", MANIFEST);
  write("package-lock.json", LOCK);
  write(".npmrc", "fund=false");
  writeFileSync(
    path.join(folder, "app", "install.mjs"),
    `import { installForBuild, installPackages } from ${JSON.stringify(pathToFileURL(path.resolve("scripts/install.mjs")).href)};
await (process.argv[2] === "build" ? installForBuild() : installPackages(process.argv[2], (what) => console.log(what))).catch((error) => console.log(error.message));`,
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): void {
  writeFileSync(path.join(folder, "app", name), JSON.stringify(content));
}

/** @returns what npm was called with since the last time, and what was printed */
async function install(
  packages: "all" | "commands" | "build",
  variables: Readonly<Record<string, string>> = { PATH: `${bin}:${process.env.PATH}` },
): Promise<{ npm: string; log: string }> {
  writeFileSync(path.join(folder, "npm.log"), "");
  const script = path.relative(process.cwd(), path.join(folder, "app", "install.mjs"));
  const { log } = await runScript(script, [packages], variables, path.join(folder, "app"));
  return { log, npm: readFileSync(path.join(folder, "npm.log"), "utf8") };
}

const read = (name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

test("a command gets the dependencies and peer dependencies, in the versions of the lock", async () => {
  const { npm, log } = await install("commands");
  expect(npm).toMatch(/\/app\/\.local\/packages-\d+-\w+ ci --no-audit --no-fund --loglevel=error\n$/);
  expect(log).toBe("npm ci, the packages that the commands need\n");
  expect(read("package.json")).toEqual({
    name: "own",
    version: "1.0.0",
    dependencies: { cdktf: "0.21.0", zod: "^4.6.7" },
  });
  const { packages } = read("package-lock.json");
  expect(packages[""].dependencies).toEqual({ cdktf: "0.21.0", zod: "^4.6.7" });
  // npm leaves out packages of development in some settings.
  const resolved = "https://registry.example.com/npm/cdktf/-/cdktf-0.21.0.tgz";
  expect(packages["node_modules/cdktf"]).toEqual({ version: "0.21.0", resolved });
  expect(readdirSync(path.join(folder, "app", ".local"))).toEqual([]);
  expect(readdirSync(path.join(folder, "app", "node_modules"))).toContain(".package-lock.json");
});

test("npm gets the addresses of the packages in the registries of its settings", async () => {
  await install("commands");
  const { packages } = read("package-lock.json");
  expect(packages["node_modules/cdktf/node_modules/@cdktf/hcl"].resolved).toBe(
    "https://cdktf.example.com/@cdktf/hcl/-/hcl-1.2.3.tgz",
  );
  expect(packages["node_modules/cdktf/node_modules/bundled"].resolved).toBeUndefined();
  expect(packages["node_modules/other"].resolved).toBe(
    "https://registry.example.com/npm/named/-/named-4.0.0.tgz",
  );
});

test("npm finds the packages itself in a registry that has them elsewhere", async () => {
  write("package-lock.json", {
    ...LOCK,
    packages: { ...LOCK.packages, "node_modules/elsewhere": { version: "1.0.0" } },
  });
  fakeProgram(
    path.join(folder, "bin"),
    "npm",
    `[ "$1" = config ] && echo '${JSON.stringify(SETTINGS)}' && exit
grep -q elsewhere-1.0.0.tgz package-lock.json && echo "npm error code E404" && exit 1
cp package-lock.json ${folder}/ && mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json`,
  );
  await install("commands");
  expect(read("package-lock.json").packages["node_modules/elsewhere"]).toEqual({ version: "1.0.0" });
});

test("the few packages of a build don't count as those of a command", async () => {
  await install("build");
  expect(read("package.json")).toEqual({
    name: "own",
    version: "1.0.0",
    dependencies: { esbuild: "0.28.2" },
  });
  // npm records only what it installed.
  rmSync(path.join(folder, "app", "node_modules", ".package-lock.json"));
  expect((await install("commands")).npm).toContain(" ci ");
  expect(read("package.json").dependencies).toHaveProperty("cdktf");
});

test("they are installed once, and again when the lock has changed", async () => {
  await install("commands");
  expect((await install("commands")).npm).toBe("");
  write("package-lock.json", { ...LOCK, name: "changed" });
  rmSync(path.join(folder, "app", "node_modules", ".package-lock.json"));
  expect((await install("commands")).npm).toContain(" ci ");
});

test("a command of this repository needs all packages, with which every command runs", async () => {
  await install("commands");
  rmSync(path.join(folder, "app", "node_modules", ".package-lock.json"));
  const { npm, log } = await install("all");
  expect(npm).toMatch(/\/app ci --no-audit --no-fund --loglevel=error\n$/);
  expect(log).toBe("npm ci\n");
  expect((await install("all")).npm).toBe("");
  expect((await install("commands")).npm).toBe("");
});

test("packages that a person installed by npm ci are used", async () => {
  mkdirSync(path.join(folder, "app", "node_modules"));
  write("node_modules/.package-lock.json", LOCK);
  expect(await install("commands")).toEqual({ npm: "", log: "" });
  expect((await install("all")).npm).toBe("");
});

test("npm's output is the error, and nothing is left behind", async () => {
  fakeProgram(path.join(folder, "bin"), "npm", 'echo "no registry"; exit 1');
  const { log } = await install("commands");
  expect(log).toContain("npm ci --no-audit --no-fund --loglevel=error failed:\nno registry");
  expect(readdirSync(path.join(folder, "app", ".local"))).toEqual([]);
  expect(readdirSync(path.join(folder, "app"))).not.toContain("node_modules");
});

test("npm says what is wrong under `npm run --silent` too", async () => {
  writeFileSync(path.join(folder, "app", "package.json"), "{");
  const { log } = await install("all", { npm_config_loglevel: "silent", npm_config_cache: folder });
  expect(log).toContain("npm error code EJSONPARSE");
});
