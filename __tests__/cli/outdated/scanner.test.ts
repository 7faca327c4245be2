import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findScanner } from "../../../cli/outdated/scanner";
import { fakeProgram } from "../../fake-program";

const PATH = process.env.PATH;
afterEach(() => {
  process.env.PATH = PATH;
});

const TRIVY = `[ "$1" = --version ] && exit 0
[ "$*" = "image --no-progress --scanners vuln --format json shop:after" ] || exit 1
echo '{"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-2026-1","PkgName":"zlib","InstalledVersion":"1.2","Severity":"HIGH"}]}]}'`;

const GRYPE = `[ "$1" = --version ] && exit 0
[ "$*" = "-o json docker:shop:after" ] || exit 1
echo '{"matches":[{"vulnerability":{"id":"CVE-2026-2","severity":"Low"},"artifact":{"name":"curl","version":"8.1"}}]}'`;

/** A folder with these programs, which the PATH then consists of, with that of the shell. */
function onlyPrograms(programs: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(path.join(tmpdir(), "scanners-"));
  for (const [name, script] of Object.entries(programs)) fakeProgram(folder, name, script);
  process.env.PATH = folder;
}

test("trivy is asked first", async () => {
  onlyPrograms({ trivy: TRIVY, grype: GRYPE });
  const scanner = await findScanner();
  expect(scanner?.name).toBe("trivy");
  expect(await scanner?.scan("shop:after")).toEqual([
    { id: "CVE-2026-1", severity: "high", package: "zlib", version: "1.2" },
  ]);
});

test("grype is asked where there is no trivy", async () => {
  onlyPrograms({ grype: GRYPE });
  const scanner = await findScanner();
  expect(scanner?.name).toBe("grype");
  expect(await scanner?.scan("shop:after")).toMatchObject([{ id: "CVE-2026-2", severity: "low" }]);
});

test("without one there is none, and none is installed", async () => {
  onlyPrograms({});
  expect(await findScanner()).toBeUndefined();
});
