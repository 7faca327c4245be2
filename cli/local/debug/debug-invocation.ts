import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOCAL_OUTDIR } from "../../app/local-folder";
import { lastStacks } from "../../app/manifest";
import { commandLine } from "../../command-line";
import { freePort } from "../../process/free-port";
import { undoWhenInterrupted } from "../../process/interrupt";
import { runProgram } from "../../process/run-program";
import { log } from "../../process/steps";
import type { LocalAws } from "../aws-request";
import { codeFolder, type DeployedFunction } from "../deployed-functions";
import { functionContainers, removeContainers } from "../function-containers";
import { readStackContent } from "../stack-content";
import { type DebugPorts, requestDebugger } from "./debug-request";
import { debugTools } from "./debug-tools";
import { type SourceFiles, sourceFilesOf } from "./path-mappings";

/** The ports that editors try first: debugpy's and the inspector's defaults. */
const USUAL_PORTS: DebugPorts = { python: 5678, nodejs: 9229 };

/** What both debuggers write to the log when they wait, and when one has attached (Node.js 20 to 24; ours for Python). */
const LISTENING = /Debugger listening on (ws:\/\/)?0\.0\.0\.0:(\d+)/;
const ATTACHED = "Debugger attached.";

const LOOK_AGAIN_MILLISECONDS = 300;

/**
 * Runs an invocation of a function in a new container that waits for a debugger. The container is removed afterwards, since it has no
 * time limits.
 * @param run invokes the function
 */
export async function withDebugger<T>(
  fn: DeployedFunction,
  aws: LocalAws,
  run: () => Promise<T>,
): Promise<T> {
  const { functionName, region } = fn;
  const tools = await debugTools();
  const { pathMappings, changed } = sourceFiles(fn);
  const ports = {
    python: await freePort(USUAL_PORTS.python),
    nodejs: await freePort(USUAL_PORTS.nodejs),
  };
  if (changed.length > 0) {
    log(
      `Changed since the last deploy: ${changed.join(", ")}. Breakpoints there may be at other lines. Deploy first: ${commandLine("local")}`,
    );
  }
  const withdraw = requestDebugger({ functionName, region, tools, ports, pathMappings });
  const cleanUp = async () => {
    withdraw();
    await removeContainers(await idsOf(functionName, aws));
  };
  const cancelUndo = undoWhenInterrupted(cleanUp);
  const answered = new AbortController();
  try {
    // A running container has no debugger.
    await removeContainers(await idsOf(functionName, aws));
    const waited = watchDebugger(functionName, aws, ports, answered.signal);
    // It is awaited after the invocation.
    waited.catch(() => undefined);
    const result = await run();
    answered.abort();
    if (!(await waited)) {
      log(
        `${functionName} did not wait for a debugger: its image doesn't start AWS's runtime interface client for Python or Node.js. See docs/debugging.md of cdktf-lambda-images`,
      );
    }
    return result;
  } finally {
    answered.abort();
    cancelUndo();
    await cleanUp();
  }
}

/** Prints when the function waits for a debugger, and when one has attached. @returns whether it waited */
async function watchDebugger(
  functionName: string,
  aws: LocalAws,
  ports: DebugPorts,
  answered: AbortSignal,
): Promise<boolean> {
  let waits = false;
  for (;;) {
    // One more look after the answer.
    const last = answered.aborted;
    for (const id of await idsOf(functionName, aws)) {
      const { stdout, stderr } = await runProgram("docker", ["logs", id]);
      const output = `${stdout}\n${stderr}`;
      const port = Number(LISTENING.exec(output)?.[2]);
      if (!waits && Number.isInteger(port)) {
        waits = true;
        log(waitsText(functionName, port, ports));
      }
      if (output.includes(ATTACHED)) {
        if (!last) log("The debugger is attached");
        return true;
      }
    }
    if (last) {
      return waits;
    }
    await sleep(LOOK_AGAIN_MILLISECONDS);
  }
}

/** How to attach. */
export function waitsText(functionName: string, port: number, ports: DebugPorts): string {
  const [language, usual, configuration] =
    port === ports.python
      ? ["Python (debugpy)", USUAL_PORTS.python, "Python function on the local AWS"]
      : ["Node.js (inspector)", USUAL_PORTS.nodejs, "Node.js function on the local AWS"];
  const where = `${functionName} waits for a debugger at 127.0.0.1:${port}: ${language}`;
  const inUse =
    port === usual ? "" : ` Port ${usual} is in use, so set "port": ${port} in .vscode/launch.json first.`;
  return `${where}. In VS Code: Run and Debug, "${configuration}". Ctrl-C gives up.${inUse}`;
}

async function idsOf(functionName: string, aws: LocalAws): Promise<readonly string[]> {
  return (await functionContainers(functionName, aws)).map(({ Id }) => Id);
}

/** The sources of a function that a stack builds, in the folder that is named after it, or a build context of the whole project. */
function sourceFiles({ id, functionName }: DeployedFunction): SourceFiles {
  for (const { folder } of lastStacks(LOCAL_OUTDIR)) {
    for (const { image, functions } of readStackContent(folder).images.values()) {
      if (functions.includes(functionName)) {
        return sourceFilesOf(image, [path.resolve(codeFolder(id)), path.resolve(".")]);
      }
    }
  }
  return { pathMappings: [], changed: [] };
}
