import { App, TerraformStack, Testing } from "cdktf";
import { TerraformData } from "../../lib/terraform-data";

const before = process.env.PATH;

afterEach(() => {
  process.env.PATH = before;
});

function stack(): TerraformStack {
  return new TerraformStack(new App(), "stack");
}

test("is terraform_data, as of CDKTF's own class", () => {
  const json = Testing.synth(
    (() => {
      const of = stack();
      new TerraformData(of, "Push", { triggersReplace: { "app.py": "1" } });
      return of;
    })(),
  );
  expect(JSON.parse(json).resource.terraform_data).toEqual({
    Push: { triggers_replace: { "app.py": "1" } },
  });
});

test("a synth needs no Terraform: nothing asks it for its version", () => {
  process.env.PATH = "";
  const of = stack();
  new TerraformData(of, "Push", {});
  expect(() => of.runAllValidations()).not.toThrow();
});

test("validations that an app adds to it are run", () => {
  const of = stack();
  new TerraformData(of, "Push", {}).node.addValidation({ validate: () => ["not on Fridays"] });
  expect(() => of.runAllValidations()).toThrow("not on Fridays");
});
