import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DEPLOYMENT_COMMAND } from "../../../lib/codedeploy/deployment-command";

/** The AWS CLI, as far as the command uses it. It reads its answers from files, and writes down how it was called. */
const FAKE_AWS = `#!/bin/sh
echo "$*" >> calls
answer() { cat "$1" 2>/dev/null || echo None; }
case "$*" in
  *get-caller-identity*) cat account ;;
  *get-alias*) cat version ;;
  *list-deployments*) answer active ;;
  *create-deployment*)
    while [ "$1" != --revision ]; do shift; done
    printf %s "$2" > revision
    echo d-NEW ;;
  *rollbackDeploymentId*) answer rollback ;;
  *errorInformation*) printf 'ALARM_ACTIVE\\tOne or more alarms went off\\n' ;;
  *get-deployment*)
    id="$(echo "$*" | sed 's/.*--deployment-id \\([^ ]*\\).*/\\1/')"
    status="$(head -n 1 "status-$id")"
    sed -i 1d "status-$id"
    [ "$status" != error ] || { echo "Could not connect" >&2; exit 255; }
    if [ -e "then-$id" ] && ! [ -s "status-$id" ]; then cat "then-$id" > version; fi
    echo "$status" ;;
  *) exit 2 ;;
esac
`;

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  /** The calls that change something. */
  readonly deployments: number;
  // biome-ignore lint/suspicious/noExplicitAny: what CodeDeploy gets
  readonly appspec: any;
}

/** Runs the command. @param answers a file → its content */
function run(answers: Readonly<Record<string, string>>, environment: Record<string, string> = {}): Run {
  const folder = mkdtempSync(path.join(tmpdir(), "deployment-"));
  const files = { account: "123456789012\n", version: "3\n", calls: "", ...answers };
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  writeFileSync(path.join(folder, "aws"), FAKE_AWS, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-euc", DEPLOYMENT_COMMAND], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      ACCOUNT: "123456789012",
      REGION: "eu-central-1",
      GROUP: "shop-dev-shift",
      FUNCTION: "shop-dev-python",
      ALIAS: "live",
      TARGET: "4",
      HOOKS: "[]",
      WAIT_SECONDS: "0",
      ...environment,
    },
  });
  const calls = readFileSync(path.join(folder, "calls"), "utf8").trimEnd().split("\n");
  expect(calls.every((call) => call === "" || call.includes("--region eu-central-1 --output text"))).toBe(
    true,
  );
  const revision = path.join(folder, "revision");
  return {
    code: status,
    output: stdout,
    errors: stderr,
    deployments: calls.filter((call) => call.includes("create-deployment")).length,
    appspec: existsSync(revision)
      ? JSON.parse(JSON.parse(readFileSync(revision, "utf8")).appSpecContent.content)
      : undefined,
  };
}

describe("the command of a deployment", () => {
  test("shifts the alias from the version that it has now, and waits for the end", () => {
    const { code, output, appspec } = run(
      { "status-d-NEW": "Created\nInProgress\nInProgress\nSucceeded\n" },
      { HOOKS: '[{"BeforeAllowTraffic":"arn:aws:lambda:eu-central-1:123456789012:function:check"}]' },
    );
    expect(code).toBe(0);
    expect(output).toBe(
      "Deployment d-NEW shifts the alias live from version 3 to version 4\n" +
        "Deployment d-NEW: Created\nDeployment d-NEW: InProgress\nDeployment d-NEW: Succeeded\n",
    );
    expect(appspec).toEqual({
      version: 0,
      Resources: [
        {
          function: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: "shop-dev-python", Alias: "live", CurrentVersion: "3", TargetVersion: "4" },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: "arn:aws:lambda:eu-central-1:123456789012:function:check" }],
    });
  });

  test("does nothing when the alias is there already: after its creation, or after a way back by hand", () => {
    expect(run({ version: "4\n" })).toMatchObject({
      code: 0,
      output: "The alias live is at version 4 already\n",
      deployments: 0,
    });
  });

  test("fails when CodeDeploy goes back, after it went back, and says why and what to do", () => {
    const { code, output, errors } = run({
      "status-d-NEW": "InProgress\nStopped\n",
      rollback: "d-BACK\n",
      "status-d-BACK": "InProgress\nSucceeded\n",
    });
    expect(code).toBe(1);
    expect(output).toContain("Deployment d-BACK shifts the alias back\nDeployment d-BACK: InProgress\n");
    expect(errors).toBe(
      "CodeDeploy did not shift the alias live to version 4. Deployment d-NEW: Stopped, ALARM_ACTIVE One or more alarms went off. " +
        "The alias is at version 3. Correct the function, or set the alias's version to 3, and apply again.\n",
    );
  });

  test("fails when CodeDeploy fails without a way back", () => {
    const { code, errors } = run({ "status-d-NEW": "Failed\n" });
    expect(code).toBe(1);
    expect(errors).toContain("Deployment d-NEW: Failed, ALARM_ACTIVE");
  });

  test("waits first for a deployment that an interrupted apply has left, which may be all", () => {
    const active = { active: "d-OLD\n", "status-d-OLD": "InProgress\nSucceeded\n" };
    expect(run({ ...active, "then-d-OLD": "4\n" })).toMatchObject({ code: 0, deployments: 0 });
    const { code, output, appspec } = run({ ...active, "then-d-OLD": "2\n", "status-d-NEW": "Succeeded\n" });
    expect(code).toBe(0);
    expect(output).toContain("The deployment d-OLD has not ended yet\nDeployment d-OLD: InProgress\n");
    expect(appspec.Resources[0].function.Properties).toMatchObject({ CurrentVersion: "2" });
  });

  test("goes on when a request fails, and not for ever", () => {
    expect(run({ "status-d-NEW": `InProgress\n${"error\n".repeat(29)}Succeeded\n` }).code).toBe(0);
    const { code, errors } = run({ "status-d-NEW": "error\n".repeat(30) });
    expect(code).toBe(1);
    expect(errors).toContain(
      "CodeDeploy can't be asked about the deployment d-NEW. It continues there. Apply again when it has ended.",
    );
  });

  test("needs the command aws, with a login to the right account, before anything else", () => {
    expect(run({ account: "210987654321\n" })).toMatchObject({
      code: 1,
      errors:
        "The command aws is logged in to the account 210987654321, but the function is in 123456789012. Set AWS_PROFILE, and apply again.\n",
      deployments: 0,
    });
    expect(run({}, { PATH: "/nowhere" }).errors).toContain("This machine has no command aws");
  });

  test("contains nothing that Terraform would replace", () => {
    expect(DEPLOYMENT_COMMAND).not.toMatch(/[$%]\{/);
  });
});
