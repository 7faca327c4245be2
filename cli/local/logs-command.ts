import type { Command } from "../command";
import { commandLine } from "../command-line";
import { denialText } from "../permissions/denial-text";
import { functionConfiguration } from "../permissions/function-role";
import { callsOf, isDenied, readCalls } from "../permissions/recorded-calls";
import { sinceDeploy } from "../permissions/since-deploy";
import { CommandError } from "../process/steps";
import type { LocalAws } from "./aws-request";
import { codeFolder, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { logs, readLog } from "./logs";

export const command: Command = {
  help: `${commandLine("local:logs --")} <function> [--follow]

Prints the log of a function on the local AWS. What it was denied since the last deploy comes first, on standard error.

  --follow   print new lines until Ctrl-C`,
  options: { follow: { type: "boolean" } },
  async run(args) {
    const [wanted] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function?\n\n${command.help}`);
    }
    const port = await runningPort();
    const { id, functionName, region } = await findFunction(wanted);
    await printDenials(functionName, codeFolder(id), { port, region });
    await logs(functionName, { port, region, follow: args.flag("follow") });
  },
};

async function printDenials(functionName: string, folder: string, aws: LocalAws): Promise<void> {
  const all = readCalls();
  if (!callsOf(functionName, all).some(isDenied)) {
    return;
  }
  const { FunctionArn: functionArn, Role: roleArn } = await functionConfiguration(functionName, aws);
  const calls = callsOf(functionName, sinceDeploy({ functionArn, roleArn }, all));
  const text = (await readLog(functionName, aws)).join("\n");
  const denials = denialText(calls, { functionName, text, folder });
  if (denials !== undefined) {
    console.error(`${denials}\n`);
  }
}
