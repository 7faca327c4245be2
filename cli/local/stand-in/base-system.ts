import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { withTemporaryFolder } from "../../process/clean-up";
import { runProgram, succeed } from "../../process/run-program";
import { installPackages, releaseName } from "../debian";

/** awslambdaric and Node.js need libstdc++. All stand-ins share one system, so that it is made once. */
const PACKAGES = "python3,ca-certificates,libstdc++6";

/**
 * The distribution's smallest system with Python, as an image. mmdebstrap takes a third of debootstrap's time.
 * @returns its name
 */
export async function baseSystem(): Promise<string> {
  const release = releaseName();
  const hash = createHash("sha256").update(PACKAGES).digest("hex").slice(0, 16);
  const name = `stand-in-base:${release}-${hash}`;
  if ((await runProgram("docker", ["image", "inspect", name])).code === 0) {
    return name;
  }
  if (!existsSync("/usr/bin/mmdebstrap")) {
    await installPackages("mmdebstrap");
  }
  await withTemporaryFolder("stand-in-base", async (folder) => {
    const archive = path.join(folder, "base.tar");
    await succeed("mmdebstrap", [
      "--quiet",
      "--variant=essential",
      `--include=${PACKAGES}`,
      release,
      archive,
    ]);
    await succeed("docker", ["import", archive, name]);
  });
  return name;
}

/** The version of Python in an image, for example `3.11`. */
export async function pythonVersionOf(image: string): Promise<string> {
  const print = 'import sys; print("%d.%d" % sys.version_info[:2])';
  return (await succeed("docker", ["run", "--rm", image, "python3", "-c", print])).trim();
}
