// node cli/github/comment.mjs <environment> <folder> <copy>
//
// Shows the plan of an environment on its pull request ($PULL_REQUEST, at $COMMIT): in the existing comment, or in a
// new one. Without a page in the folder the comment shows that the plan failed, so that no old plan stays visible.
//
// Output: `record`, the name of the artifact to store for it. The comment is also written to the file <copy>.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { api, ownComments, run, runUrl, setOutput, variable } from "./github.mjs";
import { marker, readMarker, recordName } from "./marker.mjs";

await run(async (environment, folder, copy) => {
  const pullRequest = variable("PULL_REQUEST");
  const body = comment(environment, folder);
  writeFileSync(copy, body);
  setOutput("record", recordName(environment, body));
  const old = (await ownComments(pullRequest)).find(
    ({ body }) => readMarker(body, environment) !== undefined,
  );
  const { html_url } = old
    ? await api("PATCH", `/issues/comments/${old.id}`, { body })
    : await api("POST", `/issues/${pullRequest}/comments`, { body });
  console.log(`${old ? "Updated" : "Added"} ${html_url}`);
});

/**
 * @param {string} environment
 * @param {string} folder
 */
function comment(environment, folder) {
  const page = path.join(folder, "review.md");
  const planned = existsSync(page);
  const about = `Environment \`${environment}\` at ${variable("COMMIT").slice(0, 12)}`;
  return [
    marker(
      environment,
      planned ? readFileSync(path.join(folder, "plans"), "utf8") : "",
      variable("GITHUB_RUN_ID"),
    ),
    planned
      ? readFileSync(page, "utf8").trim()
      : "## Plan review\n\nThe plan failed. The log of the run shows the reason. Nothing can be deployed from it.",
    "",
    planned
      ? `${about}. The whole plan is in the log of [the run](${runUrl()}), and the uncut page is in its artifacts.`
      : `${about}: [the run](${runUrl()}).`,
  ].join("\n");
}
