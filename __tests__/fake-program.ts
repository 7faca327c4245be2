import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes a shell script as a program. @returns its folder, for the PATH */
export function fakeProgram(folder: string, name: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
