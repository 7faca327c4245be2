import { createHmac, randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { commandLine } from "../command-line";
import { parseJson } from "../process/json-text";
import { privateFolder, writePrivateFile } from "../process/private-files";
import { CommandError } from "../process/steps";

/** An access key of AWS. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The token of a session, of an assumed role. @default - a key of root */
  readonly sessionToken?: string;
}

/** The file of the root key of this checkout's local AWS. cli/local/guard.py reads it. */
export const ROOT_KEY_FILE = path.resolve(".local", "root-key.json");

const storedKey = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The root key of this checkout's local AWS. It is random, and made on first use. It gives all permissions there. */
export function rootKey(): AccessKey {
  if (!existsSync(ROOT_KEY_FILE)) {
    writeKey();
  }
  const result = storedKey.safeParse(parseJson(readFileSync(ROOT_KEY_FILE, "utf8")));
  if (!result.success) {
    throw new CommandError(
      `${path.relative(".", ROOT_KEY_FILE)} is damaged: it has no access key of the local AWS. Start anew: ${commandLine("local:down")}, then ${commandLine("local")}`,
    );
  }
  return result.data;
}

/** The errors of a file system without links, for example exFAT. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** A reader finds the whole key or none, and if two commands run at once, only one writes it. */
function writeKey(): void {
  privateFolder(path.dirname(ROOT_KEY_FILE));
  const written = `${ROOT_KEY_FILE}.${process.pid}.tmp`;
  try {
    writePrivateFile(written, `${JSON.stringify(randomKey(), undefined, 2)}\n`);
    linkSync(written, ROOT_KEY_FILE);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (NO_LINKS.includes(code)) {
      renameSync(written, ROOT_KEY_FILE);
    } else if (code !== "EEXIST") {
      throw error;
    }
  } finally {
    rmSync(written, { force: true });
  }
}

/** A login of the local AWS's image registry: root's, or that of a session, which may do there what its role may. */
export function registryLogin(
  root: AccessKey,
  key: AccessKey = root,
): { readonly username: string; readonly password: string } {
  const derive = (text: string): string =>
    createHmac("sha256", root.secretAccessKey).update(text).digest("hex");
  return {
    username: "AWS",
    // cli/local/iam_checks.py derives the same.
    password:
      key.sessionToken === undefined
        ? derive("registry")
        : `${key.accessKeyId}:${derive(`registry\n${key.accessKeyId}`)}`,
  };
}

/** As long as AWS's keys, and recognizable by its prefix. The secret needs no quotes and is never taken for an option. */
function randomKey(): AccessKey {
  const letters = [...randomBytes(11)].map((byte) => BASE32[byte % BASE32.length]).join("");
  return { accessKeyId: `AKIALOCAL${letters}`, secretAccessKey: randomBytes(20).toString("hex") };
}
