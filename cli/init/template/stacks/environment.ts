/** The settings of an environment. */
export interface EnvironmentSettings {
  /** The 12 digits of the AWS account. Terraform refuses to run with the credentials of another one. */
  readonly account: string;
  readonly region: string;
  /** Begins the name of everything that is made: two environments can share an account. */
  readonly namePrefix: string;
  /**
   * The S3 bucket that keeps Terraform's state. You need one as soon as two people, or GitHub, deploy.
   * @default - a file beside cdktf.json
   */
  readonly stateBucket?: string;
  /** Destroying the stack deletes data too: images in repositories, objects in buckets. */
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
