/** The result of one check. A `warning` stops nothing. If the check was `skipped`, `found` has the reason. */
export type CheckStatus = "ok" | "warning" | "problem" | "skipped";

/** A problem of this machine or its settings, for its user. */
export interface CheckProblem {
  /** Stable name, for example `docker-engine-stopped`. */
  readonly code: string;
  /** One line: the real cause. */
  readonly what: string;
  /** The effect if nothing is done. */
  readonly why: string;
  /** What to do, by platform if it differs. May have several lines. */
  readonly fix: string;
}

/** One line of the doctor's table. */
export interface Check {
  /** What was checked, for example `Docker engine`. */
  readonly title: string;
  readonly status: CheckStatus;
  /** What was found: a version, an address, or why nothing was checked. Never a secret. */
  readonly found: string;
  readonly problem?: CheckProblem;
}

export function ok(title: string, found: string): Check {
  return { title, status: "ok", found };
}

export function skipped(title: string, why: string): Check {
  return { title, status: "skipped", found: why };
}

export function warning(title: string, found: string, problem: CheckProblem): Check {
  return { title, status: "warning", found, problem };
}

export function failed(title: string, found: string, problem: CheckProblem): Check {
  return { title, status: "problem", found, problem };
}

/** The same check, with its problem as a warning. */
export function softened(check: Check): Check {
  return check.status === "problem" ? { ...check, status: "warning" } : check;
}

/** Formats a fix that differs by platform, one line each. */
export function byPlatform(fixes: {
  readonly linux: string;
  readonly macos: string;
  readonly windows: string;
}): string {
  const { linux, macos, windows } = fixes;
  const lines: (readonly [name: string, fix: string])[] =
    macos === windows
      ? [
          ["Linux", linux],
          ["macOS, Windows", macos],
        ]
      : [
          ["Linux", linux],
          ["macOS", macos],
          ["Windows", windows],
        ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 1;
  return lines.map(([name, fix]) => `${`${name}:`.padEnd(width)} ${fix}`).join("\n");
}
