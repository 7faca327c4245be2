// node cli/github/reviewed.mjs <environment>
//
// Lets a deployment continue only if its plans ($PLANS, <stack>=<fingerprint>,…) were reviewed:
// - after a push: they are the plans shown on the pull request of $GITHUB_SHA, which was merged into this branch
//   ($GITHUB_REF_NAME), by the workflow that plans pull requests, in a comment that nobody has changed since;
// - in a run started by hand: they are on this run's page, and the environment requires a reviewer before it deploys,
//   who is
//   another user.
import { api, find, ownComments, run, runUrl, variable } from "./github.mjs";
import { readMarker, recordName } from "./marker.mjs";

/** The workflow that shows plans. */
const WORKFLOW = ".github/workflows/pull-request.yml";

const BY_HAND =
  "To deploy it anyway, start this workflow by hand (Actions, Deploy, Run workflow): it shows the new plan on the page of its run, and deploys when a reviewer of the environment approves it.";

await run(async (environment) => {
  if (variable("GITHUB_EVENT_NAME") === "workflow_dispatch") {
    await checkReviewers(environment);
  } else {
    await checkPullRequest(environment);
  }
});

/** @param {string} environment */
async function checkReviewers(environment) {
  const { protection_rules: rules = [] } = await api(
    "GET",
    `/environments/${encodeURIComponent(environment)}`,
  );
  const rule = rules.find((/** @type {{ type: string }} */ { type }) => type === "required_reviewers");
  if (!rule) {
    throw new Error(
      `Nobody would review this plan: the environment "${environment}" has no required reviewers, and a run that is started by hand has no ` +
        "pull request. Add reviewers (Settings, Environments), or open a pull request: it shows the plan, and merging it deploys that plan.",
    );
  }
  if (rule.prevent_self_review !== true) {
    throw new Error(
      `The user who started this run could approve it alone: the environment "${environment}" doesn't prevent self-review. Tick "Prevent self-review" ` +
        "(Settings, Environments), or open a pull request: it shows the plan, and merging it deploys that plan.",
    );
  }
  console.log(`The plan is on ${runUrl()}; a reviewer of ${environment} has to approve it there`);
}

/**
 * @typedef {{ number: number, merged_at: string | null, base: { ref: string }, head: { sha: string } }} PullRequest
 * @typedef {{ body: string, html_url: string }} Comment
 */

/** @param {string} environment */
async function checkPullRequest(environment) {
  const sha = variable("GITHUB_SHA");
  const branch = variable("GITHUB_REF_NAME");
  /** @type {PullRequest[]} */
  const all = await api("GET", `/commits/${sha}/pulls?per_page=100`);
  const merged = all.filter(({ merged_at }) => merged_at !== null);
  const pulls = merged.filter(({ base }) => base.ref === branch);
  if (pulls.length === 0) {
    const others = merged.map(({ number, base }) => `#${number}, which was merged into ${base.ref}`);
    throw new Error(
      `${environment} was not deployed: ${sha.slice(0, 12)} comes from no pull request to ${branch}, so nobody has reviewed its plan` +
        `${others.length > 0 ? ` (it comes from ${others.join(", and ")})` : ""}.\n${BY_HAND}`,
    );
  }
  const shown = (await Promise.all(pulls.map((pull) => shownPlans(pull, environment)))).flat();
  const same = shown.filter(({ plans }) => plans === variable("PLANS"));
  /** @type {string[]} */
  const doubts = [];
  for (const { pull, comment, run } of same) {
    const doubt = await doubtOf(pull, comment, run, environment);
    if (doubt === undefined) {
      console.log(`The plan is the one that was reviewed: ${comment.html_url}`);
      return;
    }
    doubts.push(`  ${comment.html_url}: ${doubt}`);
  }
  const numbers = pulls.map(({ number }) => `#${number}`).join(", ");
  throw new Error(`${environment} was not deployed: ${reason()}\n${BY_HAND}`);

  function reason() {
    if (doubts.length > 0) {
      return `its plan is shown on the pull request, but not by a trusted comment.\n${doubts.join("\n")}`;
    }
    return shown.length === 0
      ? `pull request ${numbers} shows no plan of it. It came from a fork, or its plan failed, or was not ready.`
      : "its plan is not the one that was reviewed. The deployed resources have changed since, by another merge or by hand.\n" +
          `  reviewed: ${shown.map(({ comment }) => comment.html_url).join(", ")}\n  now:      ${runUrl()}`;
  }
}

/**
 * @param {PullRequest} pull
 * @param {string} environment
 */
async function shownPlans(pull, environment) {
  return (await ownComments(pull.number)).flatMap((comment) => {
    const { plans, run } = readMarker(comment.body, environment) ?? {};
    return plans ? [{ pull, comment, plans, run }] : [];
  });
}

/**
 * Every workflow of the repository writes under the same name, and everyone with write access may edit its comments. A
 * run records the hash of what it wrote, and only its own jobs can add such a record.
 * @param {PullRequest} pull
 * @param {Comment} comment
 * @param {string | undefined} id of the run that wrote it, from the comment
 * @param {string} environment
 * @returns why it can't be trusted; undefined when it can
 */
async function doubtOf(pull, comment, id, environment) {
  const written = id && (await find(`/actions/runs/${id}`));
  if (!written) {
    return "it doesn't name the run that wrote it, or that run was deleted. Run the checks of the pull request again before it is merged.";
  }
  // GitHub can add the branch to the path, after an @.
  if (written.path.split("@")[0] !== WORKFLOW || written.event !== "pull_request") {
    return `the run that it names is not a run of ${WORKFLOW} on a pull request.`;
  }
  if (written.head_sha !== pull.head.sha) {
    return `it shows the plan of ${written.head_sha.slice(0, 12)}, but ${pull.head.sha.slice(0, 12)} was merged.`;
  }
  const name = recordName(environment, comment.body);
  const { artifacts } = await api("GET", `/actions/runs/${id}/artifacts?name=${encodeURIComponent(name)}`);
  return artifacts.some((/** @type {{ name: string }} */ artifact) => artifact.name === name)
    ? undefined
    : "it is not what that run wrote: somebody edited it, or another workflow wrote it, or the run is older than 90 days.";
}
