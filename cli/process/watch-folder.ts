import { type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";
import { CommandError } from "./steps";

/** Editors and checkouts write many times for one save. */
const SETTLED_MILLISECONDS = 50;

/** The changes below a folder. */
export interface FolderChanges {
  /**
   * Waits for a change since the last call, and until nothing more changes for 0.05 s.
   * @param timeout milliseconds
   * @default - waits without a limit
   * @returns whether something changed; always true without a timeout
   */
  next(timeout?: number): Promise<boolean>;
  close(): void;
}

/**
 * Watches a folder and all folders below it, including folders that are made later. It watches folders, not files. So it also
 * notices when an editor saves by replacing the file. It doesn't report which files changed, because that isn't known for a folder
 * that was just made. (Node.js's own recursive watch works differently on each platform, and on Linux misses replaced files.)
 * @param ignored whether to ignore an entry, by name and relative path, with everything below it
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
            // A change that is about to settle is reported first.
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
        // The folder was deleted.
        watcher.on("error", () => unwatch(folder));
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
    // A folder of the same name may be a new folder by now, which the old watcher doesn't watch.
    if (name !== null) unwatch(path.join(folder, name));
    changed = true;
    clearTimeout(settling);
    settling = setTimeout(settled, SETTLED_MILLISECONDS);
  }

  /**
   * Watches new folders before it reports the change. So a caller who reads them then finds everything written until
   * now.
   */
  function settled(): void {
    settling = undefined;
    try {
      look(root);
      wake?.();
    } catch (error) {
      wake?.(error);
    }
  }

  function unwatch(folder: string): void {
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
      ? `The folder ${folder} can't be watched: this machine's limit is reached (${code}). On Linux, raise it: sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024`
      : `The folder ${folder} can't be watched: ${message}`,
  );
}
