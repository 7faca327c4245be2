import * as z from "zod";

const text = z.string().min(1);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as "eu-central-1"');

const executionMode = z.enum(["local", "remote", "agent"]);

/** Where HCP Terraform runs a stack. */
export type ExecutionMode = z.output<typeof executionMode>;

/**
 * The backend of Terraform's state. It is always set, because CDKTF's default writes an absolute path of this machine
 * into the stack.
 */
const backend = z.discriminatedUnion("type", [
  /** A file beside cdktf.json, `terraform.<stack>.tfstate`, for a single developer. */
  z.strictObject({ type: z.literal("local") }),
  /** An S3 bucket with a lock file in it. */
  z.strictObject({ type: z.literal("s3"), bucket: text, region, keyPrefix: z.string().default("") }),
  /** HCP Terraform (Terraform Cloud), a workspace for each stack. */
  z.strictObject({
    type: z.literal("hcp"),
    organization: text,
    project: text.optional(),
    hostname: text.default("app.terraform.io"),
    /** The prefix of each workspace's name, before the name of the stack. */
    workspacePrefix: z.string().default(""),
    /**
     * Where Terraform runs, as set in the workspaces: this machine, HashiCorp's workers, which have no Docker, or your
     * own agent, which needs Docker if it builds images. It doesn't change HCP Terraform's settings. A stack that can't
     * work there is refused.
     */
    executionMode: executionMode.default("local"),
  }),
]);

const environment = z.strictObject({
  /** The 12 digits of the AWS account. Terraform refuses to run with credentials of another account. */
  account: z.string().regex(/^\d{12}$/, "12 digits"),
  region,
  /** The prefix of the names of all resources, so that two environments can share an account. */
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, '1 to 31 of a-z, 0-9 and "-", starting with a letter'),
  /** Added to all resources that can have tags. */
  tags: z.record(text, z.string()).default({}),
  backend,
  /** The image builder: Terraform's docker provider, or the docker command of the machine that applies. */
  imageBuilder: z.enum(["docker-provider", "docker-cli"]).default("docker-provider"),
  /** How to log in to the registry. lib/image/registry-login.ts explains the choices. */
  registryLogin: z.enum(["ephemeral-token", "docker-config", "token-in-state"]).default("ephemeral-token"),
  /**
   * The name of the managed policy that limits what the roles of functions may do at most. With it, the role that deploys can't give
   * itself more permissions (docs/permissions.md).
   */
  permissionsBoundary: text.optional(),
  /** Whether destroying also deletes data: images in repositories, objects in buckets. */
  disposable: z.boolean().default(false),
  /** Whether a warning about a function's folder stops a synth, as an error does. */
  strict: z.boolean().default(false),
});

/** The state file of a stack with the backend `local`, beside cdktf.json. */
export function localStateFile(stack: string): string {
  return `terraform.${stack}.tfstate`;
}

/** The file of a stack's provider lock in the repository. `npm run lock` writes it. */
export function providerLockFile(stack: string): string {
  return `locks/${stack}.lock.hcl`;
}

/** The settings of an environment, as written in environments.ts. */
export type Environments = Readonly<Record<string, z.input<typeof environment>>>;

/** The validated settings of an environment, with defaults. */
export type Environment = Readonly<z.output<typeof environment>> & { readonly name: string };

/** A problem in environments.ts, or of the given environment's name. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads one environment.
 * @throws EnvironmentError when there is none of that name, or when settings are invalid. The error lists all of them.
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
