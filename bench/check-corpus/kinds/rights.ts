import type { Kind } from "../kind";
import { replaced, sourceOf, withDockerfile, withInstruction } from "../reading/edit";
import type { Facts } from "../reading/facts";
import { installsItself } from "../reading/installs-itself";

/** Whether a step or a user of the Dockerfile's own makes rights hard to tell. */
function changesRights({ needed, final }: Facts): boolean {
  return (
    final.instructions.some(({ keyword }) => keyword === "USER") ||
    needed.flatMap(({ runs }) => runs).some(({ instruction: { text } }) => /\b(chmod|chown)\b/.test(text))
  );
}

const unreadableCopy: Kind = {
  name: "COPY --chmod=600 of the handler",
  codes: ["file-not-readable"],
  severity: "error",
  variant(facts) {
    const copy = facts.handler?.source?.copies[0];
    if (!copy || changesRights(facts)) return undefined;
    const source = sourceOf(facts.text, copy.instruction).replace(/\s+--chmod=\S+/, "");
    const edited = source.replace(/^(\s*(?:COPY|ADD))\s/i, "$1 --chmod=600 ");
    return withDockerfile(facts, replaced(facts.text, copy.instruction, edited), [copy.instruction.line]);
  },
};

const lockedRoot: Kind = {
  name: "RUN chmod 700 of the task root",
  codes: ["file-not-readable"],
  severity: "error",
  variant(facts) {
    const source = facts.handler?.source;
    const root = (facts.aws ? facts.final.variables.LAMBDA_TASK_ROOT : facts.final.workdir) ?? "";
    if (
      !source?.imagePath.startsWith(`${root}/`) ||
      root === "/" ||
      changesRights(facts) ||
      installsItself(facts)
    )
      return undefined;
    return withInstruction(facts, `RUN chmod -R 700 ${root}`);
  },
};

export const RIGHTS_KINDS: readonly Kind[] = [unreadableCopy, lockedRoot];
