// Checks a function's folder repeatedly, and prints the time of each check in milliseconds. The first is the cost for
// one function, and includes loading the grammar and the tables. The others are the cost of each further function.
import { Architecture } from "../../lib/architecture";
import { BuildContext } from "../../lib/build-context/build-context";
import { imageProblems } from "../../lib/function/image-problems";

const [directory, times] = process.argv.slice(2) as [string, string];
const milliseconds = Array.from({ length: Number(times) }, () => {
  // Read again, so that nothing is cached from the previous check.
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
