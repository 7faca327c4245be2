import type { Place } from "../../../bench/check-corpus/kind";
import { KINDS } from "../../../bench/check-corpus/kinds";
import { OVERRIDE } from "../../../bench/check-corpus/project";
import { readFacts } from "../../../bench/check-corpus/reading/facts";
import { runChecks } from "../../../bench/check-corpus/run";
import { CORPUS } from "../../../bench/check-corpus/shapes";
import { missed, rowsOf } from "../../../bench/check-corpus/table";
import { applied } from "../../../bench/check-corpus/variant";

/** The least share of the variants of a kind that must be found at the right place, in percent. */
const LEAST = 95;
const run = runChecks(CORPUS);

test("the corpus has at least thirty healthy projects, each with its own name", () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
});

test("GIVEN the healthy projects THEN there is no false error and no false warning", () => {
  expect(run.alarms).toEqual([]);
});

describe.each(["AWS's base images", "other base images"])("on %s", (bases) => {
  const outcomes = run.outcomes.filter(({ aws }) => aws === (bases === "AWS's base images"));

  test.each(rowsOf(outcomes))(
    "$kind: enough of the $variants variants are found, all of them at the right place",
    (row) => {
      const own = outcomes.filter(({ kind }) => kind.name === row.kind);
      const told = `\n${missed({ projects: CORPUS.length, outcomes: own, alarms: [] })}`;
      const percent = (row.found / row.variants) * 100;
      expect({ misplaced: row.found - row.atRightPlace, enough: percent >= LEAST, told }).toEqual({
        misplaced: 0,
        enough: true,
        told,
      });
    },
  );
});

describe.each(KINDS)("the mutator of $name", (kind) => {
  const made = CORPUS.flatMap((project) => {
    const facts = readFacts(project);
    const variant = facts && kind.variant(facts);
    return variant ? [{ project, variant }] : [];
  });

  test("applies to a project", () => {
    expect(made.length).toBeGreaterThan(0);
  });

  test("changes something, and its right places are lines of the changed files", () => {
    for (const { project, variant } of made) {
      const after = applied(project, variant);
      expect(after).not.toEqual(project);
      expect(variant.places.length).toBeGreaterThan(0);
      for (const place of variant.places)
        expect([project.name, place, exists(place, after.files)]).toEqual([project.name, place, true]);
    }
  });
});

function exists({ file, line = 1 }: Place, files: Readonly<Record<string, string>>): boolean {
  if (file === OVERRIDE.file) return line === OVERRIDE.line;
  const text = files[file];
  return text !== undefined && line >= 1 && line <= text.split("\n").length;
}
