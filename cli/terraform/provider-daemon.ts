// A process of its own: it keeps the providers of one stack running between commands, until nobody needs them any more.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isAlive } from "../process/is-alive";
import { writeJsonFile } from "../process/json-file";
import { cachingProxy } from "./caching-proxy";
import type { ProviderProgram } from "./provider-programs";

/** What it is started with, as JSON in its only argument. */
export interface DaemonOptions {
  /** Its record, a {@link DaemonRecord}. When the file is removed or replaced, the daemon ends. */
  readonly record: string;
  /** Identifies the providers with their settings. */
  readonly key: string;
  /** The folder of the stack. The providers use relative paths in it (the build contexts). */
  readonly stackFolder: string;
  readonly programs: readonly ProviderProgram[];
  /** The process that the providers work with. When it ends, the daemon ends. */
  readonly owner: number;
}

export interface DaemonRecord {
  readonly pid: number;
  readonly key: string;
  /** The value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
}

/** How the providers are reached, as they print it themselves (hashicorp/go-plugin 1.6). */
interface Attachment {
  readonly Addr: { readonly Network: string; readonly String: string };
}

/** AWS's provider takes half a gigabyte of memory. */
const IDLE_MINUTES = 30;
const LOOK_MILLISECONDS = 500;
/** The output of a provider that is started for debugging (hashicorp/terraform-plugin-sdk and -framework). */
const STARTED = /TF_REATTACH_PROVIDERS='(\{.*\})'/;

/**
 * Runs a provider, and ends it when this process dies: its standard input is closed then. A provider that is started for debugging doesn't
 * look at its own.
 */
const UNTIL_INPUT_ENDS = `
exec 3<&0
"$0" -debug 3<&- &
provider=$!
{ read -r _ <&3; kill "$provider"; } >/dev/null 2>&1 &
wait "$provider"`;

async function run({ record, key, stackFolder, programs, owner }: DaemonOptions): Promise<void> {
  // As for the providers that Terraform itself starts: see withPrivateFiles. It also holds for their sockets.
  process.umask(0o077);
  const sockets = mkdtempSync(path.join(tmpdir(), "terraform-providers-"));
  const children: ChildProcess[] = [];
  let lastUse = performance.now();
  let connections = 0;
  let stopped = false;
  const end = () => {
    for (const child of children) child.kill();
    rmSync(sockets, { recursive: true, force: true });
    if (pidIn(record) === process.pid) rmSync(record, { force: true });
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  try {
    const attachments = programs.map(async ({ address, program }, index) => {
      const child = spawn("sh", ["-c", UNTIL_INPUT_ENDS, program], {
        cwd: stackFolder,
        stdio: ["pipe", "pipe", "ignore"],
      });
      children.push(child);
      const attachment = await attachmentOf(child);
      child.once("close", end);
      const socket = path.join(sockets, String(index));
      const proxy = cachingProxy(attachment.Addr.String, {
        onConnection(change) {
          lastUse = performance.now();
          connections += change;
        },
        // Terraform was interrupted. Whatever that left in the provider, nobody uses it again.
        onStop() {
          stopped = true;
          rmSync(record, { force: true });
        },
      });
      await new Promise<void>((resolve) => proxy.listen(socket, resolve));
      return [
        address,
        { ...attachment, Pid: process.pid, Addr: { ...attachment.Addr, String: socket } },
      ] as const;
    });
    const reattach = JSON.stringify(Object.fromEntries(await Promise.all(attachments)));
    writeJsonFile(record, { pid: process.pid, key, reattach } satisfies DaemonRecord);
  } catch {
    end();
  }
  setInterval(() => {
    const unused = performance.now() - lastUse > IDLE_MINUTES * 60_000;
    // Terraform stays connected while a build or a push calls no provider.
    if (connections === 0 && (stopped || unused || !isAlive(owner) || pidIn(record) !== process.pid)) end();
  }, LOOK_MILLISECONDS);
}

function attachmentOf(child: ChildProcess): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (data: string) => {
      text = `${text}${data}`.slice(-10_000);
      const [, json] = STARTED.exec(text) ?? [];
      if (json !== undefined) {
        // The address of the provider's own choice.
        resolve(Object.values(JSON.parse(json) as Record<string, Attachment>)[0] as Attachment);
      }
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error("It ended.")));
  });
}

/** The process that a record names. */
function pidIn(record: string): number | undefined {
  try {
    return JSON.parse(readFileSync(record, "utf8")).pid;
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  void run(JSON.parse(process.argv[2] as string) as DaemonOptions);
}
