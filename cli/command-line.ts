import { readFileSync } from "node:fs";

/** The commands by the names of their scripts in package.json. */
const COMMANDS: Readonly<Record<string, string>> = {
  "local:invoke": "invoke",
  "local:logs": "logs",
  "local:down": "down",
};

const scripts = readScripts();

/**
 * How a command is run in this app: `npm run local:invoke` where package.json has that script, else `npx lambda-images invoke`.
 * @param script the name of the script; with ` --` at its end, arguments follow
 * @param options of the command, each with a space before it. @default - none
 */
export function commandLine(script: string, options = ""): string {
  const [name = "", separator = options && "--"] = script.split(" ");
  if (scripts[name] !== undefined) {
    return `npm run ${name}${separator && ` ${separator}`}${options}`;
  }
  return `npx lambda-images ${COMMANDS[name] ?? name}${options}`;
}

function readScripts(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync("package.json", "utf8")).scripts ?? {};
  } catch {
    return {};
  }
}
