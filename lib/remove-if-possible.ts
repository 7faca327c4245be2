import fs from "node:fs";

/** Removes a file or a folder, if that is possible. Another run may remove it too, or it belongs to another user. */
export function removeIfPossible(file: string): void {
  try {
    fs.rmSync(file, { recursive: true, force: true });
  } catch {
    // Neither is a reason to stop.
  }
}
