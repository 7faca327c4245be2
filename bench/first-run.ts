import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KEY_VARIABLES } from "../cli/local/local-override";
import { undoWhenInterrupted } from "../cli/process/interrupt";
import { step } from "../cli/process/steps";
import { markdownTable } from "./markdown-table";
import { measure } from "./measure";
import { formatStatistics, type Statistics, statistics } from "./statistics";

const ROUNDS = 3;
const STACK = path.join(".local", "cdktf.out", "stacks", "functions-dev");

/**
 * From a fresh clone to an answer, and every answer after that, beside a bare `terraform apply` of the same stack. The times of a clone's packages are those of npm's
 * cache, and the emulator and the base images are on the machine.
 */
export async function measureFirstRun(): Promise<string> {
  const clone = mkdtempSync(path.join(tmpdir(), "first-run-"));
  const run = (command: string) => measure({ command, folder: clone });
  const takeAway = async () => {
    await run("npm run --silent local:down");
    rmSync(clone, { recursive: true, force: true });
  };
  const stays = undoWhenInterrupted(takeAway);
  try {
    execFileSync("git", ["clone", "--quiet", ".", clone]);
    const [first, answer] = await step("From a fresh clone to an answer", async () => [
      await run("npm run --silent local"),
      await run("npm run --silent local:invoke -- python"),
    ]);
    const edit = () =>
      appendFileSync(path.join(clone, "lambdas", "python", "lambda_function.py"), "\n# edited\n");
    const bare = bareApply(clone);
    const rows: Record<string, { ours: Statistics; bare: Statistics }> = {};
    for (const [name, before] of [
      ["after an edit", edit],
      ["when nothing changed", () => undefined],
    ] as const) {
      rows[name] = await step(`Deployed again ${name}`, async () => {
        const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
        for (let round = 0; round < ROUNDS; round++) {
          before();
          times.ours.push((await run("npm run --silent local")).seconds);
          // A bare apply needs the stack that our command has written.
          before();
          await run("npm run --silent plan -- --local-aws || true");
          times.bare.push((await run(bare)).seconds);
        }
        return { ours: statistics(times.ours), bare: statistics(times.bare) };
      });
    }
    const total = (first?.seconds ?? 0) + (answer?.seconds ?? 0);
    return `### From a fresh clone to an answer, and every answer after that

\`npm run local\` and \`npm run local:invoke -- python\` in a fresh clone: ${total.toFixed(0)} s, of which the packages are a part. Then, beside a bare \`terraform apply -auto-approve\`:

${markdownTable(
  ["seconds: median (min–max)", "npm run local", "bare apply", "times"],
  Object.entries(rows).map(([name, { ours, bare }]) => [
    name,
    formatStatistics(ours),
    formatStatistics(bare),
    (ours.median / bare.median).toFixed(2),
  ]),
)}`;
  } finally {
    stays();
    await takeAway();
  }
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
