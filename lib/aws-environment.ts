import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { ecrRegistry } from "./ecr-registry";
import { LOCAL_AWS_ACCOUNT, type LocalAws, localAwsOf } from "./local-aws";
import { partitionOf } from "./partition-of";

/** The account and region that a stack is deployed to, and related settings. */
export interface AwsEnvironmentProps {
  /** The 12 digits of the AWS account. */
  readonly account: string;
  /** The AWS region, for example `eu-central-1`. */
  readonly region: string;
  /**
   * The prefix of the names of all resources, so that several environments can share an account, for example
   * `shop-dev`.
   */
  readonly namePrefix: string;
  /**
   * Whether destroying a repository also deletes its images. It is meant for temporary environments. A repository can
   * override it.
   * @default false
   */
  readonly emptyOnDelete?: boolean;
}

/**
 * The region and account in an ARN. As in AWS CDK's `formatArn`, an empty string means none: a bucket's ARN has
 * neither.
 */
export interface ArnPlace {
  /** The region. @default - the stack's */
  readonly region?: string;
  /** The account. @default - the stack's */
  readonly account?: string;
}

/**
 * The AWS account and region that a stack deploys to. They are known at synth. So names, ARNs and the registry's host
 * are plain text in the plan, and known before the apply.
 */
export class AwsEnvironment {
  private static readonly all = new WeakMap<TerraformStack, AwsEnvironment>();

  /**
   * Sets the environment of a stack. Call it once, in the stack's constructor. On a local AWS (`lambda-images local`)
   * the account is always 000000000000, and the registry is the local one.
   * @throws Error when the account, the region or the prefix is invalid.
   */
  static define(stack: TerraformStack, props: AwsEnvironmentProps): AwsEnvironment {
    const environment = new AwsEnvironment(props, localAwsOf(stack));
    AwsEnvironment.all.set(stack, environment);
    // For commands that read the stack: which names belong to this environment. Terraform ignores the key "//".
    stack.addOverride("//.metadata.namePrefix", props.namePrefix);
    return environment;
  }

  /** The environment of a construct's stack, if the stack has one. @internal */
  static find(construct: Construct): AwsEnvironment | undefined {
    return AwsEnvironment.all.get(TerraformStack.of(construct));
  }

  /** The environment of a construct's stack. @throws Error when the stack has no environment. */
  static of(construct: Construct): AwsEnvironment {
    const stack = TerraformStack.of(construct);
    const environment = AwsEnvironment.find(construct);
    if (!environment) {
      throw new Error(
        `The stack [${stack.node.path}] has no AWS account and region, but [${construct.node.path}] ` +
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
  /** `aws`, `aws-cn` or `aws-us-gov`, depending on the region. */
  readonly partition: string;
  /** The host of the image registry, without a scheme. */
  readonly registry: string;
  /** The prefix of the names of all resources, for example `shop-dev`. */
  readonly namePrefix: string;
  /** Whether destroying a repository also deletes its images, unless the repository overrides it. */
  readonly emptyOnDelete: boolean;
  /** Whether the stack is deployed to a local AWS (`lambda-images local`) instead of this environment. */
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
      "1 to 31 of a-z, 0-9 and -, starting with a letter",
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
   * The ARN of a resource whose name is known, for example `arn("lambda", "function:shop-dev-python")`. It is plain
   * text at synth, so a policy with it is readable in the plan of a first deploy. A resource's own `arn` is known only
   * after the apply.
   * @param service the service's name in ARNs, for example `sqs`
   * @param resource the part after the account, for example `table/orders`
   */
  arn(service: string, resource: string, place: ArnPlace = {}): string {
    const { region = this.region, account = this.account } = place;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  /**
   * The host of an account's ECR registry in this region. On a local AWS it is the local registry for every account.
   */
  registryOf(account: string): string {
    return this.localAws?.registry ?? ecrRegistry(account, this.region);
  }

  /** The account itself as a principal: everyone in it with the permission. */
  rootOf(account: string): string {
    return this.arn("iam", "root", { region: "", account });
  }

  /** The name of a construct's resource: the prefix and the ids on the path to it, for example `shop-dev-python`. */
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
    throw new Error(`${name} of an AWS environment must be ${rule}; got ${JSON.stringify(value)}.`);
  }
}
