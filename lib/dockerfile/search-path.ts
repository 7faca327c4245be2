import * as path from "node:path";
import { imageReference, officialImage } from "./image-reference";
import { lambdaBaseImage } from "./lambda-runtimes";
import type { RuntimeClient } from "./runtime-client";
import { rootOf, type Stage } from "./stage";

/** Where a runtime searches for modules, after the task root. */
export interface SearchPath {
  /** Absolute, in order. */
  readonly folders: readonly string[];
  /** It may search further folders, which are not known. */
  readonly elsewhere: boolean;
}

export interface SearchPathInput {
  /** The function's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly overrides: { readonly workingDirectory?: string };
}

/**
 * The folders of Python: `PYTHONPATH`, layers, installed packages (docs.python.org, “The initialization of the sys.path
 * module search path”; AWS Lambda Developer Guide, “Layer paths for each Lambda runtime”, read 2026-11-24). Node.js
 * searches only the task root for a file, and for packages the folders above it and those of NODE_PATH.
 */
export function searchPath(
  { environment, overrides }: SearchPathInput,
  stage: Stage,
  client: RuntimeClient,
  taskRoot: string,
): SearchPath {
  const workdir = overrides.workingDirectory ?? stage.workdir;
  const base = client.kind === "base-image";
  if (client.language === "nodejs")
    return {
      folders: [],
      elsewhere:
        "NODE_PATH" in environment ||
        typeof stage.env("NODE_PATH") === "string" ||
        (base && workdir !== taskRoot),
    };
  const own = environment.PYTHONPATH ?? stage.env("PYTHONPATH") ?? "";
  // A value that is only known when Terraform runs.
  const known = !own.includes("${");
  const fromVariable = known ? own.split(":").filter((folder) => folder !== "") : [];
  const folders = [
    ...(workdir === undefined || workdir === taskRoot ? [] : [workdir]),
    ...fromVariable.map((folder) => path.posix.resolve(workdir ?? taskRoot, folder)),
    ...packageFolders(stage, client),
  ];
  return {
    folders: [...new Set(folders)].filter((folder) => folder !== taskRoot),
    elsewhere: !known || workdir === undefined || fromVariable.some((folder) => FILLED_LATER.test(folder)),
  };
}

/** A file system is mounted below /mnt (AWS Lambda API, FileSystemConfig), and a function may write to /tmp. */
const FILLED_LATER = /^\/(mnt|tmp)(\/|$)/;

/** The folders of installed packages: those of layers, of the interpreter, and of a virtual environment. */
function packageFolders(stage: Stage, { interpreter }: RuntimeClient): string[] {
  const { image = "" } = rootOf(stage).from;
  const lambda = lambdaBaseImage(image);
  // A tag without a version has any.
  const packages = `lib/python${languageVersion(image) ?? "3"}/site-packages`;
  const environment = stage.env("VIRTUAL_ENV");
  const bin = interpreter?.startsWith("/") ? path.posix.dirname(path.posix.dirname(interpreter)) : undefined;
  return [
    ...(typeof environment === "string" && environment !== "" ? [`${environment}/${packages}`] : []),
    ...(bin !== undefined && bin !== "/" ? [`${bin}/${packages}`] : []),
    ...(lambda ? [`/opt/python/${packages}`, "/opt/python", `/var/lang/${packages}`] : []),
    ...(officialImage(image) === "python" ? [`/usr/local/${packages}`] : []),
  ];
}

/**
 * The version of the language in AWS's base images, and in the official images of Python and Node.js.
 * @returns undefined when the tag doesn't name it
 */
export function languageVersion(image: string): string | undefined {
  const lambda = lambdaBaseImage(image);
  if (lambda) return lambda.runtime?.tag;
  const tag = imageReference(image).tag ?? "";
  switch (officialImage(image)) {
    case "python":
      return /^\d+\.\d+/.exec(tag)?.[0];
    case "node":
      return /^\d+/.exec(tag)?.[0];
    default:
      return undefined;
  }
}
