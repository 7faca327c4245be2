import { readdirSync } from "node:fs";
import * as path from "node:path";
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import type { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import type { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import type { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { App, AssetType, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The classes of the providers, wherever they were imported from: that is what differs between the entry points. */
export interface Bindings {
  readonly AwsProvider: typeof AwsProvider;
  readonly CloudwatchLogGroup: typeof CloudwatchLogGroup;
  readonly DockerProvider: typeof DockerProvider;
  readonly EcrLifecyclePolicy: typeof EcrLifecyclePolicy;
  readonly EcrRepository: typeof EcrRepository;
  readonly EcrRepositoryPolicy: typeof EcrRepositoryPolicy;
  readonly IamRole: typeof IamRole;
  readonly IamRolePolicy: typeof IamRolePolicy;
  readonly LambdaFunction: typeof LambdaFunction;
  readonly RegistryImage: typeof RegistryImage;
}

const REGISTRY = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";

/** The same resources a function that this project makes, written by hand. */
class FunctionsStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly aws: Bindings,
    folder: string,
  ) {
    super(scope, id);
    new aws.AwsProvider(this, "aws", { region: "eu-central-1" });
    new aws.DockerProvider(this, "docker", { registryAuth: [{ address: `https://${REGISTRY}` }] });
    for (const name of readdirSync(folder).sort()) {
      this.addFunction(name, path.join(folder, name));
    }
  }

  private addFunction(name: string, folder: string): void {
    const { aws } = this;
    const asset = new TerraformAsset(this, `${name}-asset`, { path: folder, type: AssetType.DIRECTORY });
    const repository = new aws.EcrRepository(this, `${name}-repository`, {
      name: `bench/${name}`,
      imageTagMutability: "IMMUTABLE",
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      imageScanningConfiguration: { scanOnPush: true },
    });
    new aws.EcrLifecyclePolicy(this, `${name}-lifecycle`, {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
            action: { type: "expire" },
          },
        ],
      }),
    });
    const pull = new aws.EcrRepositoryPolicy(this, `${name}-pull`, {
      repository: repository.name,
      policy: policy({
        Principal: { Service: "lambda.amazonaws.com" },
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      }),
    });
    const image = new aws.RegistryImage(this, `${name}-image`, {
      name: `${REGISTRY}/${repository.name}:${asset.assetHash}`,
      keepRemotely: true,
      triggers: { content: asset.assetHash },
    });
    image.addOverride("build", [
      { context: asset.path, dockerfile: "Dockerfile", platform: "linux/amd64", provenance: "false" },
    ]);
    const logGroup = new aws.CloudwatchLogGroup(this, `${name}-log`, {
      name: `/aws/lambda/bench-${name}`,
      retentionInDays: 30,
    });
    const role = new aws.IamRole(this, `${name}-role`, {
      name: `bench-${name}`,
      assumeRolePolicy: policy({
        Principal: { Service: "lambda.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      }),
    });
    const writeLog = new aws.IamRolePolicy(this, `${name}-policy`, {
      role: role.name,
      policy: policy({
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${logGroup.arn}:*`],
      }),
    });
    const fn = new aws.LambdaFunction(this, name, {
      functionName: `bench-${name}`,
      packageType: "Image",
      imageUri: `${REGISTRY}/${repository.name}@${image.sha256Digest}`,
      role: role.arn,
      architectures: ["x86_64"],
      memorySize: 256,
      timeout: 30,
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      dependsOn: [pull, writeLog],
    });
    new TerraformOutput(this, `${name}-function-name`, { value: fn.functionName });
    new TerraformOutput(this, `${name}-function-arn`, { value: fn.arn });
    new TerraformOutput(this, `${name}-image-uri`, { value: fn.imageUri });
  }
}

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

export function synthesize(bindings: Bindings): void {
  const app = new App();
  new FunctionsStack(app, "functions", bindings, process.env.BENCH_FUNCTIONS as string);
  app.synth();
}
