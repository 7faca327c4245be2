import { execFileSync } from "node:child_process";
import { findProviderMirrors, mirrorEnvironment } from "../../cli/terraform/provider-mirror";
import { requiredProviders } from "../../cli/terraform/required-providers";
import { allFeatures } from "../all-features";
import { synth } from "../synth";

/** With the docker command, so that only the AWS provider is needed, and of that any version from 5.100.0 on. */
const { folder } = synth(
  (stack) => {
    stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
    allFeatures(stack);
  },
  { builder: "docker-cli" },
);

test("Terraform and the AWS provider accept a stack with every feature", () => {
  const run = (...args: readonly string[]) =>
    execFileSync("terraform", args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...mirrorEnvironment(findProviderMirrors(), folder, requiredProviders(folder)) },
    });
  run("init", "-backend=false", "-input=false", "-no-color");
  expect(JSON.parse(run("validate", "-json"))).toMatchObject({ valid: true, diagnostics: [] });
});
