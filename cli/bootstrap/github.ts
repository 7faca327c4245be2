import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import { CommandError } from "../process/steps";

/** How the command asks GitHub's CLI and git. Tests have recorded answers. */
export type Ask = typeof probe;

/**
 * What the subjects of the tokens of the repository that deploys begin with: `repo:<owner>@<owner id>/<name>@<repository id>`.
 * @param given `owner/name`, or with the ids that its tokens have, `owner@1/name@2`, or the beginning of their subjects, `repo:…`.
 * @default - the git remote `origin`
 * @throws CommandError, with the commands to run, when it isn't known how its tokens name it
 */
export async function findSubjectPrefix(given: string | undefined, ask: Ask = probe): Promise<string> {
  const text = given ?? (await repositoryOfRemote(ask));
  const [, owner = "", ownerId, name = "", id] =
    /^(?:repo:)?([\w.-]+)(?:@(\d+))?\/([\w.-]+)(?:@(\d+))?$/.exec(text) ?? [];
  if (owner === "" || (ownerId === undefined) !== (id === undefined)) {
    throw new CommandError(
      `--github-repository ${JSON.stringify(text)} is no repository: owner/name, or with both ids, owner@<owner id>/name@<repository id>.`,
    );
  }
  if (text.startsWith("repo:")) {
    return text;
  }
  return ownerId === undefined ? askForPrefix(`${owner}/${name}`, ask) : `repo:${text}`;
}

/** @throws CommandError when there is no remote on GitHub */
async function repositoryOfRemote(ask: Ask): Promise<string> {
  const answer = await ask("git", ["remote", "get-url", "origin"]);
  const url = answer.state === "ran" && answer.code === 0 ? answer.stdout.trim() : "";
  const found =
    /^(?:https:\/\/(?:[^@/]+@)?|git@|ssh:\/\/git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      url,
    )?.[1];
  if (found === undefined) {
    throw new CommandError(
      `Which repository deploys this environment? ${url === "" ? "There is no git remote origin" : "The git remote origin isn't on github.com"}. Name it: ` +
        "--github-repository <owner>/<name>. Or another identity: --gitlab <group>/<project>, --hcp <organization>.",
    );
  }
  return found;
}

/** GitHub's own answer, since a repository's tokens have ids or not, depending on its age and its settings. */
async function askForPrefix(repository: string, ask: Ask): Promise<string> {
  const command = `gh api repos/${repository}/actions/oidc/customization/sub`;
  const answer = await ask("gh", command.split(" ").slice(1));
  const settings = answer.state === "ran" && answer.code === 0 ? parseJson(answer.stdout) : undefined;
  if (settings?.use_default === false) {
    throw new CommandError(
      `The tokens of ${repository} have subjects of its own form (${command}). The roles trust GitHub's default form: set use_default to true in that repository.`,
    );
  }
  if (typeof settings?.sub_claim_prefix === "string") {
    return settings.sub_claim_prefix;
  }
  const why =
    answer.state === "missing"
      ? "GitHub's CLI (gh) isn't on this machine"
      : answer.state === "silent"
        ? "GitHub's CLI (gh) didn't answer"
        : `gh answered: ${(answer.stderr || answer.stdout).trim()}`;
  throw new CommandError(
    `How do the tokens of ${repository} name it? ${why}, so it can't be asked. On a machine with gh, "sub_claim_prefix" is the answer to\n\n` +
      `    ${command}\n\nGive it here: --github-repository repo:<owner>@<owner id>/<name>@<repository id>`,
  );
}
