import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

const PROJECT = path.resolve(__dirname, "../../..");

/**
 * A program that cleans up for a moment when it is interrupted, and writes the number of interrupts. Its second file
 * shows that it is ready.
 */
const CLEANING = `
let signals = 0;
process.on("SIGINT", () => {
  signals++;
  setTimeout(() => { require("node:fs").writeFileSync(process.argv[1], String(signals)); process.exit(1); }, 200);
});
require("node:fs").writeFileSync(process.argv[2], "");
setInterval(() => undefined, 1000);
`;

/** Runs a command that starts the program above, and sends it a signal. */
function interrupted(
  signal: NodeJS.Signals,
): Promise<{ code: number | null; text: string; cleaned: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), "interrupt-"));
  const cleaned = path.join(folder, "cleaned");
  const ready = path.join(folder, "ready");
  const script = path.join(folder, "script.ts");
  writeFileSync(
    script,
    `import { existsSync, readFileSync } from "node:fs";
     import { runCommand } from ${JSON.stringify(path.join(PROJECT, "cli/command"))};
     import { undoWhenInterrupted } from ${JSON.stringify(path.join(PROJECT, "cli/process/interrupt"))};
     import { runProgram } from ${JSON.stringify(path.join(PROJECT, "cli/process/run-program"))};
     import { step } from ${JSON.stringify(path.join(PROJECT, "cli/process/steps"))};
     void runCommand({ help: "", async run() {
       const stays = undoWhenInterrupted(() => console.log("undone: what stays"));
       undoWhenInterrupted(() => console.log("undone: first"));
       undoWhenInterrupted(() => { throw new Error("this step can't be undone"); });
       undoWhenInterrupted(() => console.log("undone: second, cleaned up after " + readFileSync(${JSON.stringify(cleaned)}, "utf8") + " signal"));
       stays();
       const look = setInterval(() => {
         if (!existsSync(${JSON.stringify(ready)})) return;
         clearInterval(look);
         console.log("waiting");
       }, 20);
       await step("Ran", () => runProgram(process.execPath, ["-e", ${JSON.stringify(CLEANING)}, ${JSON.stringify(cleaned)}, ${JSON.stringify(ready)}]));
       console.log("went on");
     } }, []);`,
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", script], {
      cwd: PROJECT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        text += data;
        if (data.includes("waiting")) {
          child.kill(signal);
        }
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text, cleaned }));
  });
}

describe.each(["SIGINT", "SIGTERM"] as const)("a command that gets %s", (signal) => {
  test("lets its programs clean up, runs its undo steps, the newest first, and starts nothing more", async () => {
    const { code, text: printed } = await interrupted(signal);
    const failed = "this step can't be undone";
    const lines = printed.split("\n").filter((line) => line !== "");
    // On standard error.
    expect(lines).toContain(failed);
    expect(lines.filter((line) => line !== failed)).toEqual([
      "waiting",
      "Interrupted: stopping what this command started",
      "undone: second, cleaned up after 1 signal",
      "undone: first",
    ]);
    expect(code).toBe(130);
  });
});

test("a command ends when its program has ended, and another one still holds the output open", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "interrupt-"));
  const script = path.join(folder, "script.ts");
  writeFileSync(
    script,
    `import { runCommand } from ${JSON.stringify(path.join(PROJECT, "cli/command"))};
     import { undoWhenInterrupted } from ${JSON.stringify(path.join(PROJECT, "cli/process/interrupt"))};
     import { runProgram } from ${JSON.stringify(path.join(PROJECT, "cli/process/run-program"))};
     void runCommand({ help: "", async run() {
       undoWhenInterrupted(() => console.log("undone"));
       setTimeout(() => process.kill(process.pid, "SIGINT"), 500);
       await runProgram("sh", ["-c", "setsid sleep 5 & exit 0"]);
     } }, []);`,
  );
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = text(child.stdout);
  const [code] = await once(child, "exit");
  expect(code).toBe(130);
  expect(await output).toBe("undone\n");
});
