import type { Command } from "../command";
import { commandLine } from "../command-line";
import { functionNamed, lastDeployedFunctions } from "../local/deployed-functions";
import { runningPort } from "../local/emulator";
import { TARGET_HELP, TARGET_OPTIONS } from "../local/local-target";
import { printRemark, printResult } from "../process/progress";
import { log } from "../process/steps";
import { ACCEPTED_FILE, findingsOf, notDeployed, readAccepted } from "./accepted";
import { functionPermissions } from "./function-permissions";
import { type FunctionPermissions, permissionsText } from "./permissions-text";
import { checkCallsAreRecorded, readCalls } from "./recorded-calls";
import { printRolePolicies, printsRolePolicies, ROLE_OPTIONS } from "./roles/roles-command";

export const command: Command = {
  examples: [
    [`${commandLine("permissions")}`, "of all functions on the local AWS"],
    [`${commandLine("permissions --")} --deploy --env dev`, "the policy of the role that deploys dev"],
  ],
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
  positionals: Number.POSITIVE_INFINITY,
  async run(args) {
    if (printsRolePolicies(args)) {
      await printRolePolicies(args);
      return 0;
    }
    const port = await runningPort();
    const deployed = await lastDeployedFunctions();
    const wanted = args.positionals.map((name) => functionNamed(name, deployed));
    checkCallsAreRecorded();
    const calls = readCalls();
    const all = await functionPermissions(deployed, { wanted, calls, port, withEarlier: args.flag("all") });
    if (args.flag("json")) {
      printResult(JSON.stringify(all, undefined, 2));
    }
    if (args.flag("check")) {
      return check(
        all,
        deployed.map(({ id }) => id),
      );
    }
    if (!args.flag("json")) {
      printResult(all.map(permissionsText).join("\n\n"));
    }
    return 0;
  },
};

/** Prints the findings. @returns the exit code */
function check(all: readonly FunctionPermissions[], deployed: readonly string[]): number {
  const accepted = readAccepted();
  for (const id of notDeployed(accepted, deployed)) {
    log(`${ACCEPTED_FILE} has entries for ${id}, which isn't deployed`);
  }
  let failed = 0;
  let acceptedCount = 0;
  for (const of of all) {
    const { findings, needless, ...counts } = findingsOf(of, accepted[of.id] ?? []);
    for (const { text } of findings) {
      printRemark(`✗ ${of.functionName} ${text}`);
    }
    for (const { action, resource } of needless) {
      log(`${ACCEPTED_FILE} accepts ${action} on ${resource} for ${of.id}, which is no finding any more`);
    }
    if (findings.length > 0 && of.calls === undefined) {
      log(`${of.functionName} called nothing since it was deployed. Were the tests run after the deploy?`);
    }
    failed += findings.length;
    acceptedCount += counts.accepted;
  }
  if (acceptedCount > 0) {
    log(`${ACCEPTED_FILE} accepts ${numbered(acceptedCount)}`);
  }
  if (failed === 0) {
    const rest = acceptedCount === 0 ? "nothing else" : "what is accepted";
    for (const { functionName } of all) {
      log(`${functionName} may do what it did, and ${rest}`);
    }
    return 0;
  }
  log(
    `${numbered(failed)}. ${commandLine("permissions")} shows the smallest policies; ${ACCEPTED_FILE} accepts a finding, with a reason`,
  );
  return 1;
}

function numbered(findings: number): string {
  return findings === 1 ? "1 finding" : `${findings} findings`;
}
