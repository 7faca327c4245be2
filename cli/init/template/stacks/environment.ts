/** The settings of an environment. */
export interface EnvironmentSettings {
  /** The 12 digits of the AWS account. Terraform refuses to run with credentials of another account. */
  readonly account: string;
  readonly region: string;
  /** The prefix of the names of all resources, so that two environments can share an account. */
  readonly namePrefix: string;
  /**
   * The S3 bucket of Terraform's state. You need one as soon as two people, or GitHub, deploy.
   * @default - a file beside cdktf.json
   */
  readonly stateBucket?: string;
  /**
   * The name of the managed policy that limits what the functions' roles may do at most. With it, the role that deploys can't give
   * itself more permissions: lambda-images permissions --boundary prints it.
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /** Whether destroying the stack also deletes data: images in repositories, objects in buckets. */
  readonly disposable: boolean;
}

export type Environments = Readonly<Record<string, EnvironmentSettings>>;

export interface Environment extends EnvironmentSettings {
  readonly name: string;
}

/** @throws Error when there is no environment of that name */
export function readEnvironment(environments: Environments, name: string): Environment {
  const settings = environments[name];
  if (!settings) {
    const names = Object.keys(environments).join(", ");
    throw new Error(`There is no environment "${name}" in environments.ts. It has: ${names}.`);
  }
  return { name, ...settings };
}
