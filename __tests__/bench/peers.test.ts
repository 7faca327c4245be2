import { readFileSync } from "node:fs";

const read = (file: string) => JSON.parse(readFileSync(`bench/peers/${file}`, "utf8"));

test("every peer has one exact version, which the lock file has, too", () => {
  const { dependencies } = read("package.json") as { dependencies: Record<string, string> };
  const { packages } = read("package-lock.json") as { packages: Record<string, { version: string }> };
  for (const [name, version] of Object.entries(dependencies)) {
    expect(packages[`node_modules/${name}`]?.version).toBe(version.replace("npm:typescript@", ""));
  }
});

const own = JSON.parse(readFileSync("package.json", "utf8"));
const all = { ...own.dependencies, ...own.devDependencies };
// A checkout that went on to CDK Terrain has no version of CDKTF to compare with.
const withCdktf = all.cdktf === undefined ? test.skip : test;

withCdktf(
  "CDKTF and its providers are of the versions that this project uses: it is the code that is compared",
  () => {
    const { dependencies } = read("package.json");
    for (const name of [
      "cdktf",
      "cdktf-cli",
      "constructs",
      "@cdktf/provider-aws",
      "@cdktf/provider-docker",
    ]) {
      expect(dependencies[name]).toBe(all[name]);
    }
  },
);

test("the lock file names no registry: each machine uses its own", () => {
  expect(readFileSync("bench/peers/package-lock.json", "utf8")).not.toContain('"resolved"');
});
