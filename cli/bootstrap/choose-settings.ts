import type { Arguments } from "../command";
import { CommandError } from "../process/steps";
import type { AppEnvironment } from "./app-environment";
import { type Ask, findSubjectPrefix } from "./github";
import { gitHubIdentity, gitLabIdentity, hcpIdentity, type Identity } from "./identity";
import { readBudget, type Settings } from "./settings";

const IDENTITIES = ["github-repository", "gitlab", "hcp"] as const;

/**
 * The settings in the options; for what they leave open, those of the last run.
 * @throws CommandError when they contradict each other
 */
export async function chooseSettings(
  args: Pick<Arguments, "text" | "flag">,
  environment: AppEnvironment,
  before: Settings | undefined,
  ask?: Ask,
): Promise<Settings> {
  const budget = readBudget(args, before?.budget);
  return {
    identity: await chooseIdentity(args, environment, before?.identity, ask),
    kms: (args.flag("kms") || before?.kms) ?? false,
    ...(budget && { budget }),
  };
}

async function chooseIdentity(
  args: Pick<Arguments, "text">,
  { name, backend }: AppEnvironment,
  before: Identity | undefined,
  ask: Ask | undefined,
): Promise<Identity> {
  const given = IDENTITIES.filter((option) => args.text(option) !== undefined);
  if (given.length > 1) {
    throw new CommandError(`One identity deploys an environment, not several: --${given.join(", --")}.`);
  }
  const [gitLab, hcp] = [args.text("gitlab"), args.text("hcp")];
  if (gitLab !== undefined) {
    return gitLabIdentity(gitLab);
  }
  if (hcp !== undefined) {
    if (backend.type !== "cloud" || backend.settings.organization !== hcp) {
      throw new CommandError(
        `--hcp ${hcp} needs workspaces of that organization, but the states of the environment "${name}" are ` +
          `${backend.type === "cloud" ? `in the organization ${backend.settings.organization}` : "in S3"}. In environments.ts: ` +
          `backend: { type: "hcp", organization: ${JSON.stringify(hcp)} }`,
      );
    }
    const { hostname, workspaces } = backend.settings;
    return hcpIdentity(hcp, backend.workspaces, {
      ...(hostname !== undefined && { hostname }),
      ...(workspaces?.project !== undefined && { project: workspaces.project }),
    });
  }
  if (before !== undefined && given.length === 0) {
    return before;
  }
  return gitHubIdentity(await findSubjectPrefix(args.text("github-repository"), ask), name);
}
