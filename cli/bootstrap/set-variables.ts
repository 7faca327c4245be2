import { confirmed } from "../deploy/confirmed";
import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import { printResult } from "../process/progress";
import { succeed } from "../process/run-program";
import { log, step } from "../process/steps";
import type { Ask } from "./github";
import {
  environmentCommands,
  type GitHubVariables,
  gitHubCommands,
  gitHubCommandText,
  gitHubVariables,
  type RoleArns,
} from "./next-steps";

export interface SetVariablesOptions {
  readonly repository: string;
  readonly environment: string;
  readonly roles: RoleArns;
  /** Whether they are set, or only printed. */
  readonly set: boolean;
  /** Whether nobody is asked. */
  readonly yes: boolean;
}

/** Prints GitHub's variables, and sets them by GitHub's CLI after asking. */
export async function setVariables(options: SetVariablesOptions, ask: Ask = probe): Promise<void> {
  const { repository, environment, roles } = options;
  const present = await presentSettings(repository, environment, ask);
  const variables = gitHubVariables(repository, environment, roles, present?.planRoles);
  if (present?.planRoles?.[environment] === roles.plan && present.deployRole === roles.deploy) {
    log(`${repository} has the variables PLAN_ROLES and DEPLOY_ROLE already`);
    return;
  }
  const commands = [
    ...(present?.hasEnvironment ? [] : environmentCommands(variables)),
    ...gitHubCommands(variables),
  ];
  printResult(variablesText(variables, commands, present === undefined));
  if (!options.set) {
    return;
  }
  if (present === undefined) {
    log(
      "GitHub's CLI (gh) isn't on this machine, or isn't logged in to that repository: run these commands where it is",
    );
    return;
  }
  if (options.yes || (await confirmed(`Run this on ${repository}?`))) {
    await step(`Set the variables of ${repository}`, async () => {
      for (const args of commands) {
        await succeed("gh", args);
      }
    });
  }
}

interface PresentSettings {
  readonly planRoles?: Readonly<Record<string, unknown>>;
  readonly deployRole?: string;
  readonly hasEnvironment: boolean;
}

/** @returns undefined without GitHub's CLI, or without a login for the repository */
async function presentSettings(
  repository: string,
  environment: string,
  ask: Ask,
): Promise<PresentSettings | undefined> {
  const get = async (...args: readonly string[]): Promise<string | undefined> => {
    const answer = await ask("gh", args);
    return answer.state === "ran" && answer.code === 0 ? answer.stdout.trim() : undefined;
  };
  if ((await get("api", `repos/${repository}`)) === undefined) {
    return undefined;
  }
  const [planRoles, deployRole, found] = await Promise.all([
    get("variable", "get", "PLAN_ROLES", "--repo", repository),
    get("variable", "get", "DEPLOY_ROLE", "--repo", repository, "--env", environment),
    get("api", `repos/${repository}/environments/${environment}`),
  ]);
  return {
    hasEnvironment: found !== undefined,
    ...(planRoles !== undefined && { planRoles: parseJson(planRoles) ?? {} }),
    ...(deployRole !== undefined && { deployRole }),
  };
}

function variablesText(
  { repository, environment, planRoles, deployRole }: GitHubVariables,
  commands: readonly (readonly string[])[],
  isUnknown: boolean,
): string {
  return `
Variables of ${repository}:

  ${"PLAN_ROLES".padEnd(24)}${planRoles}${isUnknown ? "  (with the other environments that it has)" : ""}
  ${`DEPLOY_ROLE of "${environment}"`.padEnd(24)}${deployRole}

Commands that set them:

${commands.map((args) => `  ${gitHubCommandText(args)}`).join("\n")}

The environment still needs reviewers: https://github.com/${repository}/settings/environments
`;
}
