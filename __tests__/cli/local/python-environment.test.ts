import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isInstalled, pythonFolder } from "../../../cli/local/python-environment";
import { completeFolder } from "../../../cli/process/complete-folder";

const place = mkdtempSync(path.join(tmpdir(), "python-environment-"));
const caches = path.join(place, "caches");
const environment = {
  requirements: path.join(place, "requirements.txt"),
  contents: "packages",
  compile: false,
};
const { XDG_CACHE_HOME } = process.env;
const folder = () => pythonFolder(environment);

beforeEach(() => {
  process.env.XDG_CACHE_HOME = caches;
  writeFileSync(environment.requirements, "package==1.0\n");
});
afterEach(() => {
  process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
  rmSync(caches, { recursive: true, force: true });
});

/** An environment as `venv` makes it: a link to the system's Python. */
function make(at: string, { version, packages }: { version: string; packages: string }): void {
  const python = path.join(caches, `python${version}`);
  mkdirSync(path.join(at, "bin"), { recursive: true });
  mkdirSync(path.join(at, "lib", `python${packages}`), { recursive: true });
  writeFileSync(python, "");
  symlinkSync(python, path.join(at, "bin", "python"));
}

test("GIVEN no environment THEN it isn't installed", () => {
  expect(isInstalled(environment)).toBe(false);
});

test("GIVEN an environment of the system's Python THEN it is installed", () => {
  make(folder(), { version: "3.11", packages: "3.11" });
  expect(isInstalled(environment)).toBe(true);
});

test.each([
  ["the system's Python was removed", () => rmSync(path.join(caches, "python3.11"))],
  [
    "the system has another version now",
    () => {
      rmSync(path.join(folder(), "lib", "python3.11"), { recursive: true });
      mkdirSync(path.join(folder(), "lib", "python3.10"));
    },
  ],
])("WHEN %s THEN it isn't installed, and a new one takes its place", async (_, change) => {
  make(folder(), { version: "3.11", packages: "3.11" });
  change();
  expect(isInstalled(environment)).toBe(false);
  const fill = async (beside: string) => make(beside, { version: "3.13", packages: "3.13" });
  await completeFolder(folder(), fill, () => isInstalled(environment));
  expect(isInstalled(environment)).toBe(true);
  expect(existsSync(path.join(folder(), "lib", "python3.13"))).toBe(true);
});

test("GIVEN a folder that another command completed in the meantime THEN that one stays", async () => {
  const fill = async (beside: string) => {
    make(folder(), { version: "3.11", packages: "3.11" });
    make(beside, { version: "3.13", packages: "3.13" });
  };
  await completeFolder(folder(), fill, () => isInstalled(environment));
  expect(existsSync(path.join(folder(), "lib", "python3.11"))).toBe(true);
  expect(existsSync(`${folder()}.${process.pid}`)).toBe(false);
});
