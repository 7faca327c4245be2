import type { Problem } from "../problem";
import type { PythonImport } from "../python/python-imports";
import type { PythonModule } from "../python/python-module";
import type { FoundModule } from "../python/python-modules";
import { placeOf, quote, showLine } from "./handler-check";

/** An import that fails. */
export interface Missing {
  readonly module: FoundModule;
  readonly source: PythonModule;
  readonly from: number;
  /** The module's absolute name, as far as it is missing: `app.services` of `import app.services.mail`. */
  readonly name: string;
}

/** The problem of an import of something that is not in the image. */
export function importMissing(
  { module, source, from, name }: Missing,
  text: {
    readonly near?: string | undefined;
    readonly reason: string;
    readonly effect?: string;
    readonly fix: string;
  },
): Problem {
  const place = placeOf(module.contextPath, source.source, from);
  const near = text.near === undefined ? "" : ` — did you mean ${quote(text.near)}?`;
  return {
    code: "import-missing",
    severity: "warning",
    ...place,
    message: `${module.contextPath} imports ${quote(name)}, which is not in the image${near}`,
    reason: `${showLine(source.source, place)}\n${text.reason} The function would fail at start with “${text.effect ?? `No module named '${name}'`}”.`,
    fix: text.fix,
  };
}

/** A relative import in a module that is in no package, or above the topmost one. */
export function outsidePackage(
  module: FoundModule,
  source: PythonModule,
  each: PythonImport,
  handler: string,
): Problem {
  const written = [...".".repeat(each.level), each.module].join("");
  const target =
    each.module === ""
      ? `import ${each.names.join(", ")}`
      : `from ${each.module} import ${each.names.join(", ")}`;
  const place = placeOf(module.contextPath, source.source, each.from);
  return {
    code: "import-missing",
    severity: "warning",
    ...place,
    message: `${module.contextPath} imports ${quote(written)}, relative to a package, but ${module.name.includes(".") ? "that is above the topmost package" : "it is not in a package"}`,
    reason: `${showLine(source.source, place)}\nThe handler ${quote(handler)} loads it as ${quote(module.name)}. The function would fail at start with “${module.name.includes(".") ? "attempted relative import beyond top-level package" : "attempted relative import with no known parent package"}”.`,
    fix: `Write: ${target}`,
  };
}

/**
 * How to install the package of a module.
 * @param file the file with the requirements, if there is one
 */
export function installing(name: string, distributions: readonly string[], file: string | undefined): string {
  if (distributions.length === 0)
    return `${quote(name)} is not a package that is known here. Check the name before you install anything: packages with almost the right name are published to attack those who mistype it.`;
  const add = `Add ${distributions.map(quote).join(" or ")} to ${file ?? "requirements.txt"}`;
  return file === undefined
    ? `${add}, and to the Dockerfile: RUN pip3 install -r requirements.txt`
    : `${add}.`;
}
