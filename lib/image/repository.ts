import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment, idPath } from "../aws-environment";
import { type PolicyStatement, policyDocument } from "../policy-statement";

/** A repository of images in ECR, made here or elsewhere. */
export interface IRepository {
  /** For example `shop-dev/python`. */
  readonly repositoryName: string;
  /** Host of the registry it is in. */
  readonly registry: string;
  /** `<registry>/<repositoryName>`; of a repository that Terraform makes, known only after it is made. */
  readonly repositoryUri: string;
  /** The account of the registry it is in; `undefined` is the stack's own. */
  readonly registryId?: string;
  /** What has to be there before Lambda may pull from it. */
  readonly pullAllowedBy: readonly ITerraformDependable[];
}

export interface RepositoryProps {
  /** @default - the environment's name prefix, `/`, and the path of the construct in lower case, for example `shop-dev/python` */
  readonly repositoryName?: string;
  /**
   * Delete the images too when the repository is destroyed. Without it AWS refuses to delete a repository that has
   * images, and no running function loses its image by mistake.
   * @default - as the environment says (AwsEnvironmentProps.emptyOnDelete), which is false where it says nothing
   */
  readonly emptyOnDelete?: boolean;
  /**
   * How many images are kept of each function, the newest by push. Age alone never deletes one: Lambda pulls the image
   * again after weeks without a call, so a function that nobody touched for a year still needs its image.
   * @default 50
   */
  readonly maxImageCount?: number;
  /** ARN of a KMS key that encrypts the images. @default - AES-256 with a key that S3 manages */
  readonly encryptionKey?: string;
  /**
   * Other accounts, by their 12 digits, whose Lambda functions of this region may pull from it: an image that was built and tested in one
   * account goes to production in another (`DockerImageCode.fromEcr` with `Repository.fromRepositoryArn`).
   * @default - this account's alone
   */
  readonly pullAccounts?: readonly string[];
}

/** ECR allows this many rules in one lifecycle policy (Amazon ECR User Guide, "Amazon ECR service quotas", read 2026-11-24). */
const MAX_LIFECYCLE_RULES = 50;

/**
 * An ECR repository for Lambda: immutable tags, scanned on push, encrypted, and readable by the Lambda functions of its own
 * account and region. Used by one function, or shared by many: each then has a tag prefix of its own.
 */
export class Repository extends Construct implements IRepository {
  /** A repository that exists already in the stack's account and region, and lets Lambda pull from it. */
  static fromRepositoryName(scope: Construct, repositoryName: string): IRepository {
    const { registry } = AwsEnvironment.of(scope);
    return { repositoryName, registry, repositoryUri: `${registry}/${repositoryName}`, pullAllowedBy: [] };
  }

  /**
   * A repository of another account, for example `arn:aws:ecr:eu-central-1:111111111111:repository/shop-dev/python`. It has to let the
   * stack's account pull (RepositoryProps.pullAccounts).
   * @throws Error when it is no ARN of a repository, or of one in another region: Lambda pulls only from its own (AWS Lambda Developer
   * Guide, "Create a Lambda function using a container image", read 2026-11-24); replicate the image instead (RegistryReplication).
   */
  static fromRepositoryArn(scope: Construct, repositoryArn: string): IRepository {
    const [, region, account, repositoryName] = REPOSITORY_ARN.exec(repositoryArn) ?? [];
    if (region === undefined || account === undefined || repositoryName === undefined) {
      throw new Error(
        `[${scope.node.path}] ${JSON.stringify(repositoryArn)} is no ARN of an ECR repository: ` +
          '"arn:aws:ecr:<region>:<account>:repository/<name>".',
      );
    }
    const environment = AwsEnvironment.of(scope);
    if (region !== environment.region) {
      throw new Error(
        `[${scope.node.path}] The repository ${repositoryName} is in ${region}, and this stack is in ${environment.region}: Lambda pulls only ` +
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

  readonly repositoryName: string;
  readonly registry: string;
  readonly pullAllowedBy: readonly ITerraformDependable[];
  readonly repositoryUri: string;
  private readonly tagPrefixes: string[] = [];
  private readonly maxImageCount: number;
  private lifecyclePolicy: EcrLifecyclePolicy | undefined;

  /** @throws Error when the name or the count can't be right. */
  constructor(scope: Construct, id: string, props: RepositoryProps = {}) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const name = props.repositoryName ?? repositoryNameFor(environment, idPath(this));
    checkName(this, name);
    checkAccounts(this, props.pullAccounts ?? []);
    this.maxImageCount = props.maxImageCount ?? 50;
    if (!Number.isInteger(this.maxImageCount) || this.maxImageCount < 1) {
      throw new Error(
        `[${this.node.path}] maxImageCount is a whole number from 1 on; got ${this.maxImageCount}.`,
      );
    }

    const repository = new EcrRepository(this, "Resource", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        props.encryptionKey
          ? { encryptionType: "KMS", kmsKey: props.encryptionKey }
          : { encryptionType: "AES256" },
      ],
      forceDelete: props.emptyOnDelete ?? environment.emptyOnDelete,
    });
    // Lambda writes this policy itself when it may (under the same Sid); undeclared, every plan would show it as drift.
    const policy = new EcrRepositoryPolicy(this, "Policy", {
      repository: repository.name,
      policy: policyDocument(pullStatements(environment, props.pullAccounts ?? [])),
    });
    this.repositoryName = repository.name;
    this.repositoryUri = repository.repositoryUrl;
    this.registry = environment.registry;
    this.pullAllowedBy = [policy];
  }

  /**
   * Counts the images whose tags begin with this prefix on their own, and keeps the newest of them; an empty prefix counts all.
   * @throws Error when there are more prefixes than ECR allows rules.
   */
  keepImagesOf(tagPrefix: string): void {
    if (this.tagPrefixes.length === MAX_LIFECYCLE_RULES) {
      throw new Error(
        `[${this.node.path}] holds the images of ${MAX_LIFECYCLE_RULES} functions already, and ECR's lifecycle policies have ` +
          "no more rules than that. Make a second Repository for the others.",
      );
    }
    this.tagPrefixes.push(tagPrefix);
    const policy = this.lifecyclePolicyText();
    if (this.lifecyclePolicy) {
      this.lifecyclePolicy.policy = policy;
    } else {
      this.lifecyclePolicy = new EcrLifecyclePolicy(this, "Lifecycle", {
        repository: this.repositoryName,
        policy,
      });
    }
  }

  private lifecyclePolicyText(): string {
    return JSON.stringify({
      rules: this.tagPrefixes.map((prefix, index) => ({
        rulePriority: index + 1,
        description: `Keep the newest ${this.maxImageCount} images${prefix && ` of ${prefix.slice(0, -1)}`}`,
        selection: {
          ...(prefix ? { tagStatus: "tagged", tagPrefixList: [prefix] } : { tagStatus: "any" }),
          countType: "imageCountMoreThan",
          countNumber: this.maxImageCount,
        },
        action: { type: "expire" },
      })),
    });
  }
}

const REPOSITORY_ARN = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/;

/**
 * Who may pull: Lambda for this account's functions, and for other accounts both Lambda and the account itself (AWS Lambda Developer
 * Guide, "Amazon ECR cross-account permissions", read 2026-11-24).
 */
function pullStatements(environment: AwsEnvironment, accounts: readonly string[]): PolicyStatement[] {
  const actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  const functionsOf = (account: string): string => environment.arn("lambda", "function:*", { account });
  const lambda = (sid: string, sourceArn: string | readonly string[]): PolicyStatement => ({
    sid,
    service: "lambda.amazonaws.com",
    actions,
    conditions: { StringLike: { "aws:sourceArn": sourceArn } },
  });
  return [
    lambda("LambdaECRImageRetrievalPolicy", functionsOf(environment.account)),
    ...(accounts.length === 0
      ? []
      : [
          { sid: "OtherAccounts", accounts: accounts.map((account) => environment.rootOf(account)), actions },
          lambda("LambdaOfOtherAccounts", accounts.map(functionsOf)),
        ]),
  ];
}

/** `HelloWorld` in the environment `shop-dev` is `shop-dev/hello-world`: ECR has no capital letters. */
export function repositoryNameFor(environment: AwsEnvironment, name: string): string {
  return `${environment.namePrefix}/${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}`;
}

/** Amazon ECR API Reference, CreateRepository, repositoryName (read 2026-11-24). */
const NAME = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

function checkName(construct: Construct, name: string): void {
  if (!NAME.test(name)) {
    throw new Error(
      `[${construct.node.path}] "${name}" can't be the name of an ECR repository: 2 to 256 of a-z, 0-9, ".", "_", "-" and "/", ` +
        "each part beginning and ending with a letter or digit. Set repositoryName, or use another construct id.",
    );
  }
}

function checkAccounts(construct: Construct, accounts: readonly string[]): void {
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) {
      throw new Error(
        `[${construct.node.path}] pullAccounts are AWS accounts, each 12 digits; got ${JSON.stringify(account)}.`,
      );
    }
  }
}
