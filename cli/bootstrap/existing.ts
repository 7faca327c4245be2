import type { IAMClient } from "@aws-sdk/client-iam";
import type { S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../process/steps";

/** What a bootstrap would make, by name. */
export interface Wanted {
  readonly account: string;
  readonly partition: string;
  /** The state's bucket. @default - HCP Terraform has the state */
  readonly bucket?: { readonly name: string; readonly region: string };
  /** The host of the identity provider. */
  readonly issuer: string;
  readonly roles: readonly string[];
  readonly policies: readonly string[];
}

/** What of it is in the account already. */
export interface Existing {
  readonly bucket?: ExistingBucket;
  readonly identityProvider?: { readonly arn: string; readonly audiences: readonly string[] };
  /** Names. */
  readonly roles: readonly string[];
  readonly policies: readonly string[];
}

/** The settings of a bucket that is there, as far as a bootstrap sets them. */
export interface ExistingBucket {
  /** The statements of its policy. @default - it has no policy */
  readonly policy?: readonly unknown[];
  readonly hasVersioning: boolean;
  readonly hasPublicAccessBlock: boolean;
  readonly hasEncryption: boolean;
  /** The KMS key that it encrypts with. @default - S3's own keys */
  readonly kmsKey?: string;
  /** The ids of its lifecycle rules. @default - it has none */
  readonly lifecycleRules?: readonly string[];
}

/** AWS's clients, as far as they are used. Tests have recorded answers. */
export interface Clients {
  readonly iam: Pick<IAMClient, "send">;
  readonly s3: Pick<S3Client, "send">;
}

/** Looks for what is there. It only reads. @throws CommandError when the bucket's name belongs to somebody else */
export async function findExisting(clients: Clients, wanted: Wanted): Promise<Existing> {
  const [bucket, identityProvider, roles, policies] = await Promise.all([
    wanted.bucket && findBucket(clients.s3, wanted.bucket),
    findIdentityProvider(clients.iam, wanted),
    findRoles(clients.iam, wanted),
    findPolicies(clients.iam, wanted),
  ]);
  return { roles, policies, ...(bucket && { bucket }), ...(identityProvider && { identityProvider }) };
}

function identityProviderArn({ account, partition, issuer }: Wanted): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
}

async function findIdentityProvider(
  iam: Clients["iam"],
  wanted: Wanted,
): Promise<Existing["identityProvider"]> {
  const { GetOpenIDConnectProviderCommand } = await import("@aws-sdk/client-iam");
  const arn = identityProviderArn(wanted);
  const found = await orAbsent(
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
  );
  return found && { arn, audiences: found.ClientIDList ?? [] };
}

async function findRoles(iam: Clients["iam"], { roles }: Wanted): Promise<string[]> {
  const { GetRoleCommand } = await import("@aws-sdk/client-iam");
  const found = await Promise.all(
    roles.map((RoleName) => orAbsent(iam.send(new GetRoleCommand({ RoleName })))),
  );
  return roles.filter((_, index) => found[index] !== undefined);
}

async function findPolicies(
  iam: Clients["iam"],
  { account, partition, policies }: Wanted,
): Promise<string[]> {
  const { GetPolicyCommand } = await import("@aws-sdk/client-iam");
  const found = await Promise.all(
    policies.map((name) =>
      orAbsent(
        iam.send(new GetPolicyCommand({ PolicyArn: `arn:${partition}:iam::${account}:policy/${name}` })),
      ),
    ),
  );
  return policies.filter((_, index) => found[index] !== undefined);
}

async function findBucket(
  s3: Clients["s3"],
  { name, region }: { readonly name: string; readonly region: string },
): Promise<ExistingBucket | undefined> {
  const sdk = await import("@aws-sdk/client-s3");
  const Bucket = name;
  try {
    await s3.send(new sdk.HeadBucketCommand({ Bucket }));
  } catch (error) {
    switch (statusOf(error)) {
      case 404:
        return undefined;
      case 403:
        throw new CommandError(
          `The bucket ${name} is there, but these credentials may not use it. Names of buckets are unique in all of AWS: either it is another ` +
            "account's, then name another bucket in environments.ts; or the credentials lack s3:ListBucket.",
        );
      case 301:
        throw new CommandError(
          `The bucket ${name} is there, but in another region than ${region}. Name its region in the backend of environments.ts, or another bucket.`,
        );
      default:
        throw error;
    }
  }
  const [policy, versioning, encryption, publicAccess, lifecycle] = await Promise.all([
    orAbsent(s3.send(new sdk.GetBucketPolicyCommand({ Bucket }))),
    s3.send(new sdk.GetBucketVersioningCommand({ Bucket })),
    orAbsent(s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }))),
    orAbsent(s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))),
    orAbsent(s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))),
  ]);
  const byDefault =
    encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return {
    hasVersioning: versioning.Status !== undefined,
    hasPublicAccessBlock: publicAccess !== undefined,
    hasEncryption: encryption !== undefined,
    ...(policy?.Policy !== undefined && { policy: JSON.parse(policy.Policy).Statement as unknown[] }),
    ...(byDefault?.KMSMasterKeyID !== undefined && { kmsKey: byDefault.KMSMasterKeyID }),
    ...(lifecycle?.Rules && { lifecycleRules: lifecycle.Rules.map(({ ID = "" }) => ID) }),
  };
}

/** The answer, or undefined when AWS answers that there is no such thing. */
async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
