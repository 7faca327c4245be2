import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a container's log contains at each reading. */
function read(...readings: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "output-"));
  mkdirSync(path.join(folder, "docker/models"), { recursive: true });
  for (const name of ["docker", "docker/models"]) writeFileSync(path.join(folder, name, "__init__.py"), "");
  writeFileSync(
    path.join(folder, "docker/models/containers.py"),
    `readings = ${JSON.stringify(readings)}
class Container:
    def logs(self, **options):
        return (readings.pop(0) if len(readings) > 1 else readings[0]).encode()
`,
  );
  const code =
    "import function_output; function_output.install(); from docker.models.containers import Container; print(Container().logs(since=1.5).decode())";
  const { stdout, stderr } = spawnSync("python3", ["-c", code], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: `${folder}:${path.resolve("cli/local")}`,
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  expect(stderr).toBe("");
  return stdout.trimEnd();
}

const REPORT = "REPORT RequestId: 1";

test("is read until its last line is there", () => {
  expect(read("", "hello", `hello ${REPORT}`)).toBe(`hello ${REPORT}`);
});

test("includes what comes right after that line", () => {
  expect(read(REPORT, `${REPORT} hello`)).toBe(`${REPORT} hello`);
});

test("is waited for no longer than a second, after a crash", () => {
  expect(read("Segmentation fault")).toBe("Segmentation fault");
});
