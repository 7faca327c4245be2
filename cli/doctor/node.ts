import { type ProbeResult, probe } from "../process/probe";
import { type Check, failed, ok, warning } from "./check";
import { isAtLeast, readVersion, type Version } from "./versions";

/** `engines` in package.json. */
const OLDEST_NODE: Version = [20, 0];

const INSTALL = "Install Node.js 20 or newer: https://nodejs.org";

export function classifyNode(version: string): Check {
  const found = readVersion(version);
  return found === undefined || isAtLeast(found.version, OLDEST_NODE)
    ? ok("Node.js", version)
    : failed("Node.js", version, {
        code: "node-too-old",
        what: `Node.js ${version} is too old: this project needs 20 or newer.`,
        why: "The commands and the app don't run with this version.",
        fix: INSTALL,
      });
}

export function checkNode(): Check {
  return classifyNode(process.versions.node);
}

export function classifyNpm(result: ProbeResult): Check {
  const version = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
  return version !== undefined
    ? ok("npm", version.text)
    : warning("npm", "not found", {
        code: "npm-missing",
        what: "There is no working npm on this machine's PATH.",
        why: "`npm run …` and the installation of the dependencies need it.",
        fix: `It comes with Node.js. ${INSTALL}`,
      });
}

export async function checkNpm(): Promise<Check> {
  return classifyNpm(await probe("npm", ["--version"], { shell: process.platform === "win32" }));
}
