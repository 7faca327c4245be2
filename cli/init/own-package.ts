import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { ownFolder } from "../own-folder";

const versions = z.record(z.string(), z.string()).default({});

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
});

/** The facts in this package's package.json. */
export type OwnPackage = Readonly<z.output<typeof manifest>>;

/** Reads the package.json of this package. */
export function ownPackage(): OwnPackage {
  return manifest.parse(JSON.parse(readFileSync(path.join(ownFolder(), "package.json"), "utf8")));
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
