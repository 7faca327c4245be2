import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment, idPath } from "../aws-environment";
import { policyDocument } from "../policy-statement";
import { checkProtectedTag, lifecyclePolicyText, MAX_LIFECYCLE_RULES } from "./lifecycle-rules";
import { checkAccounts, pullStatements } from "./pull-policy";
import { encryptionConfiguration, type RepositoryEncryptionOptions } from "./repository-encryption";

/** A repository of images in ECR, created here or elsewhere. */
export interface IRepository {
  /** The name in ECR, for example `shop-dev/python`. */
  readonly repositoryName: string;
  /** The host of its registry. */
  readonly registry: string;
  /** `<registry>/<repositoryName>`. If Terraform creates the repository, it is known only afterwards. */
  readonly repositoryUri: string;
  /** The account of its registry. `undefined` is the stack's own account. */
  readonly registryId?: string;
  /** What has to exist before Lambda may pull from it. */
  readonly pullAllowedBy: readonly ITerraformDependable[];
}

/** Settings of a Repository. */
export interface RepositoryProps extends RepositoryEncryptionOptions {
  /** The name in ECR. @default - the environment's name prefix, `/`, and the path of the construct in lower case, for example `shop-dev/python` */
  readonly repositoryName?: string;
  /**
   * Deletes the images too when the repository is destroyed. Without it AWS refuses to delete a repository that has images, so that
   * no running function's image is deleted by mistake.
   * @default - AwsEnvironmentProps.emptyOnDelete of the environment, false if that isn't set
   */
  readonly emptyOnDelete?: boolean;
  /**
   * How many images of each function are kept, the last ones pushed. No image is deleted because of its age alone:
   * Lambda pulls the image again after weeks without an invocation, so a function that nobody changed for a year still
   * needs its image.
   * @default 50
   */
  readonly maxImageCount?: number;
  /**
   * The tags of images that never expire, however many come after them: those that production runs (docs/promotion.md), or an alias
   * on an old version. Give whole tags, as `lambda-images images` prints them. The images of a tag that is taken off the list are
   * counted again like all others.
   * @default - none
   */
  readonly protectedTags?: readonly string[];
  /**
   * Other accounts (12 digits each) whose Lambda functions in this region may pull from it. So an image that was built and tested
   * in one account can go to production in another (`DockerImageCode.fromEcr` with `Repository.fromRepositoryArn`).
   * @default - only this account
   */
  readonly pullAccounts?: readonly string[];
}

/**
 * An ECR repository for Lambda: immutable tags, scanned on push, encrypted, and readable by the Lambda functions of its own
 * account and region. It is used by one function, or shared by many, each with its own tag prefix.
 */
export class Repository extends Construct implements IRepository {
  /** An existing repository in the stack's account and region, from which Lambda may pull. */
  static fromRepositoryName(scope: Construct, repositoryName: string): IRepository {
    const { registry } = AwsEnvironment.of(scope);
    return { repositoryName, registry, repositoryUri: `${registry}/${repositoryName}`, pullAllowedBy: [] };
  }

  /**
   * A repository of another account, for example `arn:aws:ecr:eu-central-1:111111111111:repository/shop-dev/python`. It has to
   * allow the stack's account to pull (RepositoryProps.pullAccounts).
   * @throws Error when it is not the ARN of a repository, or the repository is in another region. Lambda pulls only from its own
   * region (AWS Lambda Developer Guide, "Create a Lambda function using a container image", read 2026-11-24). Replicate the image
   * instead (RegistryReplication).
   */
  static fromRepositoryArn(scope: Construct, repositoryArn: string): IRepository {
    const [, region, account, repositoryName] = REPOSITORY_ARN.exec(repositoryArn) ?? [];
    if (region === undefined || account === undefined || repositoryName === undefined) {
      throw new Error(
        `[${scope.node.path}] ${JSON.stringify(repositoryArn)} is not the ARN of an ECR repository: ` +
          '"arn:aws:ecr:<region>:<account>:repository/<name>".',
      );
    }
    const environment = AwsEnvironment.of(scope);
    if (region !== environment.region) {
      throw new Error(
        `[${scope.node.path}] The repository ${repositoryName} is in ${region}, but this stack is in ${environment.region}. Lambda pulls only ` +
          `from its own region. Replicate the images to ${environment.region} (RegistryReplication in the stack of ${region}), and refer to the ` +
          "repository there.",
      );
    }
    const registry = environment.registryOf(account);
    return {
      repositoryName,
      registry,
      repositoryUri: `${registry}/${repositoryName}`,
      registryId: account,
      pullAllowedBy: [],
    };
  }

  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: EcrRepository;
  readonly repositoryName: string;
  readonly registry: string;
  readonly pullAllowedBy: readonly ITerraformDependable[];
  readonly repositoryUri: string;
  private readonly tagPrefixes: string[] = [];
  private readonly protectedTags: string[] = [];
  private readonly maxImageCount: number;
  private lifecyclePolicy: EcrLifecyclePolicy | undefined;

  /** @throws Error when the name, the count, an account or a tag is invalid. */
  constructor(scope: Construct, id: string, props: RepositoryProps = {}) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const name = props.repositoryName ?? repositoryNameFor(environment, idPath(this));
    checkName(this, name);
    checkAccounts(this, props.pullAccounts ?? []);
    for (const tag of props.protectedTags ?? []) {
      checkProtectedTag(this, tag);
    }
    this.maxImageCount = props.maxImageCount ?? 50;
    if (!Number.isInteger(this.maxImageCount) || this.maxImageCount < 1) {
      const got = Token.isUnresolved(this.maxImageCount)
        ? "a value that is known only to Terraform. The lifecycle policy is written before"
        : this.maxImageCount;
      throw new Error(`[${this.node.path}] maxImageCount must be a whole number from 1 on; got ${got}.`);
    }

    this.resource = new EcrRepository(this, "Resource", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [encryptionConfiguration(this, props)],
      forceDelete: props.emptyOnDelete ?? environment.emptyOnDelete,
    });
    // Lambda writes this policy itself if it has permission, with the same Sid. If the policy were not declared here,
    // every plan would show it as drift.
    const policy = new EcrRepositoryPolicy(this, "Policy", {
      repository: this.resource.name,
      policy: policyDocument(pullStatements(environment, props.pullAccounts ?? [])),
    });
    this.repositoryName = this.resource.name;
    this.repositoryUri = this.resource.repositoryUrl;
    this.registry = environment.registry;
    this.pullAllowedBy = [policy];
    for (const tag of props.protectedTags ?? []) {
      this.protectTag(tag);
    }
  }

  /**
   * Protects the image with this tag from expiring, as RepositoryProps.protectedTags does.
   * @throws Error when it isn't a tag, or when there are more tags and prefixes than ECR allows rules.
   */
  protectTag(tag: string): void {
    checkProtectedTag(this, tag);
    if (!this.protectedTags.includes(tag)) {
      this.addRule(this.protectedTags, tag);
    }
  }

  /**
   * Adds a rule that counts the images with this tag prefix separately, and keeps the newest. An empty prefix counts all images.
   * @throws Error when there are more prefixes than ECR allows rules.
   */
  keepImagesOf(tagPrefix: string): void {
    this.addRule(this.tagPrefixes, tagPrefix);
  }

  private addRule(rules: string[], rule: string): void {
    const { protectedTags, tagPrefixes, maxImageCount } = this;
    if (protectedTags.length + tagPrefixes.length === MAX_LIFECYCLE_RULES) {
      throw new Error(
        `[${this.node.path}] needs more than ${MAX_LIFECYCLE_RULES} rules in its lifecycle policy, and ECR allows no more. It has ` +
          `${protectedTags.length} for protected tags, ${tagPrefixes.length} for functions, and one is to be added. Remove tags from protectedTags that ` +
          "nothing runs any more, or create a second Repository for some of the functions.",
      );
    }
    rules.push(rule);
    // Nothing expires in a repository without a counting rule, so there is nothing to protect from.
    if (tagPrefixes.length === 0) {
      return;
    }
    const policy = lifecyclePolicyText({ protectedTags, tagPrefixes, maxImageCount });
    if (this.lifecyclePolicy) {
      this.lifecyclePolicy.policy = policy;
    } else {
      this.lifecyclePolicy = new EcrLifecyclePolicy(this, "Lifecycle", {
        repository: this.repositoryName,
        policy,
      });
    }
  }
}

const REPOSITORY_ARN = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/;

/** `HelloWorld` in the environment `shop-dev` is `shop-dev/hello-world`: ECR names are in lower case. */
export function repositoryNameFor(environment: AwsEnvironment, name: string): string {
  return `${environment.namePrefix}/${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}`;
}

/** Amazon ECR API Reference, CreateRepository, repositoryName (read 2026-11-24). */
const NAME = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

function checkName(construct: Construct, name: string): void {
  if (!NAME.test(name)) {
    throw new Error(
      `[${construct.node.path}] "${name}" is not a valid name of an ECR repository: 2 to 256 of a-z, 0-9, ".", "_", "-" and "/", ` +
        "each part beginning and ending with a letter or digit. Set repositoryName, or use another construct id.",
    );
  }
}
