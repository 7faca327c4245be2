import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** A docker client that builds with BuildKit. */
export interface Builder {
  readonly command: string;
  readonly args: readonly string[];
  /** docker 23 and newer, whose rules ours are. */
  readonly modern: boolean;
}

/** A client that builds with BuildKit: buildx, or one of docker 18.09 to 22, which have it built in. */
export function findBuilder(): Builder {
  const clients = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin"].map((part) =>
    path.join(part, "docker"),
  );
  const found = [...new Set(clients)].filter((client) => fs.existsSync(client));
  for (const command of found) {
    if (answers(command, ["buildx", "version"]))
      return { command, args: ["buildx", "build", "-q"], modern: true };
  }
  for (const command of found) {
    const version = /version (\d+)\./.exec(answers(command, ["--version"]) ?? "")?.[1];
    if (version !== undefined && Number(version) < 23)
      return { command, args: ["build", "-q"], modern: false };
  }
  throw new Error(
    `No docker client that can use BuildKit (looked at ${found.join(", ") || "PATH: no docker there"}). ` +
      "Install docker-buildx, or Debian's docker.io, and start the engine.",
  );
}

function answers(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}
