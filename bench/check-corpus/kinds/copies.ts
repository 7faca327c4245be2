import type { Kind, Variant } from "../kind";
import { removed, replaced, sourceOf, withDockerfile } from "../reading/edit";
import type { Facts } from "../reading/facts";
import { installsItself } from "../reading/installs-itself";
import { type Copy, lineage, type Stage } from "../reading/stages";
import { losesHandler } from "../variant";
import { misspelled } from "../words";

const typo: Kind = {
  name: "typo in a COPY's source",
  codes: ["copy-source-missing"],
  severity: "error",
  variant(facts) {
    const { needed, project, text } = facts;
    for (const { instruction, from, foreign, sources } of needed.flatMap(({ copies }) => copies)) {
      if (from || foreign || instruction.hasDocument) continue;
      for (const source of sources.filter((each) => exists(facts, each))) {
        const name = source.replace(/\/$/, "").replace(/.*\//, "");
        const stem = name.replace(/\..*$/, "");
        const wrong = source.replace(name, name.replace(stem, misspelled(stem)));
        const before = sourceOf(text, instruction);
        const edited = before.replace(source, wrong);
        if (stem.length < 4 || exists({ project }, wrong) || edited === before) continue;
        return withDockerfile(facts, replaced(text, instruction, edited), [instruction.line]);
      }
    }
    return undefined;
  },
};

/** Whether the context has that file or folder. */
function exists({ project }: Pick<Facts, "project">, source: string): boolean {
  const clean = source.replace(/^\.?\//, "").replace(/\/$/, "");
  if (clean === "" || clean === "." || /[*?[$]/.test(clean)) return false;
  return Object.keys(project.files).some((file) => file === clean || file.startsWith(`${clean}/`));
}

function withoutCopy(facts: Facts, copy: Copy): Variant {
  return withDockerfile(facts, removed(facts.text, copy.instruction), [
    facts.final.from.line,
    // An install that finds nothing without the copy.
    ...facts.needed
      .filter(({ copies }) => copies.includes(copy))
      .flatMap(({ runs }) => runs.map(({ instruction }) => instruction.line)),
  ]);
}

const handlerNotCopied: Kind = {
  name: "COPY of the handler removed",
  codes: ["handler-file-not-copied", "handler-file-missing", "install-file-missing"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const { handler } = facts;
    const [copy, ...more] = handler?.source?.copies ?? [];
    if (!handler || !copy || more.length > 0 || installsItself(facts)) return undefined;
    const variant = withoutCopy(facts, copy);
    return losesHandler(facts, variant)
      ? { ...variant, places: [handler.place, ...variant.places] }
      : undefined;
  },
};

const stageNotCopied: Kind = {
  name: "COPY --from of the handler removed",
  codes: ["handler-file-not-copied", "handler-file-missing"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const { handler, final, text } = facts;
    if (!handler || installsItself(facts)) return undefined;
    const [copy] = handler.source ? handler.source.copies.slice(0, -1) : copiesOfBuilt(final);
    if (!copy) return undefined;
    const variant = withDockerfile(facts, removed(text, copy.instruction), [final.from.line]);
    const lost = !handler.source || losesHandler(facts, variant);
    return lost ? { ...variant, places: [handler.place, ...variant.places] } : undefined;
  },
};

/** The only COPY from a stage: where no file of the folder is the handler's, a compiler makes it in that stage. */
function copiesOfBuilt(final: Stage): readonly Copy[] {
  const found = lineage(final)
    .flatMap(({ copies }) => copies)
    .filter(({ from, foreign }) => from !== undefined || foreign);
  return found.length === 1 ? found.filter(({ from }) => from !== undefined) : [];
}

const stageMisspelled: Kind = {
  name: "COPY --from names no stage",
  codes: ["dockerfile-syntax", "base-image-missing", "base-image-invalid", "copy-source-missing"],
  severity: "warning",
  variant(facts) {
    const { final, text } = facts;
    const copy = lineage(final)
      .flatMap(({ copies }) => copies)
      .find(({ from }) => (from?.name?.length ?? 0) > 3);
    const name = copy?.from?.name;
    if (!copy || name === undefined) return undefined;
    const edited = sourceOf(text, copy.instruction).replace(`--from=${name}`, `--from=${misspelled(name)}`);
    return withDockerfile(facts, replaced(text, copy.instruction, edited), [copy.instruction.line]);
  },
};

export const COPY_KINDS: readonly Kind[] = [typo, handlerNotCopied, stageNotCopied, stageMisspelled];
