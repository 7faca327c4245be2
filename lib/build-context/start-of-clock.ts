import os from "node:os";

/**
 * What the clock said when the machine started, milliseconds since 1970: it changes when the clock is set, but not when it is slowed
 * down or sped up to be right again, as the time since the start is counted by the same clock.
 */
export function startOfClock(): number | undefined {
  try {
    return Math.round(Date.now() - os.uptime() * 1000);
  } catch {
    return undefined;
  }
}

/** Whether a time stamp from back then still tells something: the clock wasn't set since, and the machine didn't start anew. */
export function isSameStart(before: number, now: number | undefined): boolean {
  return Math.abs(before - Number(now)) < 1000;
}
