import type { LocalLoopTimes } from "./local-loop";
import { markdownTable } from "./markdown-table";
import type { Result } from "./rounds";
import { type Statistics, significant } from "./statistics";

/** A target of the project, and whether this run met it. */
export interface Target {
  readonly promise: string;
  readonly measured: string;
  readonly met: boolean;
}

/** The maximum time of the whole process in seconds, by the number of functions. */
const SECONDS: Readonly<Record<number, number>> = { 1: 0.15, 100: 0.3, 1000: 0.9 };
const PEAK_MIB_AT_1000 = 200;
/** Growth is linear: ten times the functions take at most ten times the time, without the start-up. */
const GROWTH = 10;

/** The targets that this run measured. */
export function targets(results: readonly Result[]): readonly Target[] {
  const own = (many: number) =>
    results.find((result) => result.contestant.id === "project" && result.many === many);
  const found: Target[] = [];
  for (const [many, most] of Object.entries(SECONDS)) {
    const result = own(Number(many));
    if (result) {
      found.push({
        promise: `${Number(many).toLocaleString("en")} function${many === "1" ? "" : "s"} in ${most} s`,
        measured: `${significant(result.time.median)} s`,
        met: result.time.median <= most,
      });
    }
  }
  const [one, hundred, thousand] = [own(1), own(100), own(1000)];
  if (thousand) {
    found.push({
      promise: `1,000 functions in less than ${PEAK_MIB_AT_1000} MiB`,
      measured: `${Math.round(thousand.peakMiB)} MiB`,
      met: thousand.peakMiB < PEAK_MIB_AT_1000,
    });
  }
  if (one && hundred && thousand) {
    const growth =
      (thousand.time.median - one.time.median) / Math.max(hundred.time.median - one.time.median, 0.001);
    found.push({
      promise: `1,000 functions cost at most ${GROWTH} times what 100 cost, start-up aside`,
      measured: `${significant(growth)} times`,
      met: growth <= GROWTH,
    });
  }
  return found;
}

/** From a save to the answer on the local AWS, in seconds. */
const LOCAL_SECONDS = { deploy: 10, hotReload: 1 } as const;

/** The targets of the inner loop. */
export function localTargets({
  deploy,
  hotReload,
}: Pick<LocalLoopTimes, "deploy" | "hotReload">): readonly Target[] {
  const target = (what: string, { median }: Statistics, most: number) => ({
    promise: `${what} in ${most} s`,
    measured: `${significant(median)} s`,
    met: median <= most,
  });
  return [
    target("the answer of the redeployed function", deploy, LOCAL_SECONDS.deploy),
    target("the answer with the hot-reloaded file", hotReload, LOCAL_SECONDS.hotReload),
  ];
}

export function targetTable(targets: readonly Target[]): string {
  return markdownTable(
    ["target", "measured", "met"],
    targets.map(({ promise, measured, met }) => [promise, measured, met ? "yes" : "no"]),
  );
}

/** The peers that were as fast as this project or faster, with the number of functions. */
export function peersAhead(results: readonly Result[]): readonly string[] {
  return results.flatMap(({ contestant, many, time }) => {
    const own = results.find((result) => result.contestant.id === "project" && result.many === many);
    return contestant.kind === "peer" && own && time.median <= own.time.median
      ? [
          `N=${many}: ${contestant.title}, ${significant(time.median)} s (this project ${significant(own.time.median)} s)`,
        ]
      : [];
  });
}
