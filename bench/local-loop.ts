import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signedHeaders } from "../cli/local/sign-request";
import { endWhenInterrupted, undoWhenInterrupted } from "../cli/process/interrupt";
import { CommandError, step } from "../cli/process/steps";
import { BENCH } from "./folders";
import { measure } from "./measure";
import { copyProject } from "./project-copy";
import { type Statistics, statistics } from "./statistics";

const FOLDER = path.join(BENCH, "local");
const HANDLER = path.join(FOLDER, "lambdas", "python", "lambda_function.py");
const REGION = "eu-central-1";
const FUNCTION = "hello-dev-python";
const PATIENCE_SECONDS = 180;
/** Nobody saves again right after the answer. Until then, the container for the next hot reload is started. */
const BETWEEN_SAVES_MILLISECONDS = 3_000;

/** Seconds from saving a file to the new answer of the function on the local AWS. */
export interface LocalLoopTimes {
  /** `npm run local` and `npm run local:invoke`, one after the other. */
  readonly commands: Statistics;
  /** `npm run local -- --watch`, which deploys. */
  readonly deploy: Statistics;
  /** `npm run local -- --watch`, which hot reloads the file. */
  readonly hotReload: Statistics;
}

/** Measures in a copy of the project, with a separate local AWS, which is stopped at the end. */
export async function measureLocalLoop(quick: boolean): Promise<LocalLoopTimes> {
  copyProject(FOLDER);
  const takeAway = async () => {
    await run("local:down");
  };
  const stays = undoWhenInterrupted(takeAway);
  const rounds = quick ? 1 : 5;
  try {
    await step("Deployed to the benchmark's own local AWS", () => run("local"));
    const commands = await step("Edited, deployed, called", () => repeat(rounds, deployByCommands));
    const watch = new Watch();
    try {
      await watch.printed(WATCHING);
      // The first deploy starts the reattached providers.
      await deployByWatch(watch, "first");
      const deploy = await step("Edited a watched project, deployed", () =>
        repeat(rounds, (round) => deployByWatch(watch, round)),
      );
      const hotReload = await step("Edited a watched project, hot-reloaded", () =>
        repeat(rounds, (round) => reloadByWatch(watch, round)),
      );
      return { commands, deploy, hotReload };
    } finally {
      await watch.end();
    }
  } finally {
    stays();
    await takeAway();
  }
}

const WATCHING = "Watching for changes";

function run(command: string) {
  return measure({ command: `npm run --silent ${command}`, folder: FOLDER });
}

async function repeat(rounds: number, once: (round: string) => Promise<number>): Promise<Statistics> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    seconds.push(await once(String(round)));
  }
  return statistics(seconds);
}

async function deployByCommands(round: string): Promise<number> {
  const answer = `by commands, ${round}`;
  saveHandler(answer);
  const deployed = await run("local");
  const called = await run("local:invoke -- python");
  checkAnswer(called.stdout, answer);
  return deployed.seconds + called.seconds;
}

/** Also adds a new file, so that it can't be hot-reloaded. */
async function deployByWatch(watch: Watch, round: string): Promise<number> {
  const answer = `deployed, ${round}`;
  const saved = performance.now();
  writeFileSync(path.join(path.dirname(HANDLER), `new_${round}.py`), "");
  saveHandler(answer);
  await watch.printed(`${FUNCTION} runs the new image`);
  const seconds = await answerSince(saved, answer);
  await watch.printed(WATCHING);
  return seconds;
}

async function reloadByWatch(watch: Watch, round: string): Promise<number> {
  const answer = `hot-reloaded, ${round}`;
  await sleep(BETWEEN_SAVES_MILLISECONDS);
  const saved = performance.now();
  saveHandler(answer);
  await watch.printed(`Hot-reloaded ${FUNCTION}`);
  const seconds = await answerSince(saved, answer);
  await watch.printed(WATCHING);
  return seconds;
}

/** Defines the handler again at the end of the module. Lambda calls the last definition. */
function saveHandler(answer: string): void {
  writeFileSync(
    HANDLER,
    `${readFileSync(HANDLER, "utf8").trim()}\n\n\ndef handler(event, context):\n    return ${JSON.stringify(answer)}\n`,
  );
}

/** Invokes the function as local:invoke does, without starting another program. */
async function answerSince(saved: number, answer: string): Promise<number> {
  const { port } = recordOf("deployment.json");
  const url = new URL(`http://127.0.0.1:${port}/2015-03-31/functions/${FUNCTION}/invocations`);
  const request = { method: "POST", url, headers: {}, body: "{}" };
  // The key of that folder's local AWS, not of this one's.
  const headers = signedHeaders(request, { region: REGION, service: "lambda" }, recordOf("root-key.json"));
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  const payload = await response.text();
  const seconds = (performance.now() - saved) / 1000;
  checkAnswer(payload, answer);
  return seconds;
}

/** A file of the local AWS. */
function recordOf(file: string) {
  return JSON.parse(readFileSync(path.join(FOLDER, ".local", file), "utf8"));
}

function checkAnswer(text: string, answer: string): void {
  if (!text.includes(JSON.stringify(answer))) {
    throw new CommandError(`The function doesn't return the new answer ("${answer}"), but:\n${text}`);
  }
}

/** `npm run local -- --watch`, and what it prints. */
class Watch {
  private readonly child = spawn(process.execPath, ["scripts/run.mjs", "local", "--watch"], {
    cwd: FOLDER,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  private text = "";
  private look: (() => void) | undefined;

  constructor() {
    endWhenInterrupted(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        this.text += data;
        this.look?.();
      });
    }
  }

  /** Waits for a text after the previous text. */
  printed(wanted: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = () => reject(new CommandError(`The watch doesn't print "${wanted}":\n\n${this.text}`));
      const timer = setTimeout(failed, PATIENCE_SECONDS * 1_000);
      this.child.once("close", failed);
      this.look = () => {
        const at = this.text.indexOf(wanted);
        if (at < 0) return;
        this.text = this.text.slice(at + wanted.length);
        this.look = undefined;
        clearTimeout(timer);
        this.child.off("close", failed);
        resolve();
      };
      this.look();
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null) {
        resolve();
        return;
      }
      this.child.once("close", () => resolve());
      this.child.kill("SIGINT");
    });
  }
}
