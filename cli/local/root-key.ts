import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { privateFolder } from "../process/private-files";

/** An access key of AWS. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The file of the root key of this checkout's local AWS. cli/local/guard.py reads it. */
export const ROOT_KEY_FILE = path.resolve(".local", "root-key.json");

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The root key of this checkout's local AWS. It is random, and made on first use. It gives all permissions there. */
export function rootKey(): AccessKey {
  if (!existsSync(ROOT_KEY_FILE)) {
    privateFolder(path.dirname(ROOT_KEY_FILE));
    try {
      // "wx": if two commands run at once, only one writes it.
      writeFileSync(ROOT_KEY_FILE, `${JSON.stringify(randomKey(), undefined, 2)}\n`, {
        mode: 0o600,
        flag: "wx",
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return JSON.parse(readFileSync(ROOT_KEY_FILE, "utf8"));
}

/** The login of the local AWS's image registry. */
export function registryLogin(key: AccessKey): { readonly username: string; readonly password: string } {
  return {
    username: "AWS",
    password: createHmac("sha256", key.secretAccessKey).update("registry").digest("hex"),
  };
}

/** As long as AWS's keys, and recognizable by its prefix. */
function randomKey(): AccessKey {
  const letters = [...randomBytes(11)].map((byte) => BASE32[byte % BASE32.length]).join("");
  return { accessKeyId: `AKIALOCAL${letters}`, secretAccessKey: randomBytes(30).toString("base64url") };
}
