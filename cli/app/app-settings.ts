import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseJsonText } from "../process/json-text";
import { CommandError } from "../process/steps";

/** An app's settings in cdktf.json. */
export interface AppSettings {
  /** The command that runs the app. */
  readonly app: string;
  /** The folder that CDKTF writes the stacks to. */
  readonly output: string;
  /** CDKTF's context, which constructs read with `node.tryGetContext`. */
  readonly context: Readonly<Record<string, unknown>>;
}

const FILE = "cdktf.json";

/**
 * Reads the cdktf.json of this folder.
 * @throws CommandError when there is none, or when it names no app
 */
export function readAppSettings(): AppSettings {
  if (!existsSync(FILE)) {
    throw new CommandError(
      `There is no ${FILE} in ${path.resolve(".")}, so there is no app to run. Run the command in the folder of an app's ${FILE}, ` +
        "or give that folder: --project <folder>. To make a new app: npx cdktf-lambda-images init my-functions",
    );
  }
  const { app, output = "cdktf.out", context = {} } = parsed(readFileSync(FILE, "utf8"));
  if (typeof app !== "string" || app.trim() === "") {
    throw new CommandError(
      `${FILE} has no command to run the app. Add it, for example: "app": "npx ts-node main.ts"`,
    );
  }
  return { app, output, context };
}

function parsed(text: string): Partial<AppSettings> {
  return Object(parseJsonText(text, FILE));
}
