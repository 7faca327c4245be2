// node cli/github/comment.mjs <environment> <folder> <copy>
//
// Shows the plan of an environment on its pull request ($PULL_REQUEST, at $COMMIT): in the comment that is there already, or
// in a new one. Without a page in the folder it says there that the plan failed, so that no old plan stays behind.
//
// Output: `record`, the name of the artifact that this run is to keep of it. What it wrote is copied to the file <copy>.
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
      : "## Plan review\n\nThe plan failed: the log of the run says why. Nothing can be deployed from it.",
    "",
    planned
      ? `${about}. The whole plan is in the log of [the run](${runUrl()}), and this page, with nothing cut, among its artifacts.`
      : `${about}: [the run](${runUrl()}).`,
  ].join("\n");
}
