import { existsSync } from "node:fs";
import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import type { Finding, Looked } from "./finding";

/** An entry of `npm outdated --json` (npm 10 and 11). */
interface NpmOutdated {
  readonly current?: string;
  readonly wanted?: string;
  readonly latest?: string;
}

const PATIENCE = 60_000;

/** Whether the packages of package.json have newer versions, as npm says. Functions' packages are in folders of their own: Renovate and Dependabot look at them. */
export async function lookAtDependencies(): Promise<Looked> {
  if (!existsSync("package.json")) return { findings: [], upToDate: 0 };
  const result = await probe("npm", ["outdated", "--json"], {
    timeout: PATIENCE,
    shell: process.platform === "win32",
  });
  return dependencyFindings(result.state === "ran" ? result.stdout : "");
}

/** @param stdout of `npm outdated --json`, whose exit code is 1 when there is something */
export function dependencyFindings(stdout: string): Looked {
  const answer = stdout.trim() === "" ? undefined : parseJson(stdout);
  if (answer === undefined || "error" in answer) {
    return {
      findings: [
        {
          kind: "dependency",
          urgency: "unknown",
          name: "npm packages",
          files: ["package.json"],
          what: "npm can't ask its registry",
        },
      ],
      upToDate: 0,
    };
  }
  const packages = Object.entries(answer as Readonly<Record<string, NpmOutdated | readonly NpmOutdated[]>>);
  return {
    findings: packages.flatMap(([name, entries]) => {
      // npm gives a list for a package that several workspaces have.
      const { current, wanted, latest } = ([entries].flat() as readonly NpmOutdated[])[0] ?? {};
      if (latest === undefined) return [];
      const inRange = wanted !== undefined && wanted !== current;
      return [
        {
          kind: "dependency",
          urgency: "newer",
          name,
          files: ["package.json"],
          ...(current !== undefined && { current }),
          newest: latest,
          what: inRange ? `has version ${wanted}, which package.json allows` : `has version ${latest}`,
          fix: inRange
            ? `npm update ${name}`
            : `npm install ${name}@${latest}, after reading what changed in it`,
        } satisfies Finding,
      ];
    }),
    upToDate: 0,
  };
}
