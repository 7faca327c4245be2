import { appendFileSync } from "node:fs";
import path from "node:path";
import { undoWhenInterrupted } from "../process/interrupt";
import { CommandError, step } from "../process/steps";
import { BENCH } from "./folders";
import { measure } from "./measure";
import { copyProject } from "./project-copy";
import { type Statistics, statistics } from "./statistics";

const FOLDER = path.join(BENCH, "local");

/**
 * The seconds from saving a Python file to the answer of the redeployed function on the local AWS, which a copy of the project starts and
 * takes away again.
 */
export async function measureLocalLoop(quick: boolean): Promise<Statistics> {
  copyProject(FOLDER);
  const run = (command: string) => measure({ command: `npm run --silent ${command}`, folder: FOLDER });
  const takeAway = async () => {
    await run("local:down");
  };
  const stays = undoWhenInterrupted(takeAway);
  try {
    await step("Deployed to a local AWS of the benchmark's own", () => run("local"));
    const seconds: number[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const answer = `edit ${round}`;
      // Defined again at the end of the module, the later handler is the one that Lambda calls.
      appendFileSync(
        path.join(FOLDER, "lambdas", "python", "lambda_function.py"),
        `\n\ndef handler(event, context):\n    return ${JSON.stringify(answer)}\n`,
      );
      const deployed = await run("local");
      const called = await run("local:invoke -- python");
      if (!called.stdout.includes(JSON.stringify(answer))) {
        throw new CommandError(`The function doesn't answer as it was edited, but:\n${called.stdout}`);
      }
      seconds.push(deployed.seconds + called.seconds);
    }
    return statistics(seconds);
  } finally {
    stays();
    await takeAway();
  }
}
