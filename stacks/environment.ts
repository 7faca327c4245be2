import * as z from "zod";

const text = z.string().min(1);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as "eu-central-1"');

const executionMode = z.enum(["local", "remote", "agent"]);

/** Where HCP Terraform runs a stack. */
export type ExecutionMode = z.output<typeof executionMode>;

/** Where Terraform keeps its state. Always said: CDKTF's own default writes an absolute path of this machine into the stack. */
const backend = z.discriminatedUnion("type", [
  /** A file beside cdktf.json, `terraform.<stack>.tfstate`. For one person. */
  z.strictObject({ type: z.literal("local") }),
  /** An S3 bucket with a lock file in it (Terraform 1.10 or newer). */
  z.strictObject({ type: z.literal("s3"), bucket: text, region, keyPrefix: z.string().default("") }),
  /** HCP Terraform (Terraform Cloud), a workspace for each stack. */
  z.strictObject({
    type: z.literal("hcp"),
    organization: text,
    project: text.optional(),
    hostname: text.default("app.terraform.io"),
    /** Begins the name of each workspace, before the name of the stack. */
    workspacePrefix: z.string().default(""),
    /**
     * Where Terraform runs, as the workspaces are set to: this machine, HashiCorp's workers, which have no Docker, or an agent of your own,
     * which has to have it where images are built. It sets nothing in HCP Terraform; a stack that can't work there is refused.
     */
    executionMode: executionMode.default("local"),
  }),
]);

const environment = z.strictObject({
  /** The 12 digits of the AWS account. Terraform refuses to run with the credentials of another. */
  account: z.string().regex(/^\d{12}$/, "12 digits"),
  region,
  /** Begins the name of everything that is made: two environments can share an account. */
  namePrefix: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, '1 to 31 of a-z, 0-9 and "-", a letter first'),
  /** Put on everything that can have tags. */
  tags: z.record(text, z.string()).default({}),
  backend,
  /** Who builds and pushes images: Terraform's docker provider, or the docker command of the machine that applies. */
  imageBuilder: z.enum(["docker-provider", "docker-cli"]).default("docker-provider"),
  /** How to log in to the registry. What each costs: lib/image/registry-login.ts. */
  registryLogin: z.enum(["ephemeral-token", "docker-config", "token-in-state"]).default("ephemeral-token"),
  /** Destroying deletes data too: images in repositories, objects in buckets. */
  disposable: z.boolean().default(false),
  /** A warning about a function's folder stops a synth, as an error does. */
  strict: z.boolean().default(false),
});

/** Where a stack with the backend `local` keeps its state, beside cdktf.json. */
export function localStateFile(stack: string): string {
  return `terraform.${stack}.tfstate`;
}

/** The lock of a stack's providers, for the repository: `npm run lock` writes it. */
export function providerLockFile(stack: string): string {
  return `locks/${stack}.lock.hcl`;
}

/** The settings of an environment as they are written in environments.ts. */
export type Environments = Readonly<Record<string, z.input<typeof environment>>>;

/** The settings of an environment, checked, with defaults filled in. */
export type Environment = Readonly<z.output<typeof environment>> & { readonly name: string };

/** Says what is wrong with environments.ts, or with the name of the environment that was asked for. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads one environment.
 * @throws EnvironmentError when there is none of that name, or when a setting can't be right: all of them are named together.
 */
export function readEnvironment(
  environments: Environments,
  name: string,
  overrides: { readonly imageBuilder?: string | undefined } = {},
): Environment {
  const settings = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (!settings) {
    const names = Object.keys(environments).join(", ");
    throw new EnvironmentError(`There is no environment "${name}" in environments.ts; it has ${names}.`);
  }
  const result = environment.safeParse({
    ...settings,
    ...(overrides.imageBuilder && { imageBuilder: overrides.imageBuilder }),
  });
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `  - ${path.join(".")}: ${message}`);
    throw new EnvironmentError(
      `The environment "${name}" in environments.ts can't be used:\n${problems.join("\n")}`,
    );
  }
  return { name, ...result.data };
}
