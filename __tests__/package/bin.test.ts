import { cpSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";
import manifest from "../../package.json";
import { buildPackage, node } from "./built-package";

beforeAll(() => buildPackage());

const BIN = manifest.bin["lambda-images"];

describe("the command lambda-images", () => {
  test("prints what there is", () => {
    const { code, text } = node(BIN, "--help");
    expect(text).toMatch(/^lambda-images <command>/);
    expect(code).toBe(0);
  });

  test("ends with the exit code of the command", () => {
    expect(node(BIN, "no-such-command")).toMatchObject({ code: 1 });
  });

  test("is a program that a shell can run", () => {
    expect(readFileSync(BIN, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(path.posix.normalize(BIN)).toBe(BIN);
  });
});

test("each command can be loaded where there is nothing but the package and what it depends on", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "package-"));
  cpSync("dist", path.join(folder, "dist"), { recursive: true });
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  const main = JSON.stringify(path.join(folder, "dist", "cli", "main.js"));

  const { text } = node(
    "-e",
    `const { COMMANDS } = require(${main}); console.log(Object.keys(COMMANDS).filter((name) => COMMANDS[name]().help));`,
  );

  expect(text).toContain("'local'");
  expect(text.match(/'[\w:-]+'/g)?.length).toBeGreaterThanOrEqual(11);
});

describe("what is done before a command is loaded", () => {
  const script = readFileSync("cli/process/start.cjs", "utf8");

  /** Runs it under a version of Node. @returns what it printed, and its exit code */
  function startUnder(version: string): { readonly text: string; readonly code: number | undefined } {
    let text = "";
    let code: number | undefined;
    const stream = { on: () => undefined };
    vm.runInNewContext(script, {
      console: { error: (line: string) => (text += line) },
      process: {
        version: `v${version}`,
        versions: { node: version },
        stdout: stream,
        stderr: stream,
        exit: (status: number) => (code = status),
      },
    });
    return { text, code };
  }

  test("refuses a Node that is too old", () => {
    expect(startUnder("18.20.4")).toEqual({
      text: "Node v18.20.4 is too old: lambda-images needs Node 20 or newer. Install it from https://nodejs.org and run the command again.",
      code: 1,
    });
  });

  test("takes the oldest that package.json allows", () => {
    const [, oldest] = /^>=(\d+)$/.exec(manifest.engines.node) ?? [];
    expect(startUnder(`${oldest}.0.0`)).toEqual({ text: "", code: undefined });
    expect(startUnder(`${Number(oldest) - 1}.9.9`)).toMatchObject({ code: 1 });
  });
});
