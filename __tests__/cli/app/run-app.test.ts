import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const LAUNCHER = [
  "cli/app/run-app.cjs",
  "cli/app/bundle-app.cjs",
  "cli/app/bundle-positions.cjs",
  "cli/app/checked-file.cjs",
  "cli/app/lazy-archiver.cjs",
  "cli/app/lazy-child-process.cjs",
  "lib/synth/json-text.ts",
  "lib/synth/stable-json.ts",
];

/** A project with the launcher, an app, and its imports. */
class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), "project-"));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of LAUNCHER) {
      mkdirSync(path.join(this.folder, path.dirname(name)), { recursive: true });
      copyFileSync(name, path.join(this.folder, name));
    }
    symlinkSync(path.resolve("node_modules"), path.join(this.folder, "node_modules"));
    for (const [name, text] of Object.entries({ "package.json": "{}", ...files })) {
      this.write(name, text);
    }
  }

  write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
    writeFileSync(path.join(this.folder, name), text);
  }

  run(
    app = "main.ts",
    flags: readonly string[] = [],
  ): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
    return spawnSync(process.execPath, [...flags, "cli/app/run-app.cjs", app], {
      cwd: this.folder,
      encoding: "utf8",
    });
  }

  /** The times at which V8's compiled code was cached. */
  compiled(): number[] {
    const kept = path.join(this.folder, ".local", "app");
    return readdirSync(kept, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".compiled"))
      .map((name) => statSync(path.join(kept, name)).mtimeMs);
  }

  /** The times at which each bundle was built. */
  made(): number[] {
    const kept = path.join(this.folder, ".local", "app");
    return readdirSync(kept).map((name) => statSync(path.join(kept, name, "made")).mtimeMs);
  }
}

const MAIN = 'import { word } from "./lib/word";\nconsole.log(`the word is ${word()}`);\n';
const WORD = 'export function word(): string {\n  return "first";\n}\n';

describe("run-app", () => {
  test("runs an app that is written in TypeScript, and bundles it only once", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD });

    expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });
    const before = project.made();

    expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });
    expect(project.made()).toEqual(before);
  });

  test("notices a change of an imported file, even with the same size and time stamp", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD });
    project.run();

    project.write("lib/word.ts", WORD.replace("first", "other"));

    expect(project.run().stdout).toBe("the word is other\n");
  });

  test("notices a new file that takes precedence for an import", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word/index.ts": WORD });
    project.run();

    project.write("lib/word.ts", WORD.replace("first", "other"));

    expect(project.run().stdout).toBe("the word is other\n");
  });

  test("follows the paths of tsconfig.json, and notices a change of them", () => {
    const paths = (file: string) => JSON.stringify({ compilerOptions: { paths: { words: [file] } } });
    const project = new Project({
      "main.ts": MAIN.replace("./lib/word", "words"),
      "lib/word.ts": WORD,
      "lib/other.ts": WORD.replace("first", "another"),
      "tsconfig.json": paths("./lib/word.ts"),
    });
    expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });

    project.write("lib/word.ts", WORD.replace("first", "other"));
    expect(project.run().stdout).toBe("the word is other\n");

    project.write("tsconfig.json", paths("./lib/other.ts"));
    expect(project.run().stdout).toBe("the word is another\n");
  });

  test("gives each module its own __dirname and __filename", () => {
    const project = new Project({
      "main.ts":
        'import { place } from "./lib/place";\nconsole.log(JSON.stringify([__dirname, __filename, ...place]));\n',
      "lib/place.ts": "'use strict';\nexport const place = [__dirname, __filename];\n",
    });
    const at = (name: string) => path.join(project.folder, name);
    expect(JSON.parse(project.run().stdout)).toEqual(
      [at(""), at("main.ts"), at("lib"), at("lib/place.ts")].map(path.normalize),
    );
  });

  test("bundles again when an extended tsconfig.json changes", () => {
    const project = new Project({
      "base.json": '{"compilerOptions": {"paths": {"value": ["./one.ts"]}}}',
      "tsconfig.json": '{"extends": "./base.json"}',
      "one.ts": "export const value = 1;\n",
      "two.ts": "export const value = 2;\n",
      "main.ts": 'import { value } from "value";\nconsole.log(value);\n',
    });
    expect(project.run().stdout).toBe("1\n");
    project.write("base.json", '{"compilerOptions": {"paths": {"value": ["./two.ts"]}}}');
    expect(project.run().stdout).toBe("2\n");
  });

  test("zips a folder for CDKTF, which starts a separate module for that", () => {
    const project = new Project({
      "main.ts": `import { App, AssetType, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
const app = new App();
const stack = new TerraformStack(app, "one");
const asset = new TerraformAsset(stack, "asset", { path: "folder", type: AssetType.ARCHIVE });
new TerraformOutput(stack, "path", { value: asset.path });
app.synth();
`,
      "cdktf.json": "{}",
      "folder/file.txt": "text",
    });
    expect(project.run()).toMatchObject({ stdout: "", stderr: "", status: 0 });
    const files = readdirSync(path.join(project.folder, "cdktf.out"), { recursive: true });
    expect(files).toContainEqual(expect.stringMatching(/archive\.zip$/));
  });

  test("loads Node's child_process when it is used, with all its functions", () => {
    const project = new Project({
      "main.ts": `import { execFileSync } from "child_process";
import * as lazy from "child_process";
const loaded = () => (process as any).moduleLoadList.includes("NativeModule child_process");
console.log(loaded(), execFileSync("echo", ["hello"], { encoding: "utf8" }).trim(), loaded());
const missing = Object.keys(require("node:child_process")).filter((name) => !(name in lazy) && !name.startsWith("_"));
console.log(missing, lazy.spawn === require("node:child_process").spawn);
`,
    });

    // esbuild uses it.
    expect(project.run()).toMatchObject({ stderr: "", status: 0 });
    expect(project.run()).toMatchObject({ stdout: "false hello true\n[] true\n", stderr: "", status: 0 });
  });

  test("prints a fix when esbuild is not installed", () => {
    const project = new Project({ "main.ts": "console.log('started');\n" });
    rmSync(path.join(project.folder, "node_modules"));

    const { status, stdout, stderr } = project.run();

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("npm install --save-dev esbuild");
    expect(stderr).not.toContain("    at ");
  });

  test("names the place of an import that isn't found, and runs again when the file exists", () => {
    const project = new Project({ "main.ts": MAIN });

    const { status, stderr } = project.run();
    project.write("lib/word.ts", WORD);

    expect(status).toBe(1);
    expect(stderr).toContain('main.ts:1:21: ERROR: Could not resolve "./lib/word"');
    expect(project.run()).toMatchObject({ stdout: "the word is first\n", status: 0 });
  });

  test("separates the bundles of two apps", () => {
    const project = new Project({
      "main.ts": MAIN,
      "lib/word.ts": WORD,
      "examples/b.ts": "console.log('b');\n",
    });
    project.run();
    const before = project.made();

    expect(project.run("examples/b.ts").stdout).toBe("b\n");
    expect(project.made()).toEqual(expect.arrayContaining(before));
    expect(project.made()).toHaveLength(2);
  });

  test("fails with the error of the app, and names the lines of its sources", () => {
    const project = new Project({
      "main.ts": 'import { fail } from "./lib/fail";\n\nfail();\n',
      "lib/fail.ts":
        "interface Thing {\n  readonly a: string;\n}\nexport function fail(): Thing {\n  throw new Error('no thing');\n}\n",
    });

    for (const run of ["fresh", "kept"]) {
      const { status, stderr } = project.run();
      const [message, ...frames] = stderr.split("\n");
      expect([run, status, message]).toEqual([run, 1, "Error: no thing"]);
      expect(frames[0]).toContain(`at fail (${path.join(project.folder, "lib/fail.ts")}:5:9)`);
      expect(frames[1]).toContain(`at ${path.join(project.folder, "main.ts")}:3:1`);
    }
  });

  test("runs when the cache can't be written", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD, ".local": "a file is in the way" });
    expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });
  });

  test("caches the compiled code for each set of V8's flags, from the second run on", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD });
    project.run();
    expect(project.compiled()).toEqual([]);
    project.run();
    const [first] = project.compiled();

    project.run("main.ts", ["--max-old-space-size=2048"]);
    project.run();

    expect(project.compiled()).toHaveLength(2);
    expect(project.compiled()).toContain(first);
  });

  test("builds the bundle again when its cache is broken", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD });
    project.run();
    project.run();
    expect(project.compiled()).toHaveLength(1);
    const kept = path.join(project.folder, ".local", "app");
    for (const folder of readdirSync(kept)) {
      for (const name of readdirSync(path.join(kept, folder)).filter((name) => name.endsWith(".cjs"))) {
        rmSync(path.join(kept, folder, name));
      }
      for (const name of readdirSync(path.join(kept, folder)).filter((name) => name.endsWith(".compiled"))) {
        writeFileSync(path.join(kept, folder, name), "broken");
      }
    }
    expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });
  });

  test("builds each damaged cache file again, without a message", () => {
    const project = new Project({ "main.ts": MAIN, "lib/word.ts": WORD });
    project.run();
    project.run();
    const kept = path.join(project.folder, ".local", "app");
    const files = readdirSync(kept, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(kept, name))
      .filter((name) => statSync(name).isFile());
    expect(files.map((name) => path.extname(name)).sort()).toEqual(["", ".cjs", ".compiled", ".positions"]);
    for (const file of files) {
      for (const at of [10, 64, -1]) {
        const damaged = readFileSync(file);
        const index = at < 0 ? damaged.length + at : at;
        damaged[index] = (damaged[index] as number) ^ 1;
        writeFileSync(file, damaged);

        expect(project.run()).toMatchObject({ stdout: "the word is first\n", stderr: "", status: 0 });
        project.run();
        expect(readFileSync(file).equals(damaged)).toBe(false);
      }
    }
  }, 60_000);
});
