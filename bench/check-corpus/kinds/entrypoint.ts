import type { Kind } from "../kind";
import { removed, replaced, withDockerfile, withInstruction } from "../reading/edit";
import { jsonWords } from "../reading/instructions";
import { originOf } from "../reading/origin";
import { misspelled } from "../words";

const program: Kind = {
  name: "ENTRYPOINT's program not there",
  codes: ["entrypoint-missing"],
  // Where a step may make the program, only a warning is due.
  severity: "warning",
  variant(facts) {
    const { entrypoint, text } = facts;
    if (!entrypoint) return withInstruction(facts, 'ENTRYPOINT ["/entry_script.sh"]');
    const [first = "", ...rest] = jsonWords(entrypoint.text) ?? [];
    const name = first.replace(/.*\//, "");
    const stem = name.replace(/\.sh$/, "");
    if (stem.length < 3) return undefined;
    const wrong = first.slice(0, first.length - name.length) + name.replace(stem, misspelled(stem));
    const edited = replaced(text, entrypoint, `ENTRYPOINT ${JSON.stringify([wrong, ...rest])}`);
    return withDockerfile(facts, edited, [entrypoint.line]);
  },
};

const notExecutable: Kind = {
  name: "entry script without execute permission",
  codes: ["entrypoint-not-executable"],
  severity: "error",
  variant(facts) {
    const { entrypoint, final, project, needed, text } = facts;
    const [first = ""] = jsonWords(entrypoint?.text ?? "") ?? [];
    const origin = originOf(final, first, project.files);
    if (
      !entrypoint ||
      !origin ||
      origin.copies.some(({ flags }) => flags.some((flag) => flag.startsWith("--chmod")))
    )
      return undefined;
    const steps = needed
      .flatMap(({ runs }) => runs)
      .filter(({ instruction }) => /\bchmod\b/.test(instruction.text));
    const [step] = steps;
    const lines = [entrypoint.line, ...origin.copies.map(({ instruction }) => instruction.line)];
    if (steps.length > 1 || (step && !/^chmod (a?\+x|0?755) \S+$/.test(step.instruction.text)))
      return undefined;
    const variant = withDockerfile(facts, step ? removed(text, step.instruction) : text, lines);
    return {
      ...variant,
      executable: { [origin.file]: false },
      places: [...variant.places, { file: origin.file }],
    };
  },
};

export const ENTRYPOINT_KINDS: readonly Kind[] = [program, notExecutable];
