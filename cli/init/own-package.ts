import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { ownFolder } from "../own-folder";
import { parseJson } from "../process/json-text";
import { readIfThere } from "../process/read-if-there";

const versions = z.record(z.string(), z.string()).default({});

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
});

/** The lock file that npm writes into node_modules, with paths relative to the folder above (npm 7 to 11). */
const lockOf = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) });

/** The facts in this package's package.json. */
export type OwnPackage = Readonly<z.output<typeof manifest>>;

/** Reads the package.json of this package. */
export function ownPackage(): OwnPackage {
  return manifest.parse(JSON.parse(readFileSync(path.join(ownFolder(), "package.json"), "utf8")));
}

/** The tarball that npm installed this package from. @returns undefined when it comes from a registry, or is gone */
export function ownTarball(): string | undefined {
  const packages = path.dirname(ownFolder());
  const lock = lockOf.safeParse(parseJson(readIfThere(path.join(packages, ".package-lock.json"))));
  const resolved = lock.data?.packages["node_modules/cdktf-lambda-images"]?.resolved;
  const file = resolved?.startsWith("file:")
    ? path.resolve(path.dirname(packages), resolved.slice("file:".length))
    : undefined;
  return file !== undefined && existsSync(file) ? file : undefined;
}

/**
 * The version of another package that this one was tested with.
 * @throws Error when it names none
 */
export function testedVersion(name: string, { devDependencies, dependencies }: OwnPackage): string {
  const version = devDependencies[name] ?? dependencies[name];
  if (version === undefined) {
    throw new Error(`The package.json of cdktf-lambda-images names no version of ${name}.`);
  }
  return version;
}
