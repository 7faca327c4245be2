import { projectRequirements } from "../../../lib/python/project-distributions";

function read(name: string, text: string) {
  const { requirements, ...rest } = projectRequirements(name, text);
  const names = requirements.map(
    ({ name: one, extras, version }) => `${one}${extras.length > 0 ? `[${extras}]` : ""}${version}`,
  );
  return { names, ...rest };
}

describe("the requirements of a project", () => {
  test.each<[what: string, name: string, text: string, names: string[]]>([
    [
      "a project",
      "pyproject.toml",
      '[project]\nname = "a"\ndependencies = ["Flask>=3", "uvicorn[standard]"]\n',
      ["flask>=3", "uvicorn[standard]"],
    ],
    [
      "its extras and groups",
      "pyproject.toml",
      '[project]\nname = "a"\n[project.optional-dependencies]\nx = ["redis"]\n[dependency-groups]\ndev = ["pytest", { include-group = "x" }]\n',
      ["redis", "pytest"],
    ],
    [
      "Poetry",
      "pyproject.toml",
      '[tool.poetry]\n[tool.poetry.dependencies]\npython = ">=3.9"\nFlask = "^3.0"\nredis = { version = "*", extras = ["hiredis"] }\nown = { git = "https://example.com/a" }\n[tool.poetry.group.dev.dependencies]\npytest = "8.1"\n',
      ["flask^3.0", "redis[hiredis]", "ownunknown", "pytest==8.1"],
    ],
    [
      "Pipenv",
      "Pipfile",
      '[packages]\nrequests = "*"\n[dev-packages]\npytest = "==8"\n[requires]\npython_version = "3.13"\n',
      ["requests", "pytest==8"],
    ],
    [
      "Pipenv's lock",
      "Pipfile.lock",
      '{"_meta": {"hash": {}}, "default": {"requests": {}}, "develop": {"pytest": {}}}',
      ["requests", "pytest"],
    ],
    [
      "Poetry's lock",
      "poetry.lock",
      '[[package]]\nname = "Flask"\nversion = "3"\n[package.extras]\nname = ["x"]\n\n[[package]]\r\nname = "idna"\r\n',
      ["flask", "idna"],
    ],
    [
      "uv's lock",
      "uv.lock",
      '[[package]]\nname = "a"\nsource = { editable = "." }\ndependencies = [\n    { name = "idna" },\n]\n',
      ["a"],
    ],
  ])("GIVEN %s THEN it has its requirements, and not Python itself", (_what, name, text, names) => {
    expect(read(name, text)).toMatchObject({ names, dynamic: false });
  });

  test.each<[what: string, name: string, text: string]>([
    [
      "requirements that the build adds",
      "pyproject.toml",
      '[project]\nname = "a"\ndynamic = ["dependencies"]\n',
    ],
    ["no project", "pyproject.toml", "[tool.ruff]\n"],
    ["a file that isn't TOML", "Pipfile", "packages"],
    ["an empty lock file", "uv.lock", "version = 1\n"],
  ])("GIVEN %s THEN there may be more", (_what, name, text) => {
    expect(read(name, text).dynamic).toBe(true);
  });

  test.each<[what: string, name: string, text: string, isPackage: boolean]>([
    ["a build backend", "pyproject.toml", '[build-system]\nrequires = []\n[project]\nname = "a"\n', true],
    ["no build backend", "pyproject.toml", '[project]\nname = "a"\n', false],
    ["Poetry without a package", "pyproject.toml", "[tool.poetry]\npackage-mode = false\n", false],
    [
      "another project of the folder",
      "uv.lock",
      '[[package]]\nname = "b"\nsource = { editable = "libs/b" }\n',
      true,
    ],
    ["a folder", "Pipfile", '[packages]\nown = { path = ".", editable = true }\n', true],
  ])("GIVEN %s THEN it is a package: %s", (_what, name, text, isPackage) => {
    expect(read(name, text).isPackage).toBe(isPackage);
  });
});
