import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { cdktfJson, packageJson } from "./app-manifests";
import { appWorkflow } from "./app-workflow";
import { type OwnPackage, testedVersion } from "./own-package";
import { APP_FILES, FUNCTION_FILES, readTemplate, TEMPLATE } from "./shared-files";

const GITHUB = ".github/";
const WORKFLOWS = ".github/workflows/";

/** The settings of a new app. */
export interface NewApp {
  /** The result of appName. */
  readonly name: string;
  /** Identifies the app for CDKTF: a UUID. */
  readonly projectId: string;
  /** The source of this package for npm, as in a package.json. */
  readonly packageSpec: string;
  /** Whether to add the GitHub workflows. */
  readonly workflows: boolean;
}

/** The files of a new app, by their path in its folder. */
export function appFiles(app: NewApp, own: OwnPackage): ReadonlyMap<string, string> {
  const isOfApp = (file: string) => app.workflows || !file.startsWith(GITHUB);
  const template = listFiles(TEMPLATE).filter(
    (file) => ![...APP_FILES, ...FUNCTION_FILES].includes(file) && isOfApp(file),
  );
  const shared = APP_FILES.filter(isOfApp);
  return new Map([
    ...template.map((file) => [nameInApp(file), fill(readTemplate(file), app, own)] as const),
    ...shared.map(
      (file) =>
        [file, file.startsWith(WORKFLOWS) ? appWorkflow(readTemplate(file)) : readTemplate(file)] as const,
    ),
    ["package.json", packageJson(app.name, own, app.packageSpec)],
    ["cdktf.json", cdktfJson(app.projectId, own)],
  ]);
}

/**
 * The name of an app: the folder's name, with only the characters that AWS and npm allow. The names of all its
 * resources in AWS begin with it.
 */
export function appName(folder: string): string {
  const name = path
    .basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    // With "-prod" it is a name prefix, which has 31 characters at most.
    .slice(0, 26)
    .replace(/-$/, "");
  return name || "app";
}

/** npm removes files named .gitignore from a package. */
function nameInApp(file: string): string {
  return file === "gitignore" ? ".gitignore" : file;
}

function fill(text: string, { name, workflows }: NewApp, own: OwnPackage): string {
  return (
    text
      .replaceAll("my-app", name)
      .replaceAll("my-cdktf-version", testedVersion("cdktf", own))
      // A runner keeps no files, so deploys from GitHub need the state in a bucket.
      .replace("// stateBucket:", workflows ? "stateBucket:" : "// stateBucket:")
  );
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}
