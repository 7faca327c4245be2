import { LOCAL_OUTDIR } from "../app/local-folder";
import { lastStacks } from "../app/manifest";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { type DeployedFunction, deployedFunctions, findFunction } from "../local/deployed-functions";
import { runningPort } from "../local/emulator";
import { TARGET_HELP, TARGET_OPTIONS } from "../local/local-target";
import { CommandError, log, logToStderr } from "../process/steps";
import { ACCEPTED_FILE, findingsOf, readAccepted } from "./accepted";
import { comparePermissions } from "./compare-permissions";
import { functionConfiguration, grantedStatements } from "./function-role";
import { type FunctionPermissions, permissionsText } from "./permissions-text";
import { callsOf, checkCallsAreRecorded, type RecordedCall, readCalls } from "./recorded-calls";
import { printRolePolicies, printsRolePolicies, ROLE_OPTIONS } from "./roles/roles-command";
import { sinceDeploy } from "./since-deploy";
import { smallestPolicy } from "./smallest-policy";
import { usedByLambda } from "./used-by-lambda";

export const command: Command = {
  help: `${commandLine("permissions --")} [<function> …] [--all] [--check] [--json]
${commandLine("permissions --")} --plan | --deploy | --boundary [--env <name>]

Shows the permissions of functions on the local AWS, or of the named ones: what each used since it was last deployed, what it was
denied, what its role grants and it never used, and the smallest policy for what it used. The local AWS records each call.

  --all     all calls since the local AWS was started, also those before the last deploy
  --check   for the end of a test suite: exits with 1 when a function was denied something, or may do something that it never
            did. ${ACCEPTED_FILE} beside cdktf.json lists what is accepted, and why:
            { "python": [{ "action": "s3:PutObject", "resource": "arn:aws:s3:::reports/*", "reason": "once a month" }] }
  --json    as JSON

With one of these it prints an IAM policy as JSON instead, for all stacks of an environment. It needs no credentials, and nothing has
to run:
  --plan      of the role that plans: it only reads
  --deploy    of the role that deploys: it reads and writes, and can't give itself more
  --boundary  the permissions boundary of the functions' roles: what they may do at most

${TARGET_HELP}`,
  options: {
    all: { type: "boolean" },
    check: { type: "boolean" },
    json: { type: "boolean" },
    ...ROLE_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(args) {
    if (printsRolePolicies(args)) {
      await printRolePolicies(args);
      return 0;
    }
    const port = await runningPort();
    const functions = await wantedFunctions(args.positionals);
    checkCallsAreRecorded();
    const calls = readCalls();
    const all = await Promise.all(functions.map((fn) => permissionsOf(fn, port, calls, args.flag("all"))));
    if (args.flag("json")) {
      console.log(JSON.stringify(all, undefined, 2));
    }
    if (args.flag("check")) {
      return check(all);
    }
    if (!args.flag("json")) {
      console.log(all.map(permissionsText).join("\n\n"));
    }
    return 0;
  },
};

async function wantedFunctions(names: readonly string[]): Promise<readonly DeployedFunction[]> {
  if (names.length > 0) {
    return await Promise.all(names.map(findFunction));
  }
  const functions = await deployedFunctions(lastStacks(LOCAL_OUTDIR));
  if (functions.length === 0) {
    throw new CommandError(
      `No function is deployed to the local AWS. Deploy it first: ${commandLine("local")}`,
    );
  }
  return functions;
}

async function permissionsOf(
  { id, functionName, region }: DeployedFunction,
  port: number,
  allCalls: readonly RecordedCall[],
  withEarlier: boolean,
): Promise<FunctionPermissions> {
  const aws = { port, region };
  const configuration = await functionConfiguration(functionName, aws);
  const { FunctionArn: functionArn, Role: roleArn } = configuration;
  const recent = withEarlier ? allCalls : sinceDeploy({ functionArn, roleArn }, allCalls);
  const calls = callsOf(functionName, recent);
  const [granted, lambda] = await Promise.all([
    grantedStatements(roleArn, aws),
    usedByLambda(configuration, aws),
  ]);
  const permissions = comparePermissions(calls, granted, lambda);
  const [first, last] = [calls[0], calls.at(-1)];
  return {
    id,
    functionName,
    role: roleArn.slice(roleArn.lastIndexOf("/") + 1),
    ...(first && last && { calls: { first: first.time, last: last.time } }),
    ...permissions,
    smallest: smallestPolicy(permissions.used, granted),
  };
}

/** Prints the findings. @returns the exit code */
function check(all: readonly FunctionPermissions[]): number {
  const accepted = readAccepted();
  let failed = 0;
  for (const of of all) {
    const { findings, needless } = findingsOf(of, accepted[of.id] ?? []);
    for (const { text } of findings) {
      console.error(`✗ ${of.functionName} ${text}`);
    }
    for (const { action, resource } of needless) {
      logToStderr(
        `${ACCEPTED_FILE} accepts ${action} on ${resource} for ${of.id}, which is no finding any more`,
      );
    }
    if (findings.length > 0 && of.calls === undefined) {
      logToStderr(
        `${of.functionName} called nothing since it was deployed. Were the tests run after the deploy?`,
      );
    }
    failed += findings.length;
  }
  if (failed === 0) {
    for (const { functionName } of all) {
      log(`${functionName} may do what it did, and nothing else`);
    }
    return 0;
  }
  logToStderr(
    `${failed === 1 ? "1 finding" : `${failed} findings`}. ${commandLine("permissions")} shows the smallest policies; ${ACCEPTED_FILE} accepts a finding, with a reason`,
  );
  return 1;
}
