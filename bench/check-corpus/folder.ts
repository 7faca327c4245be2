import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Variant } from "./kind";
import type { Project } from "./project";

/** A project's folder in a temporary place, in which one mistake after another is made and taken back. */
export class Folder {
  readonly path = mkdtempSync(path.join(tmpdir(), "check-corpus-"));

  constructor({ directory, files, executables }: Project) {
    if (directory === undefined) {
      for (const [file, text] of Object.entries(files)) this.write(file, text, executables?.includes(file));
    } else {
      cpSync(directory, this.path, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => path.basename(source) !== ".git",
      });
    }
  }

  /** Makes the mistake. @returns takes it back */
  change({ files = {}, executable = {} }: Variant): () => void {
    const names = [...new Set([...Object.keys(files), ...Object.keys(executable)])];
    const before = names.map((name) => [name, this.read(name)] as const);
    for (const [file, text] of Object.entries(files)) {
      if (text === null) rmSync(path.join(this.path, file));
      else this.write(file, text);
    }
    for (const [file, is] of Object.entries(executable)) this.setMode(file, is);
    return () => {
      for (const [name, found] of before) {
        if (found) this.write(name, found.content, found.executable);
        else this.removeNew(name);
      }
    };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private read(file: string): { readonly content: Buffer; readonly executable: boolean } | undefined {
    const absolute = path.join(this.path, file);
    if (!existsSync(absolute)) return undefined;
    return { content: readFileSync(absolute), executable: (statSync(absolute).mode & 0o100) !== 0 };
  }

  private write(file: string, content: string | Buffer, executable?: boolean): void {
    const absolute = path.join(this.path, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    if (executable !== undefined) this.setMode(file, executable);
  }

  private setMode(file: string, executable: boolean): void {
    chmodSync(path.join(this.path, file), executable ? 0o755 : 0o644);
  }

  /** Removes a file, and the folders that were made for it. */
  private removeNew(file: string): void {
    rmSync(path.join(this.path, file));
    for (let folder = path.dirname(file); folder !== "."; folder = path.dirname(folder)) {
      try {
        rmdirSync(path.join(this.path, folder));
      } catch {
        // It has other files.
        return;
      }
    }
  }
}
