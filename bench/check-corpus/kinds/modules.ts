import type { Kind, Variant } from "../kind";
import { lineOf, placesOf, removed, replaced, replaceLine, withDockerfile } from "../reading/edit";
import type { Facts, HandlerSource, OwnModule } from "../reading/facts";
import { installsItself } from "../reading/installs-itself";
import { isStandardModule } from "../reading/standard-modules";
import { factsAfter } from "../variant";
import { misspelled } from "../words";

/** The first module of the project's own that the handler's file imports. */
function ownModule({ handler }: Facts, is: (module: OwnModule) => boolean = () => true) {
  const source = handler?.source;
  const module = source?.ownModules.find((each) => !each.file.endsWith("__init__.py") && is(each));
  return source && module ? { source, module } : undefined;
}

function isStillImported(facts: Facts, variant: Variant, { imported }: OwnModule): boolean {
  const after = factsAfter(facts, variant)?.handler?.source;
  return !after || after.ownModules.some((each) => each.imported.line === imported.line);
}

function importPlace({ file }: HandlerSource, { imported }: OwnModule) {
  return { file, line: imported.line };
}

const syntaxError: Kind = {
  name: "syntax error in an imported file",
  codes: ["python-syntax", "javascript-syntax"],
  severity: "error",
  variant(facts) {
    for (const { file } of facts.handler?.source?.ownModules ?? []) {
      const text = facts.project.files[file] ?? "";
      const lines = text.split("\n");
      const python = file.endsWith(".py");
      const index = lines.findIndex((line) =>
        (python ? /^def \w+\([^()]*\):$/ : /^(async )?function \w+\([^()]*\) \{$/).test(line),
      );
      if (index < 0) continue;
      const line = lineOf(text, index + 1);
      const broken = replaceLine(text, index + 1, python ? line.slice(0, -1) : line.replace(") {", " {"));
      return { files: { [file]: broken }, places: [{ file, line: index + 1 }] };
    }
    return undefined;
  },
};

const deleted: Kind = {
  name: "a module of its own deleted",
  codes: ["import-missing", "copy-source-missing"],
  severity: "warning",
  variant(facts) {
    const found = ownModule(facts);
    if (!found || installsItself(facts)) return undefined;
    const { source, module } = found;
    const lines = module.copies.map(({ instruction }) => instruction.line);
    const variant: Variant = {
      files: { [module.file]: null },
      places: [importPlace(source, module), ...lines.map((line) => ({ file: facts.dockerfile, line }))],
    };
    return isStillImported(facts, variant, module) ? undefined : variant;
  },
};

const notCopied: Kind = {
  name: "a module of its own not copied",
  codes: ["import-missing"],
  severity: "warning",
  variant(facts) {
    if (installsItself(facts)) return undefined;
    const { handler, text, final } = facts;
    for (const module of handler?.source?.ownModules ?? []) {
      const [copy, ...more] = module.copies;
      if (!copy || more.length > 0 || !handler?.source || copy.flags.length > 0) continue;
      const others = copy.sources.filter((source) => !covers(source, module.file));
      const edited =
        others.length === 0
          ? removed(text, copy.instruction)
          : replaced(text, copy.instruction, `COPY ${[...others, copy.destination].join(" ")}`);
      const variant = withDockerfile(facts, edited, [
        final.from.line,
        ...(others.length === 0 ? [] : [copy.instruction.line]),
      ]);
      if (isStillImported(facts, variant, module)) continue;
      return { ...variant, places: placesOf(importPlace(handler.source, module), ...variant.places) };
    }
    return undefined;
  },
};

function covers(source: string, file: string): boolean {
  const clean = source.replace(/^\.\//, "").replace(/\/$/, "");
  return file === clean || file.startsWith(`${clean}/`);
}

const misspelledImport: Kind = {
  name: "typo in an import (`requsts`)",
  codes: ["import-missing"],
  severity: "warning",
  variant({ handler, project }) {
    const source = handler?.source;
    if (!handler || !source) return undefined;
    const own = new Set(source.ownModules.map(({ imported }) => imported));
    const others = source.imports.filter((each) => !own.has(each) && /^[a-z]\w{3,}$/.test(each.module));
    const [first] = others;
    const imported = others.find(({ module }) => !isStandardModule(module, handler.language)) ?? first;
    if (!imported) return undefined;
    const wrong = misspelled(imported.module);
    const known = new RegExp(`\\b${wrong}\\b`);
    if (Object.values(project.files).some((text) => known.test(text))) return undefined;
    const before = handler.language === "python" ? "from |import " : "[\"']";
    const line = lineOf(source.text, imported.line).replace(
      new RegExp(`(${before})${imported.module}\\b`),
      `$1${wrong}`,
    );
    return {
      files: { [source.file]: replaceLine(source.text, imported.line, line) },
      places: [{ file: source.file, line: imported.line }],
    };
  },
};

export const MODULE_KINDS: readonly Kind[] = [syntaxError, deleted, notCopied, misspelledImport];
