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
 */
export function commandLine(script: string): string {
  const [name = "", separator] = script.split(" ");
  if (scripts[name] !== undefined) {
    return `npm run ${name}${separator ? ` ${separator}` : ""}`;
  }
  return `npx lambda-images ${COMMANDS[name] ?? name}`;
}

function readScripts(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync("package.json", "utf8")).scripts ?? {};
  } catch {
    return {};
  }
}
