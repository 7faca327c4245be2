import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkStateFile } from "../../../cli/deploy/state-file";

const STATE = JSON.stringify(
  { version: 4, terraform_version: "1.11.4", serial: 1, resources: [] },
  undefined,
  2,
);
const FILE = "terraform.functions.tfstate";
const STACK = { name: "functions", folder: "stack" };
const local = {
  local: {
    port: 4566,
    imageBuilder: "docker-cli",
    allowedProviders: [],
    key: { accessKeyId: "", secretAccessKey: "" },
    terraformEnvironment: {},
  },
} as const;
const dev = { environment: "dev" };
const project = process.cwd();

function writeStack(backend: unknown): void {
  mkdirSync(STACK.folder, { recursive: true });
  writeFileSync(path.join(STACK.folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
}

beforeEach(() => {
  process.chdir(mkdtempSync(path.join(tmpdir(), "state-file-")));
  writeStack({ local: { path: `../${FILE}` } });
});
afterEach(() => {
  const folder = process.cwd();
  process.chdir(project);
  rmSync(folder, { recursive: true });
});

test.each([
  ["that doesn't exist", undefined],
  ["that is complete", STATE],
  // Terraform leaves it when it is killed in its first plan.
  ["that is empty, and always was", ""],
])("a state %s is not a problem", (_, text) => {
  if (text !== undefined) writeFileSync(FILE, text);
  expect(() => checkStateFile(STACK, local)).not.toThrow();
});

test.each([
  ["cut short", STATE.slice(0, 40)],
  ["rubbish", "\0\0\0\0"],
  ["JSON of another kind", "{}"],
  ["no object", "null"],
])("a state that is %s is named, with a fix", (_, text) => {
  writeFileSync(FILE, text);
  expect(() => checkStateFile(STACK, local)).toThrow(FILE);
  expect(() => checkStateFile(STACK, local)).toThrow("npm run local:down, then npm run local");
  expect(() => checkStateFile(STACK, dev)).toThrow("There is no earlier state beside it");
});

test("a state that is empty now, but was not before, is named with the earlier one", () => {
  writeFileSync(FILE, "");
  writeFileSync(`${FILE}.backup`, STATE);
  expect(() => checkStateFile(STACK, dev)).toThrow(`${FILE} is empty`);
  expect(() => checkStateFile(STACK, dev)).toThrow(`cp ${FILE}.backup ${FILE}`);
});

test("a state that is elsewhere isn't searched for here", () => {
  writeFileSync(FILE, "{");
  writeStack({ s3: { bucket: "b", region: "eu-central-1", key: "k" } });
  expect(() => checkStateFile(STACK, dev)).not.toThrow();
});
