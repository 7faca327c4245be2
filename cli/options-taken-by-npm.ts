import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Arguments, Options } from "./command";
import { type ProbeResult, probe } from "./process/probe";
import { shellWord } from "./process/shell-word";

/** Names that are also settings of npm. A user may have set them for npm, in an .npmrc or in the environment. */
const SETTINGS_OF_NPM: ReadonlySet<string> = new Set(["all", "json", "yes"]);

/** An option that npm took as its own, because it came before `--`. */
export interface TakenOption {
  readonly name: string;
  /** The option's text, or empty if npm didn't pass it. @default - the option is a flag */
  readonly text?: string;
}

/**
 * The options of a command that npm has taken. npm takes all options before `--`, and sets a variable for each (`npm
 * run deploy --env=dev` sets `npm_config_env`; @npmcli/config, set-envs.js, npm 7 to 11). Later versions of npm refuse
 * them.
 */
export function optionsTakenByNpm(
  options: Options,
  args: Arguments,
  environment: NodeJS.ProcessEnv,
): TakenOption[] {
  if (!isRunByNpm(environment)) {
    return [];
  }
  const [first = ""] = args.positionals;
  return Object.entries(options).flatMap(([name, { type }]) => {
    // npm takes --no-iam for the setting iam, without a value.
    if (name.startsWith("no-") && environment[variableOf(name.slice("no-".length))] !== undefined) {
      return args.flag(name) ? [] : [{ name }];
    }
    const value = environment[variableOf(name)];
    // For npm's own settings, "" means no. Any other name is only set if the user gave it.
    if (value === undefined || (value === "" && (SETTINGS_OF_NPM.has(name) || type === "boolean"))) {
      return [];
    }
    if (type === "boolean") {
      return args.flag(name) ? [] : [{ name }];
    }
    // With `--env dev`, npm takes `--env` and passes `dev` on.
    const text = value === "true" ? first : value;
    return args.text(name) === value ? [] : [{ name, text }];
  });
}

/**
 * The options that npm has taken and that are neither its own nor the command's: `npm run plan --environment=prod`. After `--` they
 * are refused.
 */
export function unknownTakenByNpm(options: Options, environment: NodeJS.ProcessEnv): TakenOption[] {
  if (!isRunByNpm(environment)) {
    return [];
  }
  const given = Object.keys(environment).flatMap((variable) => {
    const key = variable.startsWith(PREFIX) ? variable.slice(PREFIX.length) : "";
    const isSet = key === "" || USUAL.has(key) || isGivenOtherwise(variable, environment);
    return isSet || isInNpmrc(key, environment) ? [] : [{ variable, name: key.replaceAll("_", "-") }];
  });
  // Loading npm's list of its own names takes 0.1 s.
  const known = given.length === 0 ? undefined : ownNames(environment);
  if (known === undefined) {
    return [];
  }
  const own = new Set([...known, ...Object.keys(options)].map(variableOf));
  return given.flatMap(({ variable, name }) => {
    const value = environment[variable] ?? "";
    const changes = CHANGES_WHAT_IS_DONE.has(name) && value === "true" && !Object.hasOwn(options, name);
    if (own.has(variable) && !changes) {
      return [];
    }
    return [{ name, ...(value !== "true" && { text: value }) }];
  });
}

/** Variables that npm sets for each script (npm 10 and 11). */
const USUAL: ReadonlySet<string> = new Set(
  "cache,global_prefix,globalconfig,init_module,local_prefix,loglevel,node_gyp,noproxy,npm_version,prefix,user_agent,userconfig".split(
    ",",
  ),
);
/** An option of npm itself that its user would expect to reach the command. */
const CHANGES_WHAT_IS_DONE: ReadonlySet<string> = new Set(["dry-run"]);
const PREFIX = "npm_config_";

/** The names of npm's own settings, from its installation. */
function ownNames({ npm_execpath: npm }: NodeJS.ProcessEnv): readonly string[] | undefined {
  try {
    const file = "@npmcli/config/lib/definitions";
    const { definitions } = createRequire(npm ?? "")(file) as { readonly definitions: object };
    return Object.keys(definitions);
  } catch {
    // Another version of npm. The options of the command are found all the same.
    return undefined;
  }
}

/** Whether npm itself was started with the variable. Where that isn't known, only a variable of npm's own counts as an option. */
function isGivenOtherwise(variable: string, environment: NodeJS.ProcessEnv): boolean {
  const started = npmsOwnEnvironment();
  return started === undefined || started.includes(`${variable}=${environment[variable]}`);
}

/** Whether a configuration file of npm has a setting of this name. */
function isInNpmrc(name: string, environment: NodeJS.ProcessEnv): boolean {
  const files = [
    environment.npm_config_userconfig,
    environment.npm_config_globalconfig,
    path.join(environment.npm_config_local_prefix ?? ".", ".npmrc"),
  ];
  const setting = new RegExp(`^\\s*${name.replaceAll("_", "[-_]")}\\s*(?:=|$)`, "m");
  return files.some(
    (file) => file !== undefined && existsSync(file) && setting.test(readFileSync(file, "utf8")),
  );
}

/**
 * Removes the options that are settings of npm, from its configuration files or from the environment that it was
 * started in.
 */
export async function withoutSettings(
  taken: readonly TakenOption[],
  environment: NodeJS.ProcessEnv,
): Promise<TakenOption[]> {
  const kept: TakenOption[] = [];
  for (const option of taken) {
    if (!SETTINGS_OF_NPM.has(option.name) || !(await isSetting(option.name, environment))) {
      kept.push(option);
    }
  }
  return kept;
}

/** The message with the reason, and the command to run instead. */
export function takenByNpmText(
  taken: readonly TakenOption[],
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): string {
  const handedOn = [...argv];
  for (const { name, text } of taken) {
    const at = environment[variableOf(name)] === "true" && text ? handedOn.indexOf(text) : -1;
    if (at >= 0) handedOn.splice(at, 1);
  }
  const meant = taken.map(({ name, text }) =>
    text === undefined ? `--${name}` : `--${name}=${text === "" ? `<${name}>` : shellWord(text)}`,
  );
  const settings = taken.filter(({ name }) => SETTINGS_OF_NPM.has(name)).map(({ name }) => variableOf(name));
  return [
    `npm took ${meant.join(" and ")} as its own and did not pass it on. The options of a command come after "--". Nothing was done. Run this instead:`,
    "",
    `  npm run ${environment.npm_lifecycle_event} -- ${[...meant, ...handedOn.map(shellWord)].join(" ")}`,
    ...(settings.length === 0
      ? []
      : ["", `If you set ${settings.join(" and ")} for npm itself, unset it for this command.`]),
  ].join("\n");
}

/** Other package managers hand all options on, and so does npx: those before the name of the command are its own. */
function isRunByNpm(environment: NodeJS.ProcessEnv): boolean {
  return (
    environment.npm_config_user_agent?.startsWith("npm/") === true &&
    environment.npm_lifecycle_event !== undefined &&
    environment.npm_command !== "exec"
  );
}

function variableOf(option: string): string {
  return `npm_config_${option.replaceAll("-", "_")}`;
}

async function isSetting(name: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  if (npmsOwnEnvironment()?.includes(`${variableOf(name)}=true`)) {
    return true;
  }
  const { [variableOf(name)]: _, npm_execpath: npm = "", ...others } = environment;
  return isTrue(
    await probe(environment.npm_node_execpath ?? "node", [npm, "config", "get", name], { env: others }),
  );
}

function isTrue(result: ProbeResult): boolean {
  return result.state === "ran" && result.stdout.trim() === "true";
}

/** The environment that npm was started in. It can only be read on Linux. */
function npmsOwnEnvironment(): readonly string[] | undefined {
  try {
    // npm starts a shell, which starts this process or is replaced by it.
    for (let pid = process.ppid, up = 0; up < 3; up++) {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("npm ")) {
        return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      }
      pid = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
    }
  } catch {
    // Another system, or another user's process.
  }
  return undefined;
}
