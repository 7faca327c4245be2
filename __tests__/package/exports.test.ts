import * as library from "cdktf-lambda-images";
import manifest from "../../package.json";
import { buildPackage, node } from "./built-package";

beforeAll(() => buildPackage());

const NAMES = Object.keys(library).sort();

describe("a program that imports the package", () => {
  test("gets all that lib/index.ts exports, by require", () => {
    const { text } = node(
      "-e",
      'console.log(JSON.stringify(Object.keys(require("cdktf-lambda-images")).sort()))',
    );
    expect(JSON.parse(text)).toEqual(NAMES);
  });

  test("gets each by its name in an ES module, too", () => {
    const script = `import { ${NAMES.join(", ")} } from "cdktf-lambda-images";
      import { cacheHashes, fastSynth } from "cdktf-lambda-images/synth";
      console.log(typeof DockerImageFunction, typeof cacheHashes, fastSynth());`;
    expect(node("--input-type=module", "-e", script).text).toBe("function function true\n");
  });

  test.each([
    "cdktf-lambda-images/dist/lib/index.js",
    "cdktf-lambda-images/lib/nearest",
    "cdktf-lambda-images/cli",
  ])("doesn't get what is not public: %s", (name) => {
    expect(node("-e", `require(${JSON.stringify(name)})`).text).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("loads nothing that only the commands need", () => {
    const script = `require("cdktf-lambda-images"); require("cdktf-lambda-images/synth");
      console.log(Object.keys(require.cache).filter((name) => /aws-sdk|esbuild|zod|[\\\\/]dist[\\\\/]cli[\\\\/]/.test(name)));`;
    expect(node("-e", script).text).toBe("[]\n");
  });
});

describe("package.json", () => {
  test("asks the app for what there may be one of only, and tests with a version that it allows", () => {
    expect(Object.keys(manifest.peerDependencies)).toEqual([
      "@cdktf/provider-aws",
      "@cdktf/provider-docker",
      "cdktf",
      "constructs",
      "esbuild",
    ]);
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.dependencies).not.toHaveProperty(name);
      expect(manifest.devDependencies).toHaveProperty(name);
    }
    expect(manifest.peerDependenciesMeta).toEqual({ esbuild: { optional: true } });
  });

  test("can be published", () => {
    expect(manifest).not.toHaveProperty("private");
    expect(manifest.files).toContain("dist");
  });
});
