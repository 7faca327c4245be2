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
/** The kinds that are not found as often yet. The numbers only go up, and a kind that reaches 95 is taken out. */
const NOT_YET: Record<string, Record<string, number>> = {
  "AWS's base images": {
    "CMD names another module": 52,
    "CMD names a folder that isn't copied": 60,
    "handler function renamed": 94,
    "handler file renamed": 67,
    "handler file in `.dockerignore`": 75,
    "handler with one parameter": 92,
    "async handler in Python": 92,
    "bad indentation": 92,
    "unclosed bracket": 94,
    "syntax newer than the runtime (`match` on 3.9)": 0,
    "syntax error in an imported file": 68,
    "a module of its own deleted": 27,
    "a module of its own not copied": 30,
    "typo in an import (`requsts`)": 33,
    "COPY of the handler removed": 56,
    "COPY --from names no stage": 0,
    "a requirement removed": 23,
    "COPY --from of the packages removed": 50,
    "requirements.txt not there for `pip install -r`": 0,
    "package.json not there for `npm ci`": 0,
    "pyproject.toml or Pipfile not there for the install": 0,
    "`pip install x>=1` without quotes": 0,
    "tag for another architecture": 0,
    "`--platform` of another architecture": 0,
    "`--platform=$BUILDPLATFORM` in the final stage": 0,
    "a tag above all versions (`3.31`, `41`)": 0,
    "a tag that AWS left out (`3.1`, `21`)": 0,
    "a placeholder in FROM": 0,
    "an upper-case image name in FROM": 0,
    "the package manager of another system": 0,
    "`yum` on Amazon Linux 2023": 0,
    "ENTRYPOINT's program not there": 0,
    "COPY --chmod=600 of the handler": 0,
    "RUN chmod 700 of the task root": 0,
    "a private key copied": 0,
    "an `.env` with values copied": 0,
    "Terraform's state copied": 0,
    "AWS credentials copied": 0,
  },
  "other base images": {
    "CMD in shell form": 0,
    "CMD missing": 0,
    "function misspelled in CMD": 0,
    "CMD names another module": 0,
    "CMD names a folder that isn't copied": 0,
    "handler function renamed": 0,
    "handler file renamed": 70,
    "handler file in `.dockerignore`": 70,
    "handler with one parameter": 0,
    "async handler in Python": 0,
    "bad indentation": 0,
    "unclosed bracket": 0,
    "syntax newer than the runtime (`match` on 3.9)": 0,
    "syntax error in an imported file": 0,
    "a module of its own deleted": 66,
    "a module of its own not copied": 0,
    "typo in an import (`requsts`)": 0,
    "COPY of the handler removed": 0,
    "COPY --from of the handler removed": 0,
    "COPY --from names no stage": 0,
    "a requirement removed": 0,
    "COPY --from of the packages removed": 0,
    "requirements.txt not there for `pip install -r`": 0,
    "package.json not there for `npm ci`": 0,
    "`pip install x>=1` without quotes": 0,
    "awslambdaric or aws-lambda-ric not installed": 0,
    "`--platform` of another architecture": 0,
    "`--platform=$BUILDPLATFORM` in the final stage": 0,
    "a placeholder in FROM": 0,
    "the package manager of another system": 0,
    "ENTRYPOINT's program not there": 0,
    "entry script without execute permission": 0,
    "COPY --chmod=600 of the handler": 0,
    "RUN chmod 700 of the task root": 0,
    "a private key copied": 0,
    "an `.env` with values copied": 0,
    "Terraform's state copied": 0,
    "AWS credentials copied": 0,
  },
};

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
      const least = NOT_YET[bases]?.[row.kind] ?? LEAST;
      expect({ misplaced: row.found - row.atRightPlace, enough: percent >= least, told }).toEqual({
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
