import type { Contestant } from "../../bench/contestants";
import { localReport } from "../../bench/more-reports";
import type { Result } from "../../bench/rounds";
import { statistics } from "../../bench/statistics";
import { synthReport } from "../../bench/synth-report";
import { localTargets, targets } from "../../bench/targets";

function result(id: string, kind: Contestant["kind"], many: number, seconds: number, peakMiB = 100): Result {
  const contestant: Contestant = {
    id,
    title: `The ${id}`,
    kind,
    expected: { start: 1, perFunction: 0 },
    program: () => ({ command: "true", folder: "/" }),
  };
  return { contestant, many, time: statistics([seconds]), peakMiB };
}

describe("the report of a synth", () => {
  const project = [result("project", "project", 1, 0.1), result("project", "project", 10, 0.2)];
  const floor = result("floor", "floor", 1, 0.05);

  test("compares everyone with this project, for each number of functions", () => {
    const text = synthReport([...project, result("peer", "peer", 1, 0.3), result("peer", "peer", 10, 0.5)]);
    expect(text).toMatch(/The peer +\| +3\.00× \| +2\.50× \|/);
    expect(text).toContain("This project is ahead of every peer, for every N.");
  });

  test("names a peer that is faster, and where", () => {
    const text = synthReport([...project, result("peer", "peer", 1, 0.3), result("peer", "peer", 10, 0.15)]);
    expect(text).toContain(
      "Peers ahead of this project:\n\n- N=10: The peer, 0.150 s (this project 0.200 s)",
    );
  });

  test("does not take the floor for a peer", () => {
    expect(synthReport([...project, floor])).toContain("ahead of every peer");
  });

  test("claims nothing of this project when it did not run", () => {
    expect(synthReport([result("peer", "peer", 1, 0.3)])).not.toContain("This project is");
  });
});

describe("targets", () => {
  const run = (one: number, hundred: number, thousand: number, peakMiB: number) =>
    targets([
      result("project", "project", 1, one),
      result("project", "project", 100, hundred),
      result("project", "project", 1000, thousand, peakMiB),
      // Another way to run it, and a peer, are not what the promise is about.
      result("project-cdktf", "project", 1, 9),
      result("peer", "peer", 1, 0.01),
    ]).map(({ met }) => met);

  test("are met at their limits", () => {
    expect(run(0.15, 0.3, 0.9, 199)).toEqual([true, true, true, true, true]);
  });

  test("are missed above them, each on its own", () => {
    expect(run(0.16, 0.3, 0.9, 199)).toEqual([false, true, true, true, true]);
    expect(run(0.15, 0.31, 0.9, 199)).toEqual([true, false, true, true, true]);
    expect(run(0.15, 0.3, 0.91, 200)).toEqual([true, true, false, false, true]);
    expect(run(0.15, 0.2, 0.9, 199)).toEqual([true, true, true, true, false]);
  });

  test("that were not measured are not listed", () => {
    expect(targets([result("project", "project", 1, 0.1)]).map(({ promise }) => promise)).toEqual([
      "1 function in 0.15 s",
    ]);
  });
});

describe("the inner loop on the local AWS", () => {
  const times = (deploy: number, hotReload: number) => ({
    commands: statistics([20]),
    deploy: statistics([deploy]),
    hotReload: statistics([hotReload]),
  });

  test("has a target for a deploy and one for a hot reload", () => {
    const met = (deploy: number, hotReload: number) =>
      localTargets(times(deploy, hotReload)).map((target) => target.met);
    expect(met(10, 1)).toEqual([true, true]);
    expect(met(10.1, 1)).toEqual([false, true]);
    expect(met(10, 1.1)).toEqual([true, false]);
  });

  test("is reported with its targets, or as skipped", () => {
    expect(localReport(times(8, 0.9))).toMatch(
      /hot-reloaded .*\| +0\.900 \|[\s\S]*deployed .*\| +8\.00 \|[\s\S]*\| yes \|/,
    );
    expect(localReport(undefined)).toContain("Skipped");
  });
});
