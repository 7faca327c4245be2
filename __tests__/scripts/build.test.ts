import { spawn } from "node:child_process";
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

const SCRIPT = path.resolve("scripts", "build.mjs");

const FILES = {
  "lib/index.ts":
    'import names from "./data/names.json";\nimport { type Word, word } from "./word";\nexport type { Word };\nexport function first(): Word {\n  return word(names[0] as string);\n}\n',
  "lib/word.ts":
    "/** A word. */\nexport interface Word {\n  readonly text: string;\n}\nexport function word(text: string): Word {\n  return { text };\n}\n",
  "lib/inner.ts": "export const inner = 1;\n",
  "lib/synth/index.ts":
    'import { inner } from "../inner";\nexport function synth(): number {\n  return inner;\n}\n',
  "lib/data/names.json": '["Ada"]\n',
  "cli/bin.cjs": 'require("./main").main();\n',
  "cli/main.ts":
    'import { first } from "../lib";\nexport function main(): void {\n  console.log(first().text, require("node:path").basename(__dirname));\n}\n',
  "cli/guard.py": "pass\n",
  "cli/local/ui/page/main.tsx":
    'import { render } from "preact";\nimport { greeting } from "./greeting";\nimport "./style.css";\nrender(<p>{greeting}</p>, document.body);\n',
  "cli/local/ui/page/greeting.ts": 'export const greeting = "Hello";\n',
  "cli/local/ui/page/style.css": "p {\n  color: rgb(0, 0, 0);\n}\n",
  "cli/local/ui/page/tsconfig.json":
    '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact" } }\n',
  "cli/init/template/main.ts": "not: even TypeScript\n",
  "cli/init/template/Dockerfile": "FROM scratch\n",
};

class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), "build-"));

  constructor() {
    mkdirSync(path.join(this.folder, "scripts"));
    copyFileSync(SCRIPT, path.join(this.folder, "scripts", "build.mjs"));
    for (const name of ["tsconfig.json", "tsconfig.build.json"])
      copyFileSync(name, path.join(this.folder, name));
    symlinkSync(path.resolve("node_modules"), path.join(this.folder, "node_modules"));
    for (const [name, text] of Object.entries({
      ...FILES,
      "package.json": "{}",
      "package-lock.json": "{}",
    })) {
      this.write(name, text);
    }
  }

  write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
    writeFileSync(path.join(this.folder, name), text);
  }

  remove(name: string): void {
    rmSync(path.join(this.folder, name));
  }

  /** Builds the JavaScript alone, or all of it. @returns what it printed */
  build(declarations = false): Promise<string> {
    return this.node([
      "--input-type=module",
      "-e",
      `import { build } from ${JSON.stringify(SCRIPT)}; await build(${JSON.stringify(this.folder)}, { declarations: ${declarations} });`,
    ]);
  }

  node(args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
      child.on("error", reject);
      child.on("close", () => resolve(text));
    });
  }

  /** All that is in dist/, by its path there. */
  built(): Record<string, string> {
    const dist = path.join(this.folder, "dist");
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(path.join(dist, name)).isFile(),
    );
    return Object.fromEntries(
      files.sort().map((name) => [name, readFileSync(path.join(dist, name), "utf8")]),
    );
  }

  /** When each file of dist/ was written. */
  times(): Record<string, number> {
    return Object.fromEntries(
      Object.keys(this.built()).map((name) => [name, statSync(path.join(this.folder, "dist", name)).mtimeMs]),
    );
  }
}

describe("a build of the JavaScript", () => {
  test("compiles each file by itself, and copies data and templates as they are", async () => {
    const project = new Project();
    expect(await project.build()).toBe("");
    expect(Object.keys(project.built())).toEqual([
      ".copies.json",
      ".javascript.json",
      "cli/bin.cjs",
      "cli/guard.py",
      "cli/init/template/Dockerfile",
      "cli/init/template/main.ts",
      "cli/local/ui/page.css",
      "cli/local/ui/page.js",
      "cli/main.js",
      "lib/data/names.json",
      "lib/index.js",
      "lib/index.js.map",
      "lib/inner.js",
      "lib/inner.js.map",
      "lib/synth/index.js",
      "lib/synth/index.js.map",
      "lib/word.js",
      "lib/word.js.map",
    ]);
    expect(project.built()["cli/init/template/main.ts"]).toBe(FILES["cli/init/template/main.ts"]);
    const map = JSON.parse(project.built()["lib/word.js.map"] as string);
    expect(map).toMatchObject({ sources: ["../../lib/word.ts"], sourcesContent: [FILES["lib/word.ts"]] });
    expect(await project.node(["dist/cli/bin.cjs"])).toBe("Ada cli\n");
  });

  test("makes one script and one style sheet of the page of the local AWS, with its libraries", async () => {
    const project = new Project();
    expect(await project.build()).toBe("");
    const { "cli/local/ui/page.js": script = "", "cli/local/ui/page.css": style } = project.built();
    expect(script).toContain("Hello");
    const [, license = "", code] = /^\/\*!\n([\s\S]*?)\*\/\n([\s\S]*)$/.exec(script) ?? [];
    expect(license).toMatch(/^preact\nThe MIT License/);
    expect(code).not.toMatch(/\b(import|require)\b/);
    expect(style).toBe("p{color:#000}\n");
    project.write("cli/local/ui/page/greeting.ts", 'export const greeting = "Bye";\n');
    await project.build();
    expect(project.built()["cli/local/ui/page.js"]).toContain("Bye");
  });

  test("gives the same bytes in any folder", async () => {
    const [one, other] = [new Project(), new Project()];
    await Promise.all([one.build(), other.build()]);
    expect(other.built()).toEqual(one.built());
  });

  test("writes nothing when nothing changed, even if time stamps did", async () => {
    const project = new Project();
    await project.build();
    const before = project.times();
    project.write("lib/word.ts", FILES["lib/word.ts"]);

    await project.build();

    expect(project.times()).toEqual(before);
  });

  test("compiles nothing when a copied file is edited", async () => {
    const project = new Project();
    await project.build();
    const before = project.times();
    project.write("cli/init/template/Dockerfile", "FROM scratch\n# edited\n");
    await project.build();
    expect(project.built()["cli/init/template/Dockerfile"]).toContain("edited");
    const after = project.times();
    const written = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(written).toContain("cli/init/template/Dockerfile");
    expect(written.filter((name) => name.endsWith(".js"))).toEqual([]);
  });

  test("follows what is edited, added and removed", async () => {
    const project = new Project();
    await project.build();
    project.write("lib/data/names.json", '["Grace"]\n');
    project.write("lib/more/new.ts", "export const more = 1;\n");
    project.remove("cli/guard.py");
    await project.build();
    expect(await project.node(["dist/cli/bin.cjs"])).toBe("Grace cli\n");
    expect(Object.keys(project.built())).toContain("lib/more/new.js");
    expect(Object.keys(project.built())).not.toContain("cli/guard.py");

    project.remove("lib/more/new.ts");
    await project.build();
    expect(readdirSync(path.join(project.folder, "dist/lib")).sort()).not.toContain("more");
  });

  test("leaves out a template file of the repository's app that is missing, as after the first function was removed", async () => {
    const project = new Project();
    project.write(
      "cli/init/shared-files.json",
      '{ "app": ["lambdas/a/Dockerfile", "lambdas/b/Dockerfile"] }',
    );
    project.write("lambdas/b/Dockerfile", "FROM scratch\n");
    expect(await project.build()).toBe("");
    const names = Object.keys(project.built()).filter((name) => name.includes("lambdas"));
    expect(names).toEqual(["cli/init/template/lambdas/b/Dockerfile"]);
  });

  test("builds files again that were changed by hand in dist/, and removes added ones", async () => {
    const project = new Project();
    await project.build();
    const built = project.built();
    project.write("dist/lib/word.js", "broken");
    project.write("dist/lib/word.txt", "not ours");
    project.remove("dist/cli/main.js");

    await project.build();

    expect(project.built()).toEqual(built);
  });

  test("prints the place of a syntax error, and doesn't count as built", async () => {
    const project = new Project();
    project.write("lib/word.ts", "export const = 1;\n");
    expect(await project.build()).toContain("lib/word.ts:1:13: ERROR");
    expect(await project.build()).toContain("lib/word.ts:1:13: ERROR");

    project.write("lib/word.ts", FILES["lib/word.ts"]);
    expect(await project.build()).toBe("");
    expect(await project.node(["dist/cli/bin.cjs"])).toBe("Ada cli\n");
  });

  test("can be done by several runs at once", async () => {
    const project = new Project();
    await project.build();
    const built = project.built();
    project.remove("dist/lib/word.js");

    expect(await Promise.all([1, 2, 3, 4].map(() => project.build()))).toEqual(["", "", "", ""]);

    expect(project.built()).toEqual(built);
    expect(readdirSync(project.folder).filter((name) => name.startsWith("dist"))).toEqual(["dist"]);
  });
});

test("a build with declarations has those that a program can reach, and no others", async () => {
  const project = new Project();
  expect(await project.build(true)).toBe("");
  const declarations = Object.keys(project.built()).filter((name) => name.endsWith(".d.ts"));
  expect(declarations).toEqual(["lib/index.d.ts", "lib/synth/index.d.ts", "lib/word.d.ts"]);
  expect(project.built()["lib/word.d.ts"]).toContain("/** A word. */\nexport interface Word {");
  const before = project.times();

  await project.build(true);

  expect(project.times()).toEqual(before);
});
