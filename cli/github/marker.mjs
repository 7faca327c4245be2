// The first line of a comment with a plan. It is invisible on the page. It identifies the comment, and contains the
// plans and the run that wrote it.
import { createHash } from "node:crypto";

const END = " -->";
const RUN = "; run: ";

/**
 * @param {string} environment
 * @param {string} plans `<stack>=<fingerprint>,…`; empty when there is none
 * @param {string} run the id of the run that writes it
 */
export function marker(environment, plans, run) {
  return `${start(environment)}${plans}${RUN}${run}${END}`;
}

/**
 * Reads the marker of an environment: the plans, and the run. Comments of older versions name no run.
 * @param {string} body a comment
 * @param {string} environment
 * @returns {{ plans: string, run: string | undefined } | undefined} undefined when it is not a comment of this
 * environment
 */
export function readMarker(body, environment) {
  const [line = ""] = body.split(/\r?\n/, 1);
  if (!line.startsWith(start(environment)) || !line.endsWith(END)) {
    return undefined;
  }
  const [plans = "", run] = line.slice(start(environment).length, -END.length).split(RUN);
  return { plans, run: /^\d+$/.test(run ?? "") ? run : undefined };
}

/**
 * The name of the artifact that records what a run wrote. A comment can be edited, but only a job of the run can add an
 * artifact.
 * @param {string} environment
 * @param {string} body the comment
 */
export function recordName(environment, body) {
  const text = body.replaceAll("\r\n", "\n").trim();
  return `comment-${environment}-${createHash("sha256").update(text).digest("hex")}`;
}

/** @param {string} environment */
function start(environment) {
  return `<!-- plan of environment: ${environment}; plans: `;
}
