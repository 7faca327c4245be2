import { spawnSync } from "node:child_process";
import path from "node:path";

/** Runs a program of one of the project's dependencies in this terminal. @returns its exit code */
export function runTool(name: string, args: readonly string[]): number {
  const program = path.join("node_modules", ".bin", name);
  const result = spawnSync(program, args, {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return result.status ?? 1;
}
