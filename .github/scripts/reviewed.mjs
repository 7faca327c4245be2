// node .github/scripts/reviewed.mjs <environment>
//
// Lets a deployment go on only when its plans ($PLANS, <stack>=<fingerprint>,…) are reviewed:
// - after a push: they are the ones that were shown on the pull request that $GITHUB_SHA comes from;
// - in a run that was started by hand: they are on this run's page, and the environment asks a reviewer before it deploys.
import { api, ownComments, run, runUrl, variable } from "./github.mjs";
import { plansOf } from "./marker.mjs";

const BY_HAND =
  "To deploy it all the same, start this workflow by hand (Actions, Deploy, Run workflow): it shows the new plan on the page of its run, and deploys when a reviewer of the environment approves it.";

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
  if (!rules.some((/** @type {{ type: string }} */ { type }) => type === "required_reviewers")) {
    throw new Error(
      `Nobody would review this plan: the environment "${environment}" has no required reviewers, and a run that is started by hand has no ` +
        "pull request. Add reviewers (Settings, Environments), or open a pull request: it shows the plan, and merging it deploys that plan.",
    );
  }
  console.log(`The plan is on ${runUrl()}; a reviewer of ${environment} has to approve it there`);
}

/** @param {string} environment */
async function checkPullRequest(environment) {
  const sha = variable("GITHUB_SHA");
  /** @type {{ number: number, merged_at: string | null }[]} */
  const all = await api("GET", `/commits/${sha}/pulls?per_page=100`);
  const pulls = all.filter(({ merged_at }) => merged_at !== null);
  if (pulls.length === 0) {
    throw new Error(
      `${environment} was not deployed: ${sha.slice(0, 12)} comes from no pull request, so nobody has reviewed its plan.\n${BY_HAND}`,
    );
  }
  const shown = (await Promise.all(pulls.map(({ number }) => shownPlans(number, environment)))).flat();
  const reviewed = shown.find(({ plans }) => plans === variable("PLANS"));
  if (reviewed) {
    console.log(`The plan is the one that was reviewed: ${reviewed.url}`);
    return;
  }
  const numbers = pulls.map(({ number }) => `#${number}`).join(", ");
  throw new Error(
    shown.length === 0
      ? `${environment} was not deployed: pull request ${numbers} shows no plan of it. It came from a fork, or its plan failed, or was not ready.\n${BY_HAND}`
      : `${environment} was not deployed: its plan is not the one that was reviewed. What is deployed has changed since, by another merge or by hand.\n` +
          `  reviewed: ${shown.map(({ url }) => url).join(", ")}\n  now:      ${runUrl()}\n${BY_HAND}`,
  );
}

/**
 * @param {number} pullRequest
 * @param {string} environment
 */
async function shownPlans(pullRequest, environment) {
  return (await ownComments(pullRequest)).flatMap(({ body, html_url }) => {
    const plans = plansOf(body, environment);
    return plans ? [{ plans, url: html_url }] : [];
  });
}
