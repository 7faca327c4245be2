import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { probe } from "../process/probe";
import { byPlatform, type Check, failed, ok, skipped } from "./check";
import type { Engine } from "./engine";
import type { EngineEndpoint } from "./engine-endpoint";

const TITLE = "Platforms";

/** A platform that an image is built for. */
export interface WantedPlatform {
  /** Docker's name, for example `linux/arm64`. */
  readonly platform: string;
  /** Whether building it certainly runs programs of that platform (`RUN`). */
  readonly runsPrograms: boolean;
}

/**
 * Checks that the engine can build for these platforms.
 * @param able the platforms whose programs it can run; undefined if they aren't known
 */
export function classifyPlatforms(
  wanted: readonly WantedPlatform[],
  able: ReadonlySet<string> | undefined,
): Check {
  const names = [...new Set(wanted.map(({ platform }) => platform))].sort();
  if (names.length === 0) {
    return skipped(TITLE, "no image is synthesized for this environment yet");
  }
  if (able === undefined) {
    return skipped(TITLE, `${names.join(", ")}: not known whether this engine can run it`);
  }
  const unable = names.filter((name) => !able.has(name));
  const missing = unable.filter((name) =>
    wanted.some(({ platform, runsPrograms }) => platform === name && runsPrograms),
  );
  if (missing.length === 0) {
    const note = unable.length > 0 ? " (without running its programs)" : "";
    return ok(TITLE, `can build ${names.join(", ")}${note}`);
  }
  const list = missing.join(", ");
  return failed(TITLE, `can't build ${list}`, {
    code: "docker-platform-unsupported",
    what: `The Docker engine can't run programs for ${list}, but a RUN in the Dockerfile needs it.`,
    why: 'The build would stop at the first RUN, with "exec format error".',
    fix: `Install an emulator, or give the function the architecture of this engine (${[...able].filter((name) => !name.includes("/v")).join(", ")}):\n${byPlatform(
      {
        linux: `docker run --privileged --rm tonistiigi/binfmt --install ${missing.map((name) => name.split("/")[1]).join(",")} (or the package qemu-user-static)`,
        macos: "Docker Desktop has QEMU: update it; another engine needs it installed in its virtual machine",
        windows:
          "Docker Desktop has QEMU: update it; another engine needs it installed in its virtual machine",
      },
    )}`,
  });
}

/** Asks buildx, which asks the engine. Without buildx, and with the engine on this machine, asks the kernel. */
export async function checkPlatforms(
  wanted: readonly WantedPlatform[],
  engine: Engine,
  endpoint: EngineEndpoint,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Check> {
  const native = `linux/${engine.architecture}`;
  if (wanted.every(({ platform }) => platform === native)) {
    return classifyPlatforms(wanted, new Set([native]));
  }
  return classifyPlatforms(
    wanted,
    (await buildxPlatforms(endpoint, environment)) ??
      (engine.onThisMachine ? kernelPlatforms(native) : undefined),
  );
}

async function buildxPlatforms(
  endpoint: EngineEndpoint,
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlySet<string> | undefined> {
  // The builders of this project build in the engine itself. buildx calls it "default" in any context.
  const answer = await probe("docker", ["buildx", "inspect", "default"], {
    env: {
      ...environment,
      ...(endpoint.host !== undefined && { DOCKER_HOST: endpoint.host, DOCKER_CONTEXT: "" }),
    },
  });
  return answer.state === "ran" && answer.code === 0 ? readBuildxPlatforms(answer.stdout) : undefined;
}

/** The platforms in the output of `docker buildx inspect`. Undefined when it has none (the engine didn't answer). */
export function readBuildxPlatforms(text: string): ReadonlySet<string> | undefined {
  const lines = [...text.matchAll(/^Platforms:[ \t]*(\S.*)$/gm)];
  const names = lines.flatMap(([, list]) => (list as string).split(","));
  // A * marks platforms that the user set.
  const platforms = names.map((name) => name.trim().replace(/\*$/, ""));
  return platforms.length > 0 ? new Set(platforms) : undefined;
}

/** The kernel lists here which formats of other architectures it can run. */
const BINFMT = "/proc/sys/fs/binfmt_misc";

/** The architecture in the header of an ELF file (bytes 18 and 19; "ELF Header", man 5 elf). */
const MACHINES: Readonly<Record<string, string>> = { "3e00": "linux/amd64", b700: "linux/arm64" };

/** Undefined if the list isn't mounted. The kernel may still have the formats. */
export function kernelPlatforms(native: string, folder = BINFMT): ReadonlySet<string> | undefined {
  if (!existsSync(path.join(folder, "status"))) {
    return undefined;
  }
  const formats = readdirSync(folder)
    .filter((name) => name !== "register" && name !== "status")
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
  return new Set([native, ...formats.flatMap(readFormat)]);
}

/** The platforms that one entry of the list enables. */
export function readFormat(text: string): string[] {
  const magic = /^magic 7f454c46([0-9a-f]*)$/m.exec(text)?.[1] ?? "";
  // "7f454c46" are the first 4 bytes of the header.
  const platform = MACHINES[magic.slice(28, 32)];
  return text.startsWith("enabled") && platform !== undefined ? [platform] : [];
}
