import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fakeProgram } from "../../fake-program";
import { runScript } from "../../run-script";

const ONE = "1".repeat(64);
const TWO = "2".repeat(64);
let folder: string;
let page: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "plan-"));
  page = path.join(folder, "page");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script with commands that end with these exit codes, and leave what the real ones leave. */
function plan({ planned, reviewed = 0 }: { planned: number; reviewed?: number }) {
  const bin = fakeProgram(
    path.join(folder, "bin"),
    "npm",
    `echo "npm $*" >> npm.log
case "$3" in
  plan)
    mkdir -p .plans
    echo ${ONE} > .plans/functions-dev.fingerprint
    echo ${TWO} > .plans/images-dev.fingerprint
    echo '{"secret": 1}' | tee .plans/functions-dev.json > .plans/functions-dev.tfplan
    exit ${planned};;
  review)
    for name in md html json; do echo "page $name" > .plans/review.$name; done
    exit ${reviewed};;
esac`,
  );
  return runScript("cli/github/plan.mjs", ["dev", page], { PATH: `${bin}:${process.env.PATH}` }, folder);
}

test("a plan with changes succeeds, with the whole plan in the log, and outputs the plans", async () => {
  const { code, outputs } = await plan({ planned: 2 });
  expect(code).toBe(0);
  expect(outputs).toEqual({ changes: "true", plans: `functions-dev=${ONE},images-dev=${TWO}` });
  expect(readFileSync(path.join(folder, "npm.log"), "utf8")).toBe(
    "npm run --silent plan -- --env dev --full\nnpm run --silent review --\n",
  );
});

test("a plan without changes outputs that", async () => {
  expect((await plan({ planned: 0 })).outputs).toMatchObject({ changes: "false" });
});

test("only the page for reviewers leaves the runner", async () => {
  await plan({ planned: 2 });
  expect(readdirSync(page).sort()).toEqual(["plans", "review.html", "review.json", "review.md"]);
  expect(readFileSync(path.join(page, "review.md"), "utf8")).toBe("page md\n");
  expect(readFileSync(path.join(page, "plans"), "utf8")).toBe(`functions-dev=${ONE},images-dev=${TWO}`);
});

test("plans of an earlier run are not used", async () => {
  mkdirSync(path.join(folder, ".plans"));
  writeFileSync(path.join(folder, ".plans/functions-prod.fingerprint"), TWO);
  expect((await plan({ planned: 2 })).outputs.plans).not.toContain("functions-prod");
});

test("a plan that failed fails, and leaves no page", async () => {
  const { code, log, outputs } = await plan({ planned: 1 });
  expect(code).toBe(1);
  expect(log).toContain("::error::dev could not be planned");
  expect(outputs).toEqual({});
  expect(existsSync(page)).toBe(false);
});

test("a page that failed fails", async () => {
  const { code, log } = await plan({ planned: 2, reviewed: 1 });
  expect(code).toBe(1);
  expect(log).toContain("could not be made into a page");
});

test("it takes two arguments", async () => {
  const { code, log } = await runScript("cli/github/plan.mjs", ["dev"]);
  expect(code).toBe(1);
  expect(log).toContain("takes 2 arguments; got 1");
});
