import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.resolve(__dirname, "../..");

/** The options of a command for the local AWS. */
export const LOCAL_AWS = ["--local-aws"];

/** How a command ended. */
export interface Ended {
  readonly code: number;
  /** Its output, including errors. */
  readonly text: string;
}

/** The same, with its standard output apart. */
interface CommandEnded extends Ended {
  readonly stdout: string;
}

/** A running command. */
export interface Running {
  readonly ended: Promise<CommandEnded>;
  /**
   * Waits for a text in its output, after the previous text, for at most five minutes.
   * @returns the output in between, including the text
   */
  printed(text: string): Promise<string>;
  /** Presses Ctrl-C. */
  interrupt(): Promise<Ended>;
  /** Kills it at once, without a chance to clean up. Programs in their own process groups, like Terraform, continue. */
  kill(): Promise<Ended>;
}

const PRINT_MILLISECONDS = 300_000;
const SHOWN_LINES = 60;

const folders: string[] = [];

/** Removes the folders of a test file's checkouts, whose local AWS has to be down. */
export function removeCheckouts(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of this project as a clone would be, with its own state, port and emulator. */
export class Checkout {
  readonly folder: string;

  /**
   * @param name the last part of its path
   * @param umask what `git clone` would run under
   */
  constructor(
    name: string,
    private readonly environment: Readonly<Record<string, string>> = {},
    umask = 0o022,
  ) {
    const parent = mkdtempSync(path.join(tmpdir(), "checkout-"));
    folders.push(parent);
    this.folder = path.join(parent, name);
    const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: PROJECT,
      encoding: "utf8",
    });
    for (const file of files.split("\0").filter((file) => file !== "" && exists(path.join(PROJECT, file)))) {
      const target = path.join(this.folder, file);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(PROJECT, file), target);
      const executable = (statSync(target).mode & 0o100) !== 0;
      chmodSync(target, (executable ? 0o777 : 0o666) & ~umask);
    }
    symlinkSync(path.join(PROJECT, "node_modules"), path.join(this.folder, "node_modules"));
  }

  /** Runs `npm run <command>`. */
  npm(
    command: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandEnded> {
    return this.start(command, args, environment).ended;
  }

  /** Runs `npm run <command>`, and presses Ctrl-C when it has printed a text. */
  async interrupt(command: string, when: string): Promise<Ended> {
    const running = this.start(command);
    await running.printed(when);
    return await running.interrupt();
  }

  /** Starts `npm run <command>`. */
  start(
    command: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Running {
    const child = spawn("npm", ["run", "--silent", command, "--", ...args], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      // Its own process group, as in a terminal, where Ctrl-C goes to all processes of the group.
      detached: true,
    });
    let text = "";
    let stdout = "";
    let read = 0;
    let look: (() => void) | undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        text += data;
        stdout += stream === child.stdout ? data : "";
        look?.();
      });
    }
    const ended = new Promise<CommandEnded>((resolve, reject) => {
      child.on("error", reject);
      // The exit code as in a shell, since npm ends itself by the signal that it got.
      child.on("close", (code, signal) =>
        resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), text, stdout }),
      );
    });
    const end = (signal: NodeJS.Signals) => {
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(-(child.pid as number), signal);
      }
      return ended;
    };
    return {
      ended,
      printed: (wanted) =>
        new Promise((resolve, reject) => {
          const late = setTimeout(
            () => reject(new Error(`It did not print ${JSON.stringify(wanted)}:\n${text}`)),
            PRINT_MILLISECONDS,
          ).unref();
          look = () => {
            const at = text.indexOf(wanted, read);
            if (at < 0) return;
            clearTimeout(late);
            const since = text.slice(read, at + wanted.length);
            read = at + wanted.length;
            look = undefined;
            resolve(since);
          };
          ended.then(() => reject(new Error(`It ended without ${JSON.stringify(wanted)}:\n${text}`)), reject);
          look();
        }),
      interrupt: () => end("SIGINT"),
      kill: () => end("SIGKILL"),
    };
  }

  /** Runs `npm run <command>`, which has to succeed. @returns its output */
  async succeed(
    command: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return (await this.ended(command, args, environment)).text;
  }

  private async ended(
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandEnded> {
    const ended = await this.npm(command, args, environment);
    if (ended.code !== 0) {
      // A plan before the error can have thousands of lines, and logs of CI cut what is long in its middle.
      const text = ended.text.split("\n").slice(-SHOWN_LINES).join("\n");
      throw new Error(`npm run ${command} ${args.join(" ")} exited with ${ended.code}:\n${text}`);
    }
    return ended;
  }

  /** Invokes a function on the local AWS. @returns its answer */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of a function is any JSON
  async invoke(name: string, event?: unknown): Promise<any> {
    const args = [name, ...(event === undefined ? [] : [JSON.stringify(event)])];
    const { stdout } = await this.ended("local:invoke", args);
    return JSON.parse(stdout);
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), text);
  }

  /** Replaces a text in a file, which has to contain it. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) {
      throw new Error(`${file} has no ${JSON.stringify(from)}`);
    }
    this.write(
      file,
      text.replace(from, () => to),
    );
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
