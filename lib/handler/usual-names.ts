import { distributionsOf } from "../python/distributions";

/**
 * Names that almost every folder gives its own modules. A distribution with one of them at the top would replace the
 * module of everyone who has such a file.
 */
export const USUAL_NAMES = new Set(
  (
    "api app common config configuration constants core database db domain enums errors exceptions functions handlers " +
    "helper helpers lib logic main model models modules repositories repository routers routes schemas service services " +
    "settings shared src util utils validators"
  ).split(" "),
);

/** The distributions to install for a module. The tables have some for usual names, too, but hardly anyone means them. */
export function published(module: string): readonly string[] {
  return USUAL_NAMES.has(module) ? [] : distributionsOf(module);
}
