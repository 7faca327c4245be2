import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkTerraformIsThere } from "../../../cli/terraform/find-terraform";

const before = { ...process.env };
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "bin-"));
  delete process.env.TERRAFORM_BINARY_NAME;
});

afterEach(() => {
  process.env = { ...before };
});

const find = () => checkTerraformIsThere({ PATH: [mkdtempSync(folder), folder].join(path.delimiter) });

test("Terraform is found in the PATH, under the name in TERRAFORM_BINARY_NAME", () => {
  expect(find).toThrow(/no program "terraform"[\s\S]*Install Terraform/);
  writeFileSync(path.join(folder, "terraform"), "");
  expect(find).not.toThrow();
  process.env.TERRAFORM_BINARY_NAME = "tofu";
  expect(find).toThrow('no program "tofu"');
});

test("a path is no name", () => {
  process.env.TERRAFORM_BINARY_NAME = path.join(folder, "terraform");
  expect(find).toThrow("no program");
  writeFileSync(path.join(folder, "terraform"), "");
  expect(find).not.toThrow();
});
