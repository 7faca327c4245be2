// Checks a function's folder again and again, and prints the milliseconds of each time: the first is what a synth of one function
// pays, which loads the grammar and the tables; the others are what each further function costs.
import { Architecture } from "../../lib/architecture";
import { BuildContext } from "../../lib/build-context/build-context";
import { imageProblems } from "../../lib/function/image-problems";

const [directory, times] = process.argv.slice(2) as [string, string];
const milliseconds = Array.from({ length: Number(times) }, () => {
  // Read anew, so that nothing is remembered from the time before.
  const context = BuildContext.read({ directory });
  const started = performance.now();
  imageProblems({
    context,
    buildArgs: {},
    architecture: Architecture.X86_64,
    overrides: {},
    environment: {},
    today: "2026-01-01",
  });
  return performance.now() - started;
});
console.log(JSON.stringify(milliseconds));
