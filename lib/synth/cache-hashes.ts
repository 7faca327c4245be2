import path from "node:path";
import { HashCache, useHashes } from "../build-context/hash-cache";

/**
 * Caches the hashes of all files of build contexts from one run of the app to the next. Call it once, before the first
 * function is created.
 * @param file the file of the cache; its folder is created
 */
export function cacheHashes(file: string): void {
  const hashes = new HashCache(path.resolve(file));
  useHashes(hashes);
  // A run that failed may not have reached all files.
  process.once("exit", (code) => hashes.write(code !== 0));
}
