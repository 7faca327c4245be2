import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  App,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformOutput,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { AppEnvironment } from "./app-environment";
import type { Existing } from "./existing";
import { issuerHost, type RoleNames, trustPolicy } from "./identity";
import { policyJson } from "./policy-json";
import type { BootstrapPolicies, NamedPolicy } from "./role-policies";
import type { Settings } from "./settings";
import { SETTINGS_OUTPUT } from "./state";
import { StateBucket } from "./state-bucket";

/** 1.11 is the first version whose lock file for S3 is not experimental (`use_lockfile`). */
const TERRAFORM_VERSION = ">= 1.11.0";

/** As the app's stacks: only arguments that exist in 5.100 and in 6 are used. */
const AWS_PROVIDER_VERSION = ">= 5.100.0, < 7.0.0";

export interface BootstrapStackProps {
  readonly environment: AppEnvironment;
  readonly settings: Settings;
  readonly names: RoleNames;
  readonly policies: BootstrapPolicies;
  /** What the account has already. It is imported. */
  readonly existing: Existing;
  /** Whether the state has a KMS key that an earlier run made. */
  readonly hasOwnKey: boolean;
  /** The file of the state, until it moves. @default - the environment's backend */
  readonly stateFile?: string;
}

/** The state's bucket, the identity provider, and the roles that plan and deploy. */
class BootstrapStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    super(scope, id);
    const { environment, settings, names, policies, existing } = props;
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    this.addOverride("terraform.required_providers.aws.version", AWS_PROVIDER_VERSION);
    this.addBackend(props);
    new AwsProvider(this, "aws", { region: environment.region, allowedAccountIds: [environment.account] });
    const bucket = this.addBucket(props);
    const provider = this.addIdentityProvider(props);
    const plan = this.addRole("Plan", names.plan, provider, props);
    const deploy = this.addRole("Deploy", names.deploy, provider, props);
    this.addPolicy("Boundary", policies.boundary, environment, existing);
    const key = bucket?.keyArn;
    if (key !== undefined) {
      allowKey(this, "PlanKey", plan, ["kms:Decrypt"], key);
      allowKey(this, "DeployKey", deploy, ["kms:Decrypt", "kms:GenerateDataKey"], key);
    }
    this.addBudget(settings, names);
    new TerraformOutput(this, "plan_role", { value: plan.arn, staticId: true });
    new TerraformOutput(this, "deploy_role", { value: deploy.arn, staticId: true });
    // As text, since the type of an object's output would change with the settings.
    new TerraformOutput(this, SETTINGS_OUTPUT, { value: policyJson(settings), staticId: true });
  }

  private addBackend({ environment: { backend }, stateFile }: BootstrapStackProps): void {
    if (backend.type === "cloud") {
      const { organization, hostname, workspaces } = backend.settings;
      new CloudBackend(this, {
        organization,
        ...(hostname !== undefined && { hostname }),
        workspaces: new NamedCloudWorkspace(workspaces?.name ?? this.node.id, workspaces?.project),
      });
    } else if (stateFile !== undefined) {
      new LocalBackend(this, { path: stateFile });
    } else {
      const { bucket, key, ...others } = backend.settings;
      const s3 = new S3Backend(this, { bucket, key });
      // As the app's stacks have them, also arguments that CDKTF's types lack.
      for (const [argument, value] of Object.entries(others)) {
        s3.addOverride(argument, value);
      }
    }
  }

  private addBucket({
    environment,
    settings,
    existing,
    hasOwnKey,
  }: BootstrapStackProps): StateBucket | undefined {
    if (environment.backend.type !== "s3") {
      return undefined;
    }
    return new StateBucket(this, "State", {
      bucketName: environment.backend.settings.bucket,
      partition: environment.partition,
      newKey: settings.kms && (hasOwnKey || existing.bucket?.kmsKey === undefined),
      ...(existing.bucket && { existing: existing.bucket }),
    });
  }

  private addIdentityProvider({
    settings: { identity },
    existing,
  }: BootstrapStackProps): IamOpenidConnectProvider {
    const audiences = new Set([...(existing.identityProvider?.audiences ?? []), identity.audience]);
    const provider = new IamOpenidConnectProvider(this, "IdentityProvider", {
      url: identity.url,
      clientIdList: [...audiences].sort(),
      // Others may use it too. AWS trusts the certificates of known issuers by itself, so old thumbprints don't matter.
      lifecycle: { preventDestroy: true, ignoreChanges: ["thumbprint_list", "tags", "tags_all"] },
    });
    if (existing.identityProvider) {
      provider.importFrom(existing.identityProvider.arn);
    }
    return provider;
  }

  private addRole(
    id: "Plan" | "Deploy",
    name: string,
    provider: IamOpenidConnectProvider,
    { environment, settings: { identity }, policies, existing }: BootstrapStackProps,
  ): IamRole {
    const kind = id === "Plan" ? "plan" : "deploy";
    // As text, so that a reviewer reads it in the plan that makes the provider.
    const providerArn = `${iamArn(environment)}:oidc-provider/${issuerHost(identity)}`;
    const role = new IamRole(this, id, {
      name,
      assumeRolePolicy: policyJson(trustPolicy(identity, identity[kind], providerArn)),
      dependsOn: [provider],
    });
    if (existing.roles.includes(name)) {
      role.importFrom(name);
    }
    for (const [index, document] of policies[kind].entries()) {
      const policyId = `${id}Policy${index + 1}`;
      const policy = this.addPolicy(policyId, document, environment, existing);
      new IamRolePolicyAttachment(this, `${policyId}Attachment`, { role: role.name, policyArn: policy.arn });
    }
    return role;
  }

  private addPolicy(
    id: string,
    { name, document }: NamedPolicy,
    environment: AppEnvironment,
    existing: Existing,
  ): IamPolicy {
    const policy = new IamPolicy(this, id, { name, policy: policyJson(document) });
    if (existing.policies.includes(name)) {
      policy.importFrom(`${iamArn(environment)}:policy/${name}`);
    }
    return policy;
  }

  private addBudget({ budget }: Settings, names: RoleNames): void {
    if (budget === undefined) {
      return;
    }
    const notification = (notificationType: string) => ({
      comparisonOperator: "GREATER_THAN",
      notificationType,
      threshold: 100,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: [budget.email],
    });
    new BudgetsBudget(this, "Budget", {
      name: `${names.plan.replace(/-plan$/, "")}-monthly`,
      budgetType: "COST",
      limitAmount: String(budget.usd),
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notification: [notification("ACTUAL"), notification("FORECASTED")],
    });
  }
}

/** Writes the stack below a folder. @returns the folder for Terraform */
export function synthesizeBootstrap(outdir: string, props: BootstrapStackProps): string {
  const { stackName } = props.environment;
  const app = new App({ outdir, stackTraces: false });
  new BootstrapStack(app, stackName, props);
  app.synth();
  return `${outdir}/stacks/${stackName}`;
}

function allowKey(
  scope: Construct,
  id: string,
  role: IamRole,
  actions: readonly string[],
  key: string,
): void {
  new IamRolePolicy(scope, id, {
    role: role.name,
    name: "state-key",
    // The ARN can be an expression of Terraform.
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: key }],
    }),
  });
}

function iamArn({ partition, account }: AppEnvironment): string {
  return `arn:${partition}:iam::${account}`;
}
