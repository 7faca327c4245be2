import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.resolve(__dirname, "../../..");

/** The root key that a program in a folder reads, or its error. */
function rootKeyIn(folder: string): string {
  const script = `
    const { rootKey } = require(${JSON.stringify(path.join(PROJECT, "cli/local/root-key.ts"))});
    try { console.log(JSON.stringify(rootKey())); } catch (error) { console.log(error.name + ": " + error.message); }`;
  return execFileSync(
    process.execPath,
    ["--import", path.join(PROJECT, "node_modules/tsx/dist/loader.mjs"), "-e", script],
    { cwd: folder, encoding: "utf8" },
  ).trim();
}

test("the root key is made once, and only its user can read it", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "root-key-"));
  const key = rootKeyIn(folder);
  expect(JSON.parse(key)).toEqual({
    accessKeyId: expect.stringMatching(/^AKIALOCAL[A-Z2-7]{11}$/),
    secretAccessKey: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect(rootKeyIn(folder)).toBe(key);
  expect(readdirSync(path.join(folder, ".local"))).toEqual(["root-key.json"]);
  expect(statSync(path.join(folder, ".local", "root-key.json")).mode & 0o777).toBe(0o600);
});

test.each(["", '{"accessKeyId": "AKIA', "[]"])(
  "a damaged file is an error that says what to do: %j",
  (text) => {
    const folder = mkdtempSync(path.join(tmpdir(), "root-key-"));
    mkdirSync(path.join(folder, ".local"));
    writeFileSync(path.join(folder, ".local", "root-key.json"), text);
    expect(rootKeyIn(folder)).toBe(
      "CommandError: .local/root-key.json is damaged: it has no access key of the local AWS. Start anew: npx lambda-images down, then npx lambda-images local",
    );
  },
);
