import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { ecrRegistry } from "./ecr-registry";
import { LOCAL_AWS_ACCOUNT, type LocalAws, localAwsOf } from "./local-aws";

/** Where a stack is deployed to. */
export interface AwsEnvironmentProps {
  /** The 12 digits of the AWS account. */
  readonly account: string;
  /** The AWS region, for example `eu-central-1`. */
  readonly region: string;
  /** Begins the name of everything that is made, so that several environments fit in one account, for example `shop-dev`. */
  readonly namePrefix: string;
  /**
   * Destroying a repository deletes the images in it. For environments that come and go; a repository can say it for itself.
   * @default false
   */
  readonly emptyOnDelete?: boolean;
}

/** Where something is that an ARN names. As in AWS CDK's `formatArn`, the empty text is for what has none: a bucket has neither. */
export interface ArnPlace {
  /** The region. @default - the stack's */
  readonly region?: string;
  /** The account. @default - the stack's */
  readonly account?: string;
}

/**
 * The AWS account and region that a stack deploys to. Known at synth, so that names, ARNs and the registry's host are
 * plain text in the plan and never wait for an apply.
 */
export class AwsEnvironment {
  private static readonly all = new WeakMap<TerraformStack, AwsEnvironment>();

  /**
   * Says once, in the stack's constructor, where a stack deploys to. On a local AWS (`lambda-images local`) the account is
   * 000000000000 and the registry is the local one, whatever is said here.
   * @throws Error when the account, the region or the prefix can't be right.
   */
  static define(stack: TerraformStack, props: AwsEnvironmentProps): AwsEnvironment {
    const environment = new AwsEnvironment(props, localAwsOf(stack));
    AwsEnvironment.all.set(stack, environment);
    return environment;
  }

  /** The environment of a construct's stack. @throws Error when the stack doesn't say where it deploys to. */
  static of(construct: Construct): AwsEnvironment {
    const stack = TerraformStack.of(construct);
    const environment = AwsEnvironment.all.get(stack);
    if (!environment) {
      throw new Error(
        `The stack [${stack.node.path}] does not say which AWS account and region it deploys to, and [${construct.node.path}] ` +
          "needs them for names and the registry's host. In the stack's constructor, before its first construct, call " +
          "AwsEnvironment.define(this, { account, region, namePrefix }).",
      );
    }
    return environment;
  }

  /** The 12 digits of the AWS account; on a local AWS 000000000000. */
  readonly account: string;
  /** The AWS region, for example `eu-central-1`. */
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`, as the region has it. */
  readonly partition: string;
  /** Host of the image registry, without a scheme. */
  readonly registry: string;
  /** Begins the name of everything that is created, for example `shop-dev`. */
  readonly namePrefix: string;
  /** Whether destroying a repository deletes the images in it, where the repository doesn't say. */
  readonly emptyOnDelete: boolean;
  /** Whether the stack is deployed to a local AWS (`lambda-images local`), in place of this environment. */
  readonly isLocal: boolean;

  private constructor(
    props: AwsEnvironmentProps,
    private readonly localAws: LocalAws | undefined,
  ) {
    check(props.account, /^\d{12}$/, "account", "12 digits");
    check(props.region, /^[a-z]{2}(-[a-z]+)+-\d$/, "region", 'a region such as "eu-central-1"');
    check(
      props.namePrefix,
      /^[a-z][a-z0-9-]{0,30}$/,
      "namePrefix",
      "1 to 31 of a-z, 0-9 and -, a letter first",
    );
    this.account = localAws ? LOCAL_AWS_ACCOUNT : props.account;
    this.region = props.region;
    this.isLocal = localAws !== undefined;
    this.namePrefix = props.namePrefix;
    this.emptyOnDelete = props.emptyOnDelete ?? false;
    this.partition = partitionOf(props.region);
    this.registry = this.registryOf(props.account);
  }

  /**
   * The ARN of something whose name is known, for example `arn("lambda", "function:shop-dev-python")`. It is plain text at synth, so a policy
   * with it can be read in the plan of a first deploy; a resource's own `arn` is known only after the apply.
   * @param service as it stands in ARNs, for example `sqs`
   * @param resource what follows the account, for example `table/orders`
   */
  arn(service: string, resource: string, place: ArnPlace = {}): string {
    const { region = this.region, account = this.account } = place;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  /** Host of the ECR registry that an account has in this region; of any account, the one of a local AWS. */
  registryOf(account: string): string {
    return this.localAws?.registry ?? ecrRegistry(account, this.region);
  }

  /** The account itself as a principal: whoever in it is allowed to. */
  rootOf(account: string): string {
    return this.arn("iam", "root", { region: "", account });
  }

  /** The name of what a construct makes: the prefix and the ids on the path to it, for example `shop-dev-python`. */
  nameOf(construct: Construct): string {
    return `${this.namePrefix}-${idPath(construct)}`;
  }
}

/** The ids on the path from the stack to a construct, for example `jobs-python` for the construct `python` in `jobs`. */
export function idPath(construct: Construct): string {
  const stack = TerraformStack.of(construct);
  return construct.node.scopes
    .slice(stack.node.scopes.length)
    .map((scope) => scope.node.id)
    .join("-");
}

function check(value: string, pattern: RegExp, name: string, rule: string): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    throw new Error(`${name} of an AWS environment is ${rule}; got ${JSON.stringify(value)}.`);
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
