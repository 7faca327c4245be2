import { writeFileSync } from "node:fs";
import path from "node:path";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { ISynthesisSession } from "cdktf/lib/synthesize/types";
import { Construct } from "constructs";

/** The file beside cdk.tf.json, by the name that Terraform's users give it. */
const FILE = "versions.tf";

/** One or more conditions of Terraform's "Version Constraints" (Terraform documentation, read 2026-11-28). */
const CONSTRAINT = /^\s*(?:=|!=|>=?|<=?|~>)?\s*\d[\w.+-]*\s*(?:,\s*(?:=|!=|>=?|<=?|~>)?\s*\d[\w.+-]*\s*)*$/;

/**
 * The versions of Terraform that may run a stack, Terraform's `required_version`:
 *
 * ```ts
 * new RequiredVersion(this, ">= 1.11.0");
 * ```
 *
 * It is written to `versions.tf` beside cdk.tf.json. In cdk.tf.json (`addOverride("terraform.required_version", …)`)
 * Terraform would read it too, but checkov 3.3.30 can't read a cdk.tf.json that has it: it reports "Parsing errors: 1",
 * checks nothing, and exits with 0 (issue 7454 of bridgecrewio/checkov, open on 2026-11-28).
 */
export class RequiredVersion extends Construct {
  /**
   * @param scope the stack
   * @param constraint in Terraform's syntax, for example `>= 1.11.0`
   * @throws Error when it is no constraint on a version
   */
  constructor(scope: TerraformStack, constraint: string) {
    super(scope, "required_version");
    if (!CONSTRAINT.test(constraint)) {
      throw new Error(
        `[${scope.node.path}] ${JSON.stringify(constraint)} is not a constraint on Terraform's version. ` +
          'Write one or more conditions, as in ">= 1.11.0" or ">= 1.11.0, < 2.0.0".',
      );
    }
    addCustomSynthesis(this, {
      onSynthesize: ({ manifest, outdir }: ISynthesisSession) => {
        const { workingDirectory } = manifest.forStack(TerraformStack.of(this));
        writeFileSync(path.join(outdir, workingDirectory, FILE), versionsFile(constraint));
      },
    });
  }
}

function versionsFile(constraint: string): string {
  return `terraform {\n  required_version = "${constraint}"\n}\n`;
}
