import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import shared from "./shared-files.json";

/** The template of new apps. */
export const TEMPLATE = path.join(__dirname, "template");

/**
 * The folder of the files that this repository's app shares with templates. The build copies them into the template of
 * new apps. Before that they are at the root.
 */
const REPOSITORY = path.join(__dirname, "..", "..");

/** The files of a new app that this repository's app has too. */
export const APP_FILES: readonly string[] = shared.app;

/** The files of new functions that this repository's functions have too. */
export const FUNCTION_FILES: readonly string[] = shared.functions;

export function readTemplate(file: string): string {
  const inTemplate = path.join(TEMPLATE, file);
  return readFileSync(existsSync(inTemplate) ? inTemplate : path.join(REPOSITORY, file), "utf8");
}
