import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const CONTAINER = path.resolve("cli/local/debug/container");

describe("Node.js with inspector.cjs in NODE_OPTIONS", () => {
  test("runs any other program as always, also one that it starts", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-p", "process.env.NODE_OPTIONS"], {
      encoding: "utf8",
      env: { NODE_OPTIONS: ` --require=${CONTAINER}/inspector.cjs`, LOCAL_AWS_DEBUGGER: "{}" },
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("inspector.cjs");
  });
});

describe("Python with sitecustomize.py in PYTHONPATH", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "python-"));
  mkdirSync(path.join(folder, "awslambdaric"));
  writeFileSync(path.join(folder, "awslambdaric/__init__.py"), "");
  writeFileSync(path.join(folder, "sitecustomize.py"), 'print("the image\'s own")\n');

  const python = (code: string, args: readonly string[] = []) =>
    spawnSync("python3", ["-c", code, ...args], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, PYTHONPATH: `${CONTAINER}:${folder}`, PYTHONDONTWRITEBYTECODE: "1" },
    });

  test("runs any other program as always, and the image's module of the same name", () => {
    const { stdout, stderr } = python("import os, sys; print(os.environ['PYTHONPATH'], sys.path)");
    expect(stderr).toBe("");
    const [first, second = ""] = stdout.split("\n");
    expect(first).toBe("the image's own");
    const [variable = "", paths = ""] = second.split(/ (?=\[)/);
    // Programs that it starts may be the runtime.
    expect(variable).toContain(CONTAINER);
    expect(paths).not.toContain(CONTAINER);
  });

  test("AWS's bootstrap.py finds the variable as it is in the image, since it looks at it", () => {
    writeFileSync(path.join(folder, "bootstrap.py"), "import os; print(os.environ['PYTHONPATH'])\n");
    const { stdout } = spawnSync("python3", [path.join(folder, "bootstrap.py")], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, PYTHONPATH: `${CONTAINER}:${folder}`, PYTHONDONTWRITEBYTECODE: "1" },
    });
    expect(stdout).toBe(`the image's own\n${folder}\n`);
  });
});
