import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { localDockerConfig, withLogin } from "../../../cli/local/registry-docker-config";

const KEY = { accessKeyId: "AKIALOCALTEST", secretAccessKey: "secret" };
const REGISTRY = "localhost:4566";

jest.mock("../../../cli/local/root-key", () => ({
  ...jest.requireActual("../../../cli/local/root-key"),
  rootKey: () => KEY,
}));

describe("the configuration for the local AWS", () => {
  const { DOCKER_CONFIG, HOME } = process.env;
  const checkout = process.cwd();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "docker-config-"));
    process.chdir(folder);
    process.env.HOME = folder;
    mkdirSync(".docker");
  });
  afterEach(() => {
    process.chdir(checkout);
    for (const [name, value] of Object.entries({ DOCKER_CONFIG, HOME })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true });
  });

  test.each([
    [
      "of an empty DOCKER_CONFIG is that of the home folder",
      '{"currentContext": "colima"}',
      { currentContext: "colima" },
    ],
    ["that holds no object counts as empty", "null", {}],
  ])("a configuration %s", (_, text, kept) => {
    process.env.DOCKER_CONFIG = "";
    writeFileSync(".docker/config.json", text);
    const own = localDockerConfig(4566, KEY);
    const config = JSON.parse(readFileSync(path.join(own, "config.json"), "utf8"));
    expect(config).toEqual({ ...kept, auths: { [REGISTRY]: { auth: expect.any(String) } } });
  });
});

test("a configuration of docker keeps its content, and gets a login", () => {
  const own = { currentContext: "colima", auths: { "shop.example": { auth: "b3du" } } };
  expect(withLogin(own, REGISTRY, "bG9jYWw=")).toEqual({
    currentContext: "colima",
    auths: { "shop.example": { auth: "b3du" }, [REGISTRY]: { auth: "bG9jYWw=" } },
  });
});

test("the login is stored in the file, even if others are in a credential store", () => {
  expect(withLogin({ credsStore: "desktop" }, REGISTRY, "bG9jYWw=")).toMatchObject({
    credsStore: "desktop",
    credHelpers: { [REGISTRY]: "" },
  });
  expect(withLogin({ credHelpers: { "shop.example": "pass" } }, REGISTRY, "bG9jYWw=")).toMatchObject({
    credHelpers: { "shop.example": "pass", [REGISTRY]: "" },
  });
});
