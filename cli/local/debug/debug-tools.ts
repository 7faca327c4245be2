import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolderOf, completeFolder } from "../../process/complete-folder";
import { succeed } from "../../process/run-program";
import { step } from "../../process/steps";
import { EMULATOR_PYTHON, pythonEnvironment } from "../python-environment";

const REQUIREMENTS = path.join(__dirname, "debugpy.txt");

/** The files that start a debugger in a container. */
const IN_CONTAINER = path.join(__dirname, "container");

/** Half of debugpy: what it needs on Windows and macOS. Functions run on Linux. */
const UNUSED = /\.(pdb|exe|dll|dylib)$/;

/** The folders whose files a debugged function's container gets: what starts the debuggers, and debugpy. Node.js has its own. */
export async function debugTools(): Promise<readonly string[]> {
  // All checkouts of a user share it.
  const debugpy = cacheFolderOf("debugpy", REQUIREMENTS);
  if (!existsSync(debugpy)) {
    const python = await pythonEnvironment(EMULATOR_PYTHON);
    await step("Installed debugpy, the debugger for Python", () => install(python, debugpy));
  }
  return [IN_CONTAINER, debugpy];
}

async function install(python: string, folder: string): Promise<void> {
  await completeFolder(folder, async (beside) => {
    mkdirSync(beside);
    await succeed(python, [
      ...[
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-deps",
        "--no-compile",
      ],
      // The wheel for any Python: the container's is another one than this machine's.
      ...["--implementation", "py", "--abi", "none", "--platform", "any"],
      ...["--target", path.join(beside, "python"), "-r", REQUIREMENTS],
    ]);
    for (const file of readdirSync(beside, { recursive: true, encoding: "utf8" })) {
      if (UNUSED.test(file)) rmSync(path.join(beside, file));
    }
  });
}
