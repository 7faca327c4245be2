// The first line of a comment with a plan, which people don't see: by it the comment is found again, and it holds what the
// comment shows the plan of, and the run that wrote it.
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
 * What the marker of an environment says: the plans, and the run; comments of older versions name none.
 * @param {string} body a comment
 * @param {string} environment
 * @returns {{ plans: string, run: string | undefined } | undefined} undefined when it is no comment of this environment
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
 * The name of the artifact by which a run keeps what it wrote: nothing but a job of the run can add one, and a comment can be edited.
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
