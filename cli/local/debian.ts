import { existsSync, readFileSync } from "node:fs";
import { showLastLine } from "../process/progress";
import { type ProgramResult, runProgram } from "../process/run-program";
import { CommandError, step } from "../process/steps";

/** Whether this process may install packages: as root on Debian or Ubuntu. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** The name of this machine's release, for example `bookworm`. */
export function releaseName(): string {
  const name = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (!name) {
    throw new CommandError(
      "/etc/os-release has no VERSION_CODENAME: which release of Debian or Ubuntu is this?",
    );
  }
  return name;
}

/** Installs packages with only the dependencies that they need. */
export async function installPackages(...names: readonly string[]): Promise<void> {
  await step(`Installed ${names.join(", ")} from the distribution`, async () => {
    const install = () => apt("install", "--yes", "--no-install-recommends", ...names);
    // On a new machine the package lists are missing or old.
    if ((await install()).code === 0) {
      return;
    }
    await apt("update");
    const { code, stdout, stderr } = await install();
    if (code !== 0) {
      throw new CommandError(`apt-get install ${names.join(" ")} failed:\n\n${stdout}${stderr}`);
    }
  });
}

/** Whether the distribution has a package of this name. Gets the package lists if they have nothing, as on a new machine. */
export async function packageExists(name: string): Promise<boolean> {
  const isKnown = async () => (await runProgram("apt-cache", ["show", "--no-all-versions", name])).code === 0;
  if (await isKnown()) {
    return true;
  }
  if ((await runProgram("apt-cache", ["show", "--no-all-versions", "bash"])).stdout.includes("Filename:")) {
    return false;
  }
  await apt("update");
  return await isKnown();
}

/** The last run of apt-get. A second one at the same time fails. */
let last: Promise<unknown> = Promise.resolve();

function apt(...args: readonly string[]): Promise<ProgramResult> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = last.then(() => runProgram("apt-get", args, { env, onStdout: showLastLine }));
  last = run.catch(() => undefined);
  return run;
}
