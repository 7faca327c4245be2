import { readFileSync } from "node:fs";
import path from "node:path";
import { RequiredVersion } from "../../lib";
import { synth } from "../synth";

const versionsFile = (constraint: string) => {
  const { folder, json } = synth((stack) => void new RequiredVersion(stack, constraint));
  return { text: readFileSync(path.join(folder, "versions.tf"), "utf8"), json };
};

test("the required version is in versions.tf, and not in cdk.tf.json, which checkov could not read then", () => {
  const { text, json } = versionsFile(">= 1.11.0");
  expect(text).toBe('terraform {\n  required_version = ">= 1.11.0"\n}\n');
  expect(json.terraform).not.toHaveProperty("required_version");
});

test.each(["1.11.4", "~> 1.11", ">= 1.11.0, < 2.0.0, != 1.12.0", ">=1.12.0-rc1"])(
  "accepts %s",
  (constraint) => {
    expect(versionsFile(constraint).text).toContain(`"${constraint}"`);
  },
);

test.each(["", "latest", ">= ", '1.0"\n', "1.11.0 1.12.0", "${var.version}"])("refuses %j", (constraint) => {
  expect(() => versionsFile(constraint)).toThrow(/\[shop\] .* is not a constraint on Terraform's version/);
});
