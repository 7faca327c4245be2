import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import {
  AwsEnvironment,
  DockerProviderBuilder,
  PermissionsBoundary,
  RequiredVersion,
} from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "./environment";

/** A stack in an environment, with its provider, its state and its image builder. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { name, account, region, namePrefix, stateBucket, permissionsBoundary, disposable } = environment;
    // The first Terraform version that can lock a state in S3 with a file beside it.
    new RequiredVersion(this, ">= 1.11.0");
    if (stateBucket === undefined) {
      // Relative to the stack's folder, cdktf.out/stacks/<id>: in the folder of cdktf.json.
      new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    } else {
      const key = `${namePrefix}/${id}.tfstate`;
      const backend = new S3Backend(this, { bucket: stateBucket, key, region, encrypt: true });
      backend.addOverride("use_lockfile", true);
    }
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { Environment: name } }],
    });
    // The first version with a login to ECR that is not stored in the state.
    this.addOverride("terraform.required_providers.aws.version", ">= 6.22.0, < 7.0.0");
    AwsEnvironment.define(this, { account, region, namePrefix, emptyOnDelete: disposable });
    DockerProviderBuilder.addTo(this);
    if (permissionsBoundary !== undefined) {
      const policy = `policy/${permissionsBoundary}`;
      PermissionsBoundary.of(this).apply(AwsEnvironment.of(this).arn("iam", policy, { region: "" }));
    }
  }
}
