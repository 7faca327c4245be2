import * as path from "node:path";
import { sha256 } from "../sha256";
import { checkFolder, emptyContext } from "./check-folder";
import { ContextFolder, type ContextFolderOptions, hashedEntries } from "./context-folder";
import { sizeCheck } from "./context-size";
import { IGNORE_FILE, readIgnore } from "./ignore-file";
import { listFolder, listingOf } from "./list-folder";
import { readEntries } from "./read-entries";

/**
 * A folder beside the build context, which `docker build --build-context <name>=<folder>` gives to `COPY --from=<name>`. Of
 * ignore files BuildKit reads only its `.dockerignore` (moby/buildkit v0.22, frontend/dockerui/namedcontext.go).
 */
export class NamedContext extends ContextFolder {
  /** @throws BuildContextError */
  static read(options: ContextFolderOptions): NamedContext {
    const directory = path.resolve(options.directory);
    const listing = listingOf(directory);
    if (!listing) checkFolder(directory, options.directory);
    const ignore = readIgnore(directory, [IGNORE_FILE], options, listing);
    const visible = listFolder(directory, ignore.rules, listing, options.followSymlinks);
    if (visible.length === 0) throw emptyContext(directory, ignore.file);
    const staged = readEntries(directory, visible, sizeCheck(directory, visible, ignore.file));
    return new NamedContext(directory, ignore, staged);
  }

  override readonly hash = sha256(`named-context 1\0${hashedEntries(this.entries)}`);
}
