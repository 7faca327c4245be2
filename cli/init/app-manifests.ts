import { type OwnPackage, testedVersion } from "./own-package";

/** What every command needs. esbuild bundles the app for its fast runner. */
const DEPENDENCIES = ["@cdktf/provider-aws", "@cdktf/provider-docker", "cdktf", "constructs", "esbuild"];

const DEV_DEPENDENCIES = ["@swc/core", "@swc/jest", "@types/jest", "@types/node", "jest", "typescript"];

/** Run by `npm run <name>`. The names are the same as in this package's repository. */
const SCRIPTS: Readonly<Record<string, string>> = {
  local: "lambda-images local",
  "local:invoke": "lambda-images invoke",
  "local:logs": "lambda-images logs",
  permissions: "lambda-images permissions",
  "local:down": "lambda-images down",
  bootstrap: "lambda-images bootstrap",
  synth: "lambda-images synth",
  plan: "lambda-images plan",
  review: "lambda-images review",
  deploy: "lambda-images deploy",
  lock: "lambda-images lock",
  images: "lambda-images images",
  outdated: "lambda-images outdated",
  update: "lambda-images update",
  doctor: "lambda-images doctor",
  typecheck: "tsc --incremental --tsBuildInfoFile node_modules/.cache/typecheck.tsbuildinfo",
  check: "npm run typecheck && jest",
  test: "jest",
  help: "cat help",
};

/** No Docker, no network. swc removes the types; `npm run check` checks them. */
const JEST = {
  rootDir: "__tests__",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" } } }] },
};

/** Few threads and a small initial heap, so that an app that runs for less than a second starts sooner. */
const NODE_FLAGS =
  "--v8-pool-size=1 --initial-heap-size=128 --max-semi-space-size=2 --concurrent-recompilation-queue-length=2";

/**
 * The package.json of a new app.
 * @param name of the app
 * @param own the versions that this package was tested with
 * @param spec the source of this package for npm, as in a package.json
 */
export function packageJson(name: string, own: OwnPackage, spec: string): string {
  const dependencies = { ...versionsOf(DEPENDENCIES, own), [own.name]: spec };
  const devDependencies = versionsOf(DEV_DEPENDENCIES, own);
  // npm doesn't install a package into one of the same name.
  const isTaken = Object.keys({ ...dependencies, ...devDependencies }).includes(name);
  return json({
    name: isTaken ? `${name}-app` : name,
    version: "0.1.0",
    private: true,
    engines: own.engines,
    scripts: SCRIPTS,
    jest: JEST,
    dependencies: sorted(dependencies),
    devDependencies,
  });
}

/** The cdktf.json of a new app. @param projectId a new UUID */
export function cdktfJson(projectId: string, { name }: OwnPackage): string {
  return json({
    // Editors read it: names, meanings and mistakes while one types.
    $schema: `./node_modules/${name}/dist/cli/app/cdktf.schema.json`,
    language: "typescript",
    app: `node ${NODE_FLAGS} node_modules/${name}/dist/cli/app/run-app.cjs main.ts`,
    projectId,
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
  });
}

function versionsOf(names: readonly string[], own: OwnPackage): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, testedVersion(name, own)]));
}

/** As npm sorts them. */
function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => one.localeCompare(other, "en")));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
