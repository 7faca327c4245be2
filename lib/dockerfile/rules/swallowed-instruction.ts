import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";

/**
 * `dockerfile-syntax`, as a warning: a RUN whose last line ends in a backslash takes in the next instruction, which then
 * is a word of the shell.
 */
export function swallowedInstruction({ dockerfile, file }: CheckedDockerfile): readonly Problem[] {
  return dockerfile.needed
    .flatMap(({ instructions }) => instructions)
    .flatMap(({ keyword, line, swallowed }): Problem[] =>
      keyword !== "RUN" || swallowed === undefined
        ? []
        : [
            {
              code: "dockerfile-syntax",
              severity: "warning",
              file,
              line: swallowed.backslashLine,
              message: `The line before ${swallowed.keyword} ends in a backslash, so ${swallowed.keyword} is read as a part of RUN (line ${line}).`,
              reason: `The shell gets ${swallowed.keyword} as a word, and Docker doesn't see the instruction.`,
              fix: `Remove the backslash at the end of line ${swallowed.backslashLine}.`,
            },
          ],
    );
}
