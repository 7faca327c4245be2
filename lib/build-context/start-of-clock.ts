import os from "node:os";

/**
 * The clock's time at the start of the machine, milliseconds since 1970. It changes when the clock is set. It doesn't
 * change when the clock is slowed down or sped up to correct it, since the same clock counts the time since the start.
 */
export function startOfClock(): number | undefined {
  try {
    return Math.round(Date.now() - os.uptime() * 1000);
  } catch {
    return undefined;
  }
}

/**
 * Whether time stamps from an earlier run can still be compared: since then the clock was not set and the machine not
 * restarted.
 */
export function isSameStart(before: number, now: number | undefined): boolean {
  return Math.abs(before - Number(now)) < 1000;
}
