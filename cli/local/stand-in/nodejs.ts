import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ERRORS_ONLY } from "../../process/npm-options";
import { runProgram, succeed } from "../../process/run-program";
import { CERTIFICATES, copyProgram, writeText } from "./files";
import { fillLambdaImage, LAMBDA_DOCKERFILE } from "./lambda-image";
import pinned from "./nodejs.json";
import type { StandIn } from "./stand-in";

interface Package {
  readonly version: string;
  readonly integrity: string;
}

/** AWS's base images for Node.js: Node.js itself, npm and AWS's runtime interface client from npm. */
export const lambdaNodejs: StandIn = {
  images: /^public\.ecr\.aws\/lambda\/nodejs:/,
  contents: (image) => {
    const node = nodeOf(image);
    return node && `Node.js ${node.version} and aws-lambda-ric from npm, without AWS's SDK`;
  },
  dockerfile: `ENV PATH=/var/lang/bin:/usr/local/bin:/usr/bin:/bin\n${LAMBDA_DOCKERFILE}`,
  async fill(root, { image }) {
    const node = nodeOf(image);
    if (node === undefined) throw new Error(`There is no Node.js for ${image}.`);
    const name = `node-linux-${process.arch}`;
    const folder = path.join(root, "..", "nodejs");
    await npmInstall(folder, { ...pinned.packages, [name]: node });
    const modules = path.join(folder, "node_modules");
    const bin = path.join(root, "var/lang/bin");
    copyProgram(path.join(modules, name, "bin/node"), path.join(bin, "node"));
    const global = path.join(root, "var/lang/lib/node_modules");
    mkdirSync(global, { recursive: true });
    renameSync(path.join(modules, "npm"), path.join(global, "npm"));
    for (const command of ["npm", "npx"]) {
      symlinkSync(`../lib/node_modules/npm/bin/${command}-cli.js`, path.join(bin, command));
    }
    writeText(path.join(root, "var/lang/etc/npmrc"), await npmSettings());
    addRuntime(root, modules);
    await fillLambdaImage(root, "/var/lang/bin/node /var/runtime/index.mjs");
  },
};

/** The pinned Node.js of an image's version. */
function nodeOf(image: string): Package | undefined {
  const [, version = ""] = /:(\d+)/.exec(image) ?? [];
  const node = Object.entries(pinned.node).find(([name]) => name === version)?.[1];
  if (node === undefined || (process.arch !== "x64" && process.arch !== "arm64")) return undefined;
  return { version: node.version, integrity: node[process.arch] };
}

/** AWS's runtime interface client, whose compiled part is replaced. */
function addRuntime(root: string, modules: string): void {
  const runtime = path.join(root, "var/runtime");
  // A folder of this name is loaded in place of the file.
  const client = path.join(runtime, "rapid-client.node");
  mkdirSync(client, { recursive: true });
  cpSync(path.join(modules, "aws-lambda-ric/index.mjs"), path.join(runtime, "index.mjs"));
  cpSync(path.join(modules, "@aws"), path.join(runtime, "node_modules/@aws"), { recursive: true });
  cpSync(path.join(__dirname, "nodejs-client.cjs"), path.join(client, "index.js"));
}

/** Installs packages, each with its integrity, without what they depend on. */
async function npmInstall(folder: string, packages: Readonly<Record<string, Package>>): Promise<void> {
  mkdirSync(folder);
  const dependencies = Object.fromEntries(
    Object.entries(packages).map(([name, { version }]) => [name, version]),
  );
  const locked = Object.entries(packages).map(([name, one]) => [`node_modules/${name}`, one]);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  writeFileSync(
    path.join(folder, "package-lock.json"),
    JSON.stringify({ lockfileVersion: 3, packages: { "": { dependencies }, ...Object.fromEntries(locked) } }),
  );
  await succeed("npm", ["ci", "--ignore-scripts", ...ERRORS_ONLY, "--prefix", folder], { cwd: folder });
}

/** This machine's registry and proxy, for npm in a build. */
async function npmSettings(): Promise<string> {
  const names = ["registry", "https-proxy", "noproxy"];
  const lines = [];
  for (const name of names) {
    const { code, stdout } = await runProgram("npm", ["config", "get", name]);
    const value = stdout.trim();
    if (code === 0 && value !== "" && value !== "null" && value !== "undefined")
      lines.push(`${name}=${value}`);
  }
  return [`cafile=${CERTIFICATES}`, ...lines, ""].join("\n");
}
