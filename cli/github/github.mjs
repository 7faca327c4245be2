// Shared by the scripts in this folder: GitHub's API, and the facts of the workflow's run.
import { appendFileSync } from "node:fs";

/** The login of `GITHUB_TOKEN`. A person's login can't contain brackets. */
const OWN_LOGIN = "github-actions[bot]";

/**
 * A variable that the workflow sets.
 * @param {string} name
 */
export function variable(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`The variable ${name} is not set: the workflow has to pass it.`);
  }
  return value;
}

/** The page of this run. */
export function runUrl() {
  return `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
}

/**
 * Sets an output of this step.
 * @param {string} name
 * @param {string} value one line
 */
export function setOutput(name, value) {
  appendFileSync(variable("GITHUB_OUTPUT"), `${name}=${value}\n`);
}

/**
 * Sends a request about this repository to GitHub's API.
 * @param {string} method
 * @param {string} path below `/repos/<owner>/<name>`
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function api(method, path, body) {
  const response = await request(method, path, body);
  if (!response.ok) {
    throw await refusal(response, method, path);
  }
  return response.json();
}

/**
 * Reads a path of GitHub's API, below `/repos/<owner>/<name>`.
 * @param {string} path
 * @returns {Promise<any>} undefined when it doesn't exist
 */
export async function find(path) {
  const response = await request("GET", path);
  if (!response.ok && response.status !== 404) {
    throw await refusal(response, "GET", path);
  }
  return response.ok ? response.json() : undefined;
}

/**
 * @param {Response} response
 * @param {string} method
 * @param {string} path
 */
async function refusal(response, method, path) {
  return new Error(
    `GitHub answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 500)}`,
  );
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
function request(method, path, body) {
  return fetch(`${variable("GITHUB_API_URL")}/repos/${variable("GITHUB_REPOSITORY")}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${variable("GITHUB_TOKEN")}`,
      "x-github-api-version": "2022-11-28",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/**
 * The comments that workflows of this repository wrote on a pull request, the oldest first.
 * @param {number | string} pullRequest
 * @returns {Promise<{ id: number, body: string, html_url: string }[]>}
 */
export async function ownComments(pullRequest) {
  const comments = [];
  for (let page = 1; ; page++) {
    const more = await api("GET", `/issues/${pullRequest}/comments?per_page=100&page=${page}`);
    comments.push(...more);
    if (more.length < 100) {
      return comments.filter((comment) => comment.user?.login === OWN_LOGIN);
    }
  }
}

/**
 * Runs a script with its arguments. A failure is printed as its message alone, also on the page of the run.
 * @param {(...args: string[]) => Promise<void> | void} main
 */
export async function run(main) {
  try {
    const args = process.argv.slice(2);
    if (args.length < main.length) {
      throw new Error(`${process.argv[1]} takes ${main.length} arguments; got ${args.length}.`);
    }
    await main(...args);
  } catch (error) {
    const text = /** @type {Error} */ (error).message;
    console.log(`::error::${text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}`);
    process.exitCode = 1;
  }
}
