import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KEY_VARIABLES } from "../cli/local/local-override";
import { PROVIDERS_FOLDER } from "../cli/local/local-providers";
import { undoWhenInterrupted } from "../cli/process/interrupt";
import { step } from "../cli/process/steps";
import { markdownTable } from "./markdown-table";
import { measure } from "./measure";
import { formatStatistics, significant, statistics } from "./statistics";

const ROUNDS = 3;
/** A fresh clone takes minutes. */
const CLONE_ROUNDS = 2;
const STACK = path.join(".local", "cdktf.out", "stacks", "functions-dev");
const NPM_CI = "npm ci --no-audit --no-fund && ";
/** Exits with 2 when there are changes. */
const PLAN = "npm run --silent plan -- --local-aws";
/** What a runner of a pull request doesn't have. */
const NOT_ON_A_RUNNER = [
  "node_modules",
  "dist",
  ".plans",
  path.join(".local", "cdktf.out"),
  // Its running providers end without their records.
  PROVIDERS_FOLDER,
];

interface Pair {
  readonly ours: number[];
  readonly other: number[];
}

/**
 * From a fresh clone to an answer, the plan of a pull request on a fresh runner, and every deploy after that. The packages come from the caches of npm
 * and pip, and the base images are on the machine.
 */
export async function measureFirstRun(): Promise<string> {
  const answer: Pair = { ours: [], other: [] };
  const plan: Pair = { ours: [], other: [] };
  for (let round = 0; round < CLONE_ROUNDS; round++) {
    for (const [kind, prepare] of [
      ["other", NPM_CI],
      ["ours", ""],
    ] as const) {
      await step(`From a fresh clone to an answer${prepare && ", by npm ci"}`, () =>
        inClone(async (run) => {
          answer[kind].push(
            await run(`${prepare}npm run --silent local && npm run --silent local:invoke -- python`),
          );
          await run(`rm -rf ${NOT_ON_A_RUNNER.join(" ")}`);
          plan[kind].push(await run(prepare + PLAN));
        }),
      );
    }
  }
  const again = await inClone(deployAgain);
  return [
    "### From a fresh clone to an answer, and every deploy after that",
    table("the commands install what they need", "`npm ci` first", {
      "from a fresh clone to an answer": answer,
      "the plan of a pull request, on a fresh runner": plan,
    }),
    table("`npm run local`", "bare `terraform apply`", again),
  ].join("\n\n");
}

async function deployAgain(run: Run, clone: string): Promise<Readonly<Record<string, Pair>>> {
  await run("npm run --silent local");
  const bare = bareApply(clone);
  const edit = () =>
    appendFileSync(path.join(clone, "lambdas", "python", "lambda_function.py"), "\n# edited\n");
  const rows: Record<string, Pair> = {};
  for (const [name, change] of [
    ["after an edit", edit],
    ["when nothing changed", () => undefined],
  ] as const) {
    rows[name] = await step(`Deployed again ${name}`, async () => {
      const times: Pair = { ours: [], other: [] };
      for (let round = 0; round < ROUNDS; round++) {
        change();
        times.ours.push(await run("npm run --silent local"));
        // A bare apply needs the stack that our command has written.
        change();
        await run(`${PLAN} || [ $? = 2 ]`);
        times.other.push(await run(bare));
      }
      return times;
    });
  }
  return rows;
}

/** Runs a command in the clone. @returns the seconds */
type Run = (command: string) => Promise<number>;

/** Does something in a fresh clone, and takes the clone and its local AWS away. */
async function inClone<T>(work: (run: Run, clone: string) => Promise<T>): Promise<T> {
  const clone = mkdtempSync(path.join(tmpdir(), "first-run-"));
  // The emulator is installed again, which is all that is there (XDG Base Directory Specification 0.8, so not on macOS).
  const environment = { XDG_CACHE_HOME: path.join(clone, ".cache"), PIP_CACHE_DIR: pipCache() };
  const run = async (command: string) => (await measure({ command, folder: clone, environment })).seconds;
  const takeAway = async () => {
    await run("npm run --silent local:down");
    rmSync(clone, { recursive: true, force: true });
  };
  const stays = undoWhenInterrupted(takeAway);
  try {
    execFileSync("git", ["clone", "--quiet", ".", clone]);
    return await work(run, clone);
  } finally {
    stays();
    await takeAway();
  }
}

function pipCache(): string {
  return execFileSync("python3", ["-m", "pip", "cache", "dir"], { encoding: "utf8" }).trim();
}

function table(ours: string, other: string, rows: Readonly<Record<string, Pair>>): string {
  return markdownTable(
    ["seconds: median (min–max)", ours, other, "times"],
    Object.entries(rows).map(([name, pair]) => {
      const [one, two] = [statistics(pair.ours), statistics(pair.other)];
      return [name, formatStatistics(one), formatStatistics(two), significant(one.median / two.median)];
    }),
  );
}

/** Terraform by hand, as docs/local-aws.md shows it. */
function bareApply(clone: string): string {
  const { accessKeyId, secretAccessKey } = JSON.parse(
    readFileSync(path.join(clone, ".local", "root-key.json"), "utf8"),
  );
  const { port } = JSON.parse(readFileSync(path.join(clone, ".local", "emulator.json"), "utf8"));
  const variables = {
    [`TF_VAR_${KEY_VARIABLES.access_key}`]: accessKeyId,
    [`TF_VAR_${KEY_VARIABLES.secret_key}`]: secretAccessKey,
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    DOCKER_CONFIG: path.join(clone, ".local", "docker"),
    TF_CLI_CONFIG_FILE: path.join(clone, ".local", "terraform.rc"),
  };
  const settings = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
  return `${settings.join(" ")} terraform -chdir=${STACK} apply -auto-approve -input=false`;
}
