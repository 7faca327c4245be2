import { copyFileSync, existsSync } from "node:fs";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import {
  AwsEnvironment,
  DockerCliBuilder,
  DockerImageAsset,
  DockerProviderBuilder,
  PermissionsBoundary,
  RegistryLogin,
  RequiredVersion,
} from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { type Environment, type ExecutionMode, localStateFile, providerLockFile } from "./environment";

/** 1.11 is the first version whose lock file for S3 is not experimental (`use_lockfile`). */
const TERRAFORM_VERSION = ">= 1.11.0";

/** Both major versions. Only arguments that exist in 5.100 and in 6 are used. */
const AWS_PROVIDER_VERSION = ">= 5.100.0, < 7.0.0";

export interface EnvironmentStackOptions {
  /** Where HCP Terraform runs this stack, if it differs from the environment. @default - the environment's setting */
  readonly executionMode?: ExecutionMode;
}

/** A stack in an environment, with its providers, its backend and its image builder. */
export class EnvironmentStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    readonly environment: Environment,
    private readonly options: EnvironmentStackOptions = {},
  ) {
    super(scope, id);
    new RequiredVersion(this, TERRAFORM_VERSION);
    this.addBackend();
    new AwsProvider(this, "aws", {
      region: environment.region,
      allowedAccountIds: [environment.account],
      defaultTags: [{ tags: environment.tags }],
    });
    AwsEnvironment.define(this, {
      account: environment.account,
      region: environment.region,
      namePrefix: environment.namePrefix,
      emptyOnDelete: environment.disposable,
    });
    this.addImageBuilder();
    this.addProviderLock();
    if (environment.permissionsBoundary !== undefined) {
      const policy = `policy/${environment.permissionsBoundary}`;
      PermissionsBoundary.of(this).apply(AwsEnvironment.of(this).arn("iam", policy, { region: "" }));
    }
  }

  private addBackend(): void {
    const { backend } = this.environment;
    const stack = this.node.id;
    switch (backend.type) {
      case "local":
        new LocalBackend(this, { path: path.posix.join(this.pathToProject(), localStateFile(stack)) });
        break;
      case "s3":
        new S3Backend(this, {
          bucket: backend.bucket,
          region: backend.region,
          key: `${backend.keyPrefix}${stack}.tfstate`,
          encrypt: true,
        }).addOverride("use_lockfile", true);
        break;
      case "hcp":
        new CloudBackend(this, {
          organization: backend.organization,
          hostname: backend.hostname,
          workspaces: new NamedCloudWorkspace(`${backend.workspacePrefix}${stack}`, backend.project),
        });
        if ((this.options.executionMode ?? backend.executionMode) === "remote") {
          this.node.addValidation({ validate: () => this.imagesWithoutDocker() });
        }
        break;
    }
  }

  private imagesWithoutDocker(): string[] {
    if (AwsEnvironment.of(this).isLocal) {
      return [];
    }
    const images = this.node.findAll().filter((construct) => construct instanceof DockerImageAsset);
    return images.map(
      ({ node }) =>
        `The image [${node.path}] would be built by HCP Terraform's own workers (executionMode "remote"), which have no Docker: the apply would ` +
        'fail. Put the images into a separate stack that runs where Docker is (executionMode "local", or "agent"), as docs/hcp-terraform.md shows.',
    );
  }

  /** The path from the stack's folder to the project's, so that the stack contains no path of this machine. */
  private pathToProject(): string {
    const folder = path.join(App.of(this).outdir, "stacks", this.node.id);
    return path.relative(folder, ".").split(path.sep).join("/");
  }

  /**
   * Copies the lock beside the stack, where Terraform expects it. The local AWS uses the providers that this machine
   * has.
   */
  private addProviderLock(): void {
    if (AwsEnvironment.of(this).isLocal) {
      return;
    }
    addCustomSynthesis(this, {
      onSynthesize: ({ manifest, outdir }) => {
        const lock = providerLockFile(this.node.id);
        if (existsSync(lock)) {
          copyFileSync(
            lock,
            path.join(outdir, manifest.forStack(this).workingDirectory, ".terraform.lock.hcl"),
          );
        }
      },
    });
  }

  private addImageBuilder(): void {
    const { environment } = this;
    const login = LOGINS[environment.registryLogin]();
    this.addOverride(
      "terraform.required_providers.aws.version",
      login.awsProviderVersion ?? AWS_PROVIDER_VERSION,
    );
    if (environment.imageBuilder === "docker-cli") {
      DockerCliBuilder.addTo(this, { login });
    } else {
      DockerProviderBuilder.addTo(this, { login });
    }
  }
}

const LOGINS = {
  "ephemeral-token": RegistryLogin.ephemeralToken,
  "docker-config": RegistryLogin.dockerConfig,
  "token-in-state": RegistryLogin.tokenInState,
} as const;
