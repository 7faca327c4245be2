import { readFileSync } from "node:fs";
import { OF_THIS_MACHINE } from "../../scripts/record-readme";

/** Steps of a first run, which a checkout of the tests may have behind it. */
const FIRST_RUN = /^[✓•] (Installing packages|Packages|Started a Docker engine|Installed the emulator)/;

/** The lines that the README shows of `npm run local`. */
export function stepsInReadme(): readonly string[] {
  return stepsOf(section());
}

/** The answer of the function that the README shows. */
export function answerInReadme(): unknown {
  const text = section();
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

/** The lines of the steps that each run has on each machine, without their times and ports. */
export function stepsOf(output: string): readonly string[] {
  return output
    .split("\n")
    .filter((line) => /^[✓•✗]/.test(line) && !/^• .* answered/.test(line))
    .filter((line) => !FIRST_RUN.test(line) && !OF_THIS_MACHINE.test(line))
    .map((line) => line.replace(/ \(\d+(\.\d)? s\)$/, "").replaceAll(/localhost:\d+/g, "localhost"));
}

function section(): string {
  const readme = readFileSync("README.md", "utf8");
  return /<!-- recorded: npm run local -->\n\n```\n(.*?)```/s.exec(readme)?.[1] ?? "";
}
