import path from "node:path";
import { explainKnownError } from "../doctor/known-errors";
import { ProgramNotFound, type ProgramResult, runProgram } from "../process/run-program";
import { CommandError } from "../process/steps";

/** Terraform's own words when it failed. */
export class TerraformError extends CommandError {
  constructor(
    command: string,
    readonly result: ProgramResult,
    advice = explainKnownError(result.stderr || result.stdout),
  ) {
    super(
      `${terraformBinary()} ${command} failed:\n\n${(result.stderr || result.stdout).trim()}${advice ? `\n\n${advice}` : ""}`,
    );
  }
}

/** What Terraform 1.11 says of a stack that reads the outputs of one that has none yet. */
const NO_OUTPUTS =
  /Unable to find remote state|This object does not have an attribute named "cross-stack-output/;

/** A stack can't be planned, because another that it reads from was never deployed. */
export function needsAnotherStack(error: unknown): boolean {
  return error instanceof TerraformError && NO_OUTPUTS.test(error.result.stderr);
}

/** A stack was not initialized, or something that this depends on has changed since: Terraform says so before it does anything. */
export function needsInit(error: unknown): boolean {
  return error instanceof TerraformError && /\b(?:terraform|tofu)\s+init\b/.test(error.result.stderr);
}

/** Errors are wrapped: each space can be the end of a line. */
const UNREACHABLE = /could\s+not\s+connect\s+to|failed\s+to\s+request\s+discovery\s+document/;
const mirrorAdvice = () =>
  "This machine can't reach the registry of Terraform's providers. Name a folder that has them in TF_PROVIDER_MIRROR (it holds " +
  `${registryHost()}/<namespace>/<name>/…, as \`${terraformBinary()} providers mirror <folder>\` makes it on another machine). ` +
  "Where only kreuzwerker/docker is missing, IMAGE_BUILDER=docker-cli does without it.";

export interface PlanOptions {
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Addresses to make anew. @default - none */
  readonly replace?: readonly string[];
}

export interface SavedPlan {
  /** Whether there is anything to change. */
  readonly changes: boolean;
  /** The plan as people read it. */
  readonly text: string;
}

/** Terraform, run in the folder of one stack. */
export class Terraform {
  constructor(
    /** Where the stack's cdk.tf.json is. */
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  /** @throws TerraformError that tells what to do on a machine that can't reach the registry of providers */
  async init(): Promise<void> {
    const result = await this.run(["init", "-input=false", "-no-color"]);
    if (result.code !== 0) {
      throw new TerraformError("init", result, UNREACHABLE.test(result.stderr) ? mirrorAdvice() : undefined);
    }
  }

  /**
   * Saves a plan. It refreshes the state: after a failed update of an image the state alone can be wrong
   * (hashicorp/terraform-provider-aws #49310).
   * @throws TerraformError
   */
  async plan(file: string, options: PlanOptions = {}): Promise<SavedPlan> {
    const result = await this.run([
      "plan",
      "-input=false",
      "-no-color",
      "-detailed-exitcode",
      `-out=${file}`,
      ...(options.destroy ? ["-destroy"] : []),
      ...(options.replace ?? []).map((address) => `-replace=${address}`),
    ]);
    if (result.code !== 0 && result.code !== 2) {
      throw new TerraformError("plan", result);
    }
    return { changes: result.code === 2, text: withoutProgress(result.stdout) };
  }

  /** A saved plan as programs read it. */
  async showJson(file: string): Promise<string> {
    return (await this.succeed(["show", "-json", file])).stdout;
  }

  async apply(file: string): Promise<void> {
    await this.succeed(["apply", "-input=false", "-no-color", file]);
  }

  /**
   * Plans and applies in one, without a plan that anybody could look at before: for the local AWS. It refreshes the state, as `plan` does.
   * @param onLine is told each line that it prints, as it comes
   * @throws TerraformError
   */
  async applyUnseen(onLine: (line: string) => void): Promise<string> {
    let rest = "";
    const { stdout } = await this.succeed(["apply", "-auto-approve", "-input=false", "-no-color"], (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      lines.forEach(onLine);
    });
    return withoutProgress(stdout);
  }

  /** The outputs in the state; none before the first apply. */
  async output(): Promise<Readonly<Record<string, { readonly value: unknown }>>> {
    return JSON.parse((await this.succeed(["output", "-json", "-no-color"])).stdout);
  }

  private async succeed(args: readonly string[], onStdout?: (text: string) => void): Promise<ProgramResult> {
    const result = await this.run(args, onStdout);
    if (result.code !== 0) {
      throw new TerraformError(args[0] as string, result);
    }
    return result;
  }

  private async run(args: readonly string[], onStdout?: (text: string) => void): Promise<ProgramResult> {
    const program = terraformBinary();
    try {
      return await runProgram(program, args, {
        cwd: this.folder,
        env: { ...process.env, ...this.environment },
        ...(onStdout && { onStdout }),
      });
    } catch (error) {
      throw error instanceof ProgramNotFound ? notFound(program) : error;
    }
  }
}

const PROGRESS =
  /^\S+: (Refreshing state\.\.\.|Reading\.\.\.|Still reading\.\.\.|Read complete after|Opening\.\.\.|Closing\.\.\.|Opening complete|Closing complete).*$\n?/gm;

function withoutProgress(text: string): string {
  // What follows the rule is advice about the file that the caller named.
  return text
    .replace(PROGRESS, "")
    .replace(/\n─+\n[\s\S]*$/, "")
    .trim();
}

/** The variable is the one that cdktf-cli reads, so that both run the same program (for example `tofu`). */
export function terraformBinary(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? "terraform";
}

/** Whether that program is OpenTofu. */
export function isOpenTofu(): boolean {
  return /tofu/i.test(path.basename(terraformBinary()));
}

/** Where that program looks for providers: Terraform and OpenTofu each have a registry of their own. */
export function registryHost(): string {
  return isOpenTofu() ? "registry.opentofu.org" : "registry.terraform.io";
}

function notFound(program: string): CommandError {
  return new CommandError(
    `There is no program "${program}" on this machine's PATH, and plans and deploys are made by it. Install Terraform 1.11 or ` +
      "newer (https://developer.hashicorp.com/terraform/install), or name another program in TERRAFORM_BINARY_NAME.",
  );
}
