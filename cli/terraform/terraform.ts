import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { explainKnownError } from "../known-errors";
import { withPrivateFiles } from "../process/private-files";
import { waitsFor } from "../process/progress";
import { ProgramNotFound, type ProgramResult, runProgram } from "../process/run-program";
import { CommandError, log } from "../process/steps";
import { diagnosticText } from "./diagnostic";
import { goMemory } from "./go-memory";
import type { LockSource } from "./lock-sources";
import { type MessageListener, MessageReader, type TerraformOutput } from "./messages";
import { redactSecrets } from "./redact";
import { stackBackend } from "./stack-backend";
import { lockArguments, lockHolder } from "./state-lock";

/** Terraform's own error, without the logins that a provider may have printed. */
export class TerraformError extends CommandError {
  constructor(
    command: string,
    /** Its own text, without our advice. */
    readonly text: string,
    /** Its machine-readable output, if that was requested. */
    readonly output?: TerraformOutput,
    advice = explainKnownError(text),
  ) {
    super(
      `${terraformBinary()} ${command} failed:\n\n${redactSecrets(text.trim())}${advice ? `\n\n${advice}` : ""}`,
    );
  }
}

/** Terraform wraps errors, so each space can be a line end. */
const UNREACHABLE = /could\s+not\s+connect\s+to|failed\s+to\s+request\s+discovery\s+document/;
const mirrorAdvice = () =>
  "This machine can't reach the registry of Terraform's providers. Set TF_PROVIDER_MIRROR to a folder that has them (with " +
  `${registryHost()}/<namespace>/<name>/…, which \`${terraformBinary()} providers mirror <folder>\` creates on another machine). ` +
  "If only kreuzwerker/docker is missing, it is not needed with IMAGE_BUILDER=docker-cli.";

const BACKEND_CHANGES = {
  forget: ["-reconfigure"],
  // A copy without a question, since there is nobody to answer it.
  move: ["-migrate-state", "-force-copy"],
} as const;

export interface PlanOptions {
  /** Plans to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Addresses to replace. @default - none */
  readonly replace?: readonly string[];
}

export interface SavedPlan extends TerraformOutput {
  /** Whether there is anything to change. */
  readonly anyChanges: boolean;
}

/**
 * Runs Terraform in the folder of one stack. Results and errors are read from its machine-readable output, never from
 * its texts.
 */
export class Terraform {
  constructor(
    /** The folder of the stack's cdk.tf.json. */
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string | undefined>> = {},
  ) {}

  /** The same with some more variables. */
  with(environment: Readonly<Record<string, string>>): Terraform {
    return new Terraform(this.folder, { ...this.environment, ...environment });
  }

  /**
   * @param change what to do when the backend is another than that of the last time: forget that one, or move its state
   * @throws TerraformError, with a fix if this machine can't reach the registry of providers
   */
  async init(change?: keyof typeof BACKEND_CHANGES): Promise<void> {
    const { code, stdout, stderr } = await this.run([
      "init",
      "-input=false",
      "-no-color",
      ...(change === undefined ? [] : BACKEND_CHANGES[change]),
    ]);
    if (code !== 0) {
      const text = stderr || stdout;
      throw new TerraformError("init", text, undefined, UNREACHABLE.test(text) ? mirrorAdvice() : undefined);
    }
  }

  /** Fetches the modules of a stack, if it has any. @throws TerraformError */
  async getModules(): Promise<void> {
    await this.succeed(["get", "-no-color"]);
  }

  /**
   * Adds a provider to the dependency lock file, with the hashes of its packages for some platforms.
   * @throws TerraformError
   */
  async lockProvider({ address, mirror }: LockSource, platforms: readonly string[]): Promise<void> {
    await this.succeed([
      "providers",
      "lock",
      "-no-color",
      ...(mirror === undefined ? [] : [`-fs-mirror=${mirror}`]),
      ...platforms.map((platform) => `-platform=${platform}`),
      address,
    ]);
  }

  /**
   * Creates and saves a plan. It refreshes the state, since the state can be wrong after a failed update of an image
   * (hashicorp/terraform-provider-aws #49310). It waits for another run on the same state.
   * @throws TerraformError
   */
  async plan(file: string, options: PlanOptions = {}): Promise<SavedPlan> {
    const { code, output } = await this.runJson("plan", [
      "-detailed-exitcode",
      `-out=${file}`,
      ...(options.destroy ? ["-destroy"] : []),
      ...(options.replace ?? []).map((address) => `-replace=${address}`),
    ]);
    return { ...output, anyChanges: code === 2 };
  }

  /** A saved plan as JSON. */
  async showJson(file: string): Promise<string> {
    return withoutPreamble(await this.succeed(["show", "-json", file]));
  }

  /** A saved plan as text, complete except for logins. */
  async showText(file: string): Promise<string> {
    return redactSecrets(await this.succeed(["show", "-no-color", file])).trim();
  }

  /**
   * Applies a saved plan.
   * @throws TerraformError
   */
  async apply(file: string): Promise<void> {
    await this.runJson("apply", [file]);
  }

  /**
   * Plans and applies in one run, without a plan to review: for the local AWS. It refreshes the state, as `plan` does.
   * @throws TerraformError
   */
  async applyUnseen(listener: Pick<MessageListener, "onPlanned" | "onApplyStart">): Promise<void> {
    await this.runJson("apply", ["-auto-approve"], listener);
  }

  /**
   * The state as stored in its backend, including secrets. Empty if there is none yet. It starts no provider, and reads
   * a local state directly.
   * @throws TerraformError
   */
  async readState(): Promise<string> {
    const { file } = stackBackend(this.folder);
    return file === undefined
      ? await this.succeed(["state", "pull"])
      : existsSync(file)
        ? readFileSync(file, "utf8")
        : "";
  }

  /**
   * Removes resources from the state, without changing them. It needs no provider.
   * @throws TerraformError
   */
  async removeFromState(addresses: readonly string[]): Promise<void> {
    await this.succeed(["state", "rm", "-no-color", ...lockArguments(this.folder), ...addresses]);
  }

  /** The outputs in the state. None before the first apply. */
  async output(): Promise<Readonly<Record<string, { readonly value: unknown }>>> {
    return JSON.parse(withoutPreamble(await this.succeed(["output", "-json", "-no-color"])));
  }

  private async runJson(
    command: string,
    args: readonly string[],
    listener: MessageListener = {},
  ): Promise<{ readonly code: number; readonly output: TerraformOutput }> {
    const reader = new MessageReader({
      onWaitForLock: () => this.logLockHolder(),
      onProgress: waitsFor,
      ...listener,
    });
    const { code, stderr } = await this.run(
      [command, "-json", "-input=false", "-no-color", ...lockArguments(this.folder), ...args],
      (text) => reader.read(text),
    );
    const output = reader.end();
    // With -detailed-exitcode, 2 means a plan with changes.
    if (code !== 0 && !(command === "plan" && code === 2)) {
      const errors = output.diagnostics.filter(({ severity }) => severity === "error");
      const text = errors.length > 0 ? errors.map(diagnosticText).join("\n\n") : output.otherText + stderr;
      throw new TerraformError(command, text, output);
    }
    return { code, output };
  }

  private logLockHolder(): void {
    const holder = lockHolder(this.folder);
    log(`Waiting for the lock of the state: ${holder ?? "another plan or apply of this stack holds it"}`);
  }

  private async succeed(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    if (code !== 0) {
      throw new TerraformError(args[0] as string, stderr || stdout);
    }
    return stdout;
  }

  private async run(args: readonly string[], onStdout?: (text: string) => void): Promise<ProgramResult> {
    const program = terraformBinary();
    try {
      // A state and a saved plan can contain secrets.
      return await withPrivateFiles(() =>
        runProgram(program, args, {
          cwd: this.folder,
          env: { ...goMemory(), ...process.env, ...this.environment },
          ...(onStdout && { onStdout }),
        }),
      );
    } catch (error) {
      throw error instanceof ProgramNotFound ? terraformNotFound(program) : error;
    }
  }
}

/** OpenTofu 1.12 prints warnings about its own configuration before the JSON. */
function withoutPreamble(text: string): string {
  return text.slice(Math.max(text.search(/^\{/m), 0));
}

/** cdktf-cli reads the same variable, so that both run the same program (for example `tofu`). */
export function terraformBinary(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? "terraform";
}

/** Whether that program is OpenTofu. */
export function isOpenTofu(): boolean {
  return /tofu/i.test(path.basename(terraformBinary()));
}

/** The registry of providers of that program. Terraform and OpenTofu have different ones. */
export function registryHost(): string {
  return isOpenTofu() ? "registry.opentofu.org" : "registry.terraform.io";
}

/** The error when that program is not on this machine. */
export function terraformNotFound(program: string): CommandError {
  return new CommandError(
    `There is no program "${program}" on this machine's PATH, but plans and deploys need it. Install Terraform 1.11 or ` +
      "newer (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME to another program.",
  );
}
