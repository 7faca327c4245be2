import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkStateFile } from "../../../cli/deploy/state-file";

const STATE = JSON.stringify(
  { version: 4, terraform_version: "1.11.4", serial: 1, resources: [] },
  undefined,
  2,
);
const FILE = "terraform.functions.tfstate";
const local = { name: "local", backend: { type: "local" }, localAws: true } as const;
const dev = { name: "dev", backend: { type: "local" }, localAws: false } as const;
const project = process.cwd();

beforeEach(() => process.chdir(mkdtempSync(path.join(tmpdir(), "state-file-"))));
afterEach(() => {
  const folder = process.cwd();
  process.chdir(project);
  rmSync(folder, { recursive: true });
});

test.each([
  ["that isn't there", undefined],
  ["that is whole", STATE],
  // Terraform leaves it when it is killed in its first plan.
  ["that is empty, and was never another", ""],
])("a state %s is no fault", (_, text) => {
  if (text !== undefined) writeFileSync(FILE, text);
  expect(() => checkStateFile("functions", local)).not.toThrow();
});

test.each([
  ["cut short", STATE.slice(0, 40)],
  ["rubbish", "\0\0\0\0"],
  ["JSON of another kind", "{}"],
  ["no object", "null"],
])("a state that is %s is named, with the way out", (_, text) => {
  writeFileSync(FILE, text);
  expect(() => checkStateFile("functions", local)).toThrow(FILE);
  expect(() => checkStateFile("functions", local)).toThrow("npm run local:down, then npm run local");
  expect(() => checkStateFile("functions", dev)).toThrow("No state before it is beside it");
});

test("a state that is empty now, and was not before, is named with the one before", () => {
  writeFileSync(FILE, "");
  writeFileSync(`${FILE}.backup`, STATE);
  expect(() => checkStateFile("functions", dev)).toThrow(`${FILE} is empty`);
  expect(() => checkStateFile("functions", dev)).toThrow(`cp ${FILE}.backup ${FILE}`);
});

test("a state that is elsewhere isn't looked for here", () => {
  writeFileSync(FILE, "{");
  const backend = { type: "s3", bucket: "b", region: "eu-central-1", keyPrefix: "" } as const;
  expect(() => checkStateFile("functions", { ...dev, backend })).not.toThrow();
});
