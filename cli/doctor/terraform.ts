import { type ProbeResult, probe } from "../process/probe";
import { type Check, failed, ok } from "./check";
import { isAtLeast, readVersion, type Version } from "./versions";

/** The `required_version` of the stacks: stacks/environment-stack.ts. */
const OLDEST: Version = [1, 11];

const WHY = "Plans and deploys need it.";
const FIX =
  "Install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install) with TERRAFORM_BINARY_NAME=tofu.";

/** @param program the value of TERRAFORM_BINARY_NAME, or `terraform` */
export function classifyTerraform(program: string, result: ProbeResult): Check {
  if (result.state === "missing") {
    return failed("Terraform", `no program ${program}`, {
      code: "terraform-missing",
      what: `There is no program "${program}" on this machine's PATH.`,
      why: WHY,
      fix: FIX,
    });
  }
  const line = result.state === "ran" ? /^(Terraform|OpenTofu) v\S+/m.exec(result.stdout) : null;
  const version = line && readVersion(line[0]);
  if (!line || !version) {
    return failed("Terraform", `${program} doesn't print its version`, {
      code: "terraform-broken",
      what: `The program "${program}" doesn't print a version of Terraform or OpenTofu.${outputOf(result)}`,
      why: WHY,
      fix: `Run: ${program} version. ${FIX}`,
    });
  }
  const title = line[1] as string;
  return isAtLeast(version.version, OLDEST)
    ? ok(title, version.text)
    : failed(title, version.text, {
        code: "terraform-too-old",
        what: `${title} ${version.text} is too old: the stacks need 1.11 or newer.`,
        why: "A plan would stop at once (required_version). Older versions have no lock file in S3 and no ephemeral token for the registry.",
        fix: FIX,
      });
}

/** @param program the name or path of the program that the commands run */
export async function checkTerraform(program: string): Promise<Check> {
  // On a machine without network, the check for a newer version would take seconds.
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  return classifyTerraform(program, await probe(program, ["version"], { env }));
}

function outputOf(result: ProbeResult): string {
  const text = result.state === "ran" ? `${result.stderr} ${result.stdout}`.replace(/\s+/g, " ").trim() : "";
  return text === "" ? "" : ` Its output: ${text.slice(0, 200)}`;
}
