import { type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";
import { CommandError } from "./steps";

/** Editors and checkouts write many times for one save. */
const SETTLED_MILLISECONDS = 100;

/** The changes below a folder. */
export interface FolderChanges {
  /**
   * Waits until something has changed since the last time that this was asked, and nothing more for 0.1 s.
   * @param timeout milliseconds @default - waits as long as it takes
   * @returns whether something has; without a timeout always
   */
  next(timeout?: number): Promise<boolean>;
  close(): void;
}

/**
 * Watches a folder and all below it, folders that are made later too. It watches folders, not files: a save that puts a new file in the place
 * of the old one, as many editors do, is seen like any other. What changed isn't told: after a folder was made, nobody could know all of it.
 * (Node's own recursive watch is another thing on each platform, and on Linux loses files that were replaced.)
 * @param ignored told the name and the relative path of what is left out, with all below it
 */
export function watchFolder(
  root: string,
  ignored: (name: string, relative: string) => boolean,
): FolderChanges {
  const watchers = new Map<string, FSWatcher>();
  let changed = false;
  let wake: ((failure?: unknown) => void) | undefined;
  let settling: NodeJS.Timeout | undefined;
  look(root);
  return {
    next: (timeout) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const end = (result: boolean) => {
          clearTimeout(timer);
          wake = undefined;
          changed = false;
          resolve(result);
        };
        if (changed && settling === undefined) {
          end(true);
          return;
        }
        wake = (failure) => (failure === undefined ? end(true) : reject(failure));
        if (timeout !== undefined) {
          timer = setTimeout(() => {
            // A change that is about to settle comes first.
            if (settling === undefined) end(false);
          }, timeout);
        }
      }),
    close() {
      clearTimeout(settling);
      for (const watcher of watchers.values()) {
        watcher.close();
      }
      watchers.clear();
    },
  };

  /** Watches the folders that aren't watched yet. */
  function look(folder: string): void {
    if (!watchers.has(folder)) {
      try {
        const watcher = watch(folder, (_, name) => seen(folder, name));
        watchers.set(folder, watcher);
        // It was deleted.
        watcher.on("error", () => forget(folder));
      } catch (error) {
        if (isGone(error)) return;
        throw cannotWatch(folder, error);
      }
    }
    for (const entry of foldersIn(folder)) {
      const below = path.join(folder, entry);
      if (!ignored(entry, path.relative(root, below))) look(below);
    }
  }

  function seen(folder: string, name: string | null): void {
    if (name !== null && ignored(name, path.relative(root, path.join(folder, name)))) return;
    // A folder of the same name may be another one by now, which the old watcher doesn't see.
    if (name !== null) forget(path.join(folder, name));
    changed = true;
    clearTimeout(settling);
    settling = setTimeout(settled, SETTLED_MILLISECONDS);
  }

  /** New folders are watched before anybody is told: who looks then sees what was written into them until now. */
  function settled(): void {
    settling = undefined;
    try {
      look(root);
      wake?.();
    } catch (error) {
      wake?.(error);
    }
  }

  function forget(folder: string): void {
    for (const [watched, watcher] of watchers) {
      if (watched === folder || watched.startsWith(folder + path.sep)) {
        watcher.close();
        watchers.delete(watched);
      }
    }
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function cannotWatch(folder: string, error: unknown): CommandError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new CommandError(
    code === "ENOSPC" || code === "EMFILE"
      ? `The folder ${folder} can't be watched: this machine's limit is used up (${code}). On Linux raise it: sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024`
      : `The folder ${folder} can't be watched: ${message}`,
  );
}
