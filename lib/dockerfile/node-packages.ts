import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { Dockerfile } from "./dockerfile";
import { installCommand } from "./install-command";
import { runCommands } from "./run-commands";
import { commandsEffects } from "./run-effects";

/** The packages of npm that an image may contain. */
export interface NodePackages {
  /** The names that a package.json, a lock file or an install command names. */
  readonly names: ReadonlySet<string>;
  /** The image can't contain any other. When false, no package may be reported as missing. */
  readonly complete: boolean;
  /** The package.json files of the context. */
  readonly manifests: readonly string[];
}

/**
 * Reads which packages of npm the stages of an image install. Without a lock file it isn't complete, since the packages
 * that others bring are not known then.
 */
export function nodePackages({ needed }: Dockerfile, context: BuildContext): NodePackages {
  const manifests = filesNamed(context, /^package\.json$/);
  const locks = filesNamed(context, /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml)$/);
  const names = new Set<string>();
  let complete = true;
  let installs = false;
  for (const file of manifests) for (const name of declared(context.readText(file))) names.add(name);
  for (const file of locks) for (const name of locked(file, context.readText(file))) names.add(name);
  for (const step of needed.flatMap(({ steps }) => steps)) {
    if (step.kind === "copy") {
      // Another image, a download or an archive may contain packages.
      const foreign =
        step.from !== undefined &&
        !("steps" in step.from) &&
        !/\/s?bin\/|\/extensions\//.test(`${step.target}/`);
      if (foreign || step.keyword === "ADD" || step.target === undefined) complete = false;
    } else if (step.kind === "run") {
      const commands = runCommands(step);
      if (commands === undefined) {
        complete = false;
        continue;
      }
      for (const command of commands) {
        const install = installCommand(command.words);
        if (install?.tool === "node") {
          installs = true;
          for (const word of install.named) {
            const [, name] = /^((?:@[\w.-]+\/)?[\w.-]+)(?:@[^:/]*)?$/.exec(word) ?? [];
            if (name === undefined) complete = false;
            else if (locks.length === 0) complete = false;
            if (name !== undefined) names.add(name);
          }
        } else if (mayInstall(command, context)) complete = false;
      }
    }
  }
  const declaresNothing = names.size === 0;
  return { names, complete: complete && (!installs || locks.length > 0 || declaresNothing), manifests };
}

/** Whether it is a command that may bring packages in a way that isn't known. */
function mayInstall(command: { readonly words: readonly string[] }, context: BuildContext): boolean {
  const { words } = command;
  if (/^(npm|npx|pnpm|yarn|tsc|esbuild|node)$/.test(words[0] ?? "")) return false;
  const circumstances = {
    context,
    folder: "/x",
    expand: (word: string) => word,
    find: () => ({ state: "unknown" as const }),
  };
  return commandsEffects([{ words, writes: [], reads: [], required: false }], circumstances).some(
    (effects) => effects.maker("/x/node_modules/a/index.js") !== "nothing",
  );
}

function filesNamed(context: BuildContext, name: RegExp): string[] {
  return context.entries
    .filter((entry) => entry.kind === "file" && !entry.hidden && name.test(path.posix.basename(entry.path)))
    .filter((entry) => !entry.path.includes("node_modules/"))
    .map((entry) => entry.path);
}

const DEPENDENCIES = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "bundleDependencies",
  "imports",
];

/** The packages that a package.json names: its dependencies of all kinds, and itself, which may be a workspace. */
function declared(text: string): readonly string[] {
  const parsed = parsedObject(text);
  const own = typeof parsed.name === "string" ? [parsed.name] : [];
  return [...own, ...DEPENDENCIES.flatMap((key) => Object.keys(objectOf(parsed[key])))];
}

/** docs.npmjs.com, “package-lock.json”; yarnpkg.com, “yarn.lock”; pnpm.io, pnpm-lock.yaml 9.0. */
function locked(file: string, text: string): string[] {
  if (file.endsWith(".json")) {
    const parsed = parsedObject(text);
    const paths = Object.keys(objectOf(parsed.packages)).map((key) => key.replace(/^.*node_modules\//, ""));
    return [...paths, ...Object.keys(objectOf(parsed.dependencies))];
  }
  // What others in the lock file require. A direct dependency is in package.json: without that it isn't installed.
  const [, entries = ""] = file.endsWith(".yaml")
    ? (/^(?:packages|snapshots):\n([\s\S]*)/m.exec(text) ?? [])
    : ["", text];
  const required = file.endsWith(".yaml")
    ? /^ {6}['"]?((?:@[\w.-]+\/)?[\w.-]+)['"]?: /gm
    : /^ {4}"?((?:@[\w.-]+\/)?[\w.-]+)"?:? /gm;
  return [...entries.matchAll(required)].flatMap(([, name]) => name ?? []);
}

function parsedObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
