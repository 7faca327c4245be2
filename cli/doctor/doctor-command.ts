import path from "node:path";
import { committedLock } from "../app/committed-lock";
import type { SynthesizedStack } from "../app/manifest";
import { runApp } from "../app/synthesize";
import { forTarget, type Target } from "../app/target";
import { type Command, errorText } from "../command";
import { commandLine } from "../command-line";
import { awsRegistries, builderOf, buildKitOptions, wantedPlatforms } from "../deploy/image-checks";
import { canInstallPackages } from "../local/debian";
import { canStartEngine } from "../local/docker-engine";
import { emulatorStatus } from "../local/emulator";
import { TARGET_HELP, TARGET_OPTIONS, targetOf } from "../local/local-target";
import { withTemporaryFolder } from "../process/clean-up";
import { printRemark, printResult, whileShown } from "../process/progress";
import { fitLines } from "../process/terminal";
import { mirroredVersions } from "../terraform/mirrored-versions";
import type { RequiredProvider } from "../terraform/provider-address";
import { lockedVersions } from "../terraform/provider-lock";
import { findProviderMirrors, isMirrored, ownConfigurations } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import { stackBackend } from "../terraform/stack-backend";
import { readStackImages } from "../terraform/stack-images";
import { registryHost, terraformBinary } from "../terraform/terraform";
import { checkCdktf } from "./cdktf";
import { type Check, failed, ok, skipped, softened, warning } from "./check";
import { checkDockerClient } from "./docker-client";
import { checkImageBuild } from "./image-build";
import { checkNode, checkNpm } from "./node";
import { checkProviders } from "./providers";
import { checkPython } from "./python";
import { checkTable, problemsText } from "./report";
import { checkTerraform } from "./terraform";

export const command: Command = {
  examples: [
    [`${commandLine("doctor")}`, "checks what a plan and a deploy need"],
    [`${commandLine("doctor --")} --local-aws`, "checks what the local AWS needs"],
  ],
  help: `${commandLine("doctor --")} [--env <name>] [--local-aws] [--json]

Checks everything that plans, deploys and builds of images need on this machine: programs and their versions, the app, the
Docker engine, its platforms and its disk, AWS credentials, the login to the registry, the local AWS. Changes nothing, prints
no secret.

${TARGET_HELP}
  --json         the checks as JSON: title, status (ok, warning, problem or skipped), what was found, and the problem with its fix

  ✓ fine   ! a warning   ✗ a problem   - not checked, with the reason

Exits with 0, or with 1 when there is a problem.`,
  options: { ...TARGET_OPTIONS, json: { type: "boolean" } },
  async run(args) {
    const target = await targetOf(args);
    const name = forTarget(target);
    if (name !== "") {
      printRemark(`Checks${name}\n`);
    }
    // Runs the app, and reads and removes its output.
    return await withTemporaryFolder("lambda-images-doctor", async (outdir) => {
      const checks = await whileShown(`Checking this machine${name}`, () => examine(target, outdir));
      if (args.flag("json")) {
        printResult(JSON.stringify(checks, undefined, 2));
      } else {
        printChecks(checks);
      }
      return checks.some(({ status }) => status === "problem") ? 1 : 0;
    });
  },
};

function printChecks(checks: readonly Check[]): void {
  printResult(checkTable(checks, process.stdout.columns));
  const text = problemsText(checks, ["problem", "warning"]);
  if (text !== "") {
    printResult(fitLines(`\n${text}`, process.stdout));
  }
}

/** Runs all checks in parallel. Each has its own timeout. */
async function examine(target: Target, outdir: string): Promise<readonly Check[]> {
  const { local } = target;
  const { check: app, stacks } = await synthesizeInto(outdir, target);
  const images = stacks.flatMap(({ folder }) => readStackImages(folder));
  const builder = local?.imageBuilder ?? builderOf(images.map(({ address }) => address));
  const folders = stacks.map(({ folder }) => folder);
  // Only the first registry, since the logins of all are made in the same way.
  const [aws] = awsRegistries(folders, target, { planned: false });
  const [npm, terraform, providers, docker, build, python, localAws] = await Promise.all([
    checkNpm(),
    checkTerraform(terraformBinary()),
    checkProviders({
      wanted: wantedProviders(folders, target),
      locked: new Map(stacks.flatMap(({ name }) => [...lockedVersions(committedLock(name, target))])),
      stackFolders: stacks.map(({ name }) => path.join(target.outdir, "stacks", name)),
      mirrors: findProviderMirrors(),
      ownConfiguration: ownConfigurations().length > 0,
      registryHost: registryHost(),
    }),
    checkDockerClient(builder, buildKitOptions(images)),
    checkImageBuild({ builder, platforms: wantedPlatforms(images), ...(aws && { aws }) }),
    local ? checkPython() : skipped("Python", "only the local AWS needs it"),
    local ? checkLocalAws() : skipped("Local AWS", "checked with --local-aws"),
  ]);
  const appliedElsewhere = folders.some((folder) => ["cloud", "remote"].includes(stackBackend(folder).type));
  return [
    checkNode(),
    npm,
    app,
    terraform,
    providers,
    checkCdktf(),
    ...docker,
    ...build.map((check) => withinReason(check, { local: local !== undefined, appliedElsewhere })),
    canInstallPackages() ? softened(python) : python,
    localAws,
  ];
}

/** Runs the app as a synth does, but into another folder. */
async function synthesizeInto(
  outdir: string,
  target: Target,
): Promise<{ readonly check: Check; readonly stacks: readonly SynthesizedStack[] }> {
  try {
    const appEnvironment = { ...target.appEnvironment, CDKTF_OUTDIR: outdir };
    const { stacks } = await runApp({ ...target, outdir, appEnvironment });
    return { check: ok("App", stacks.map(({ name }) => name).join(", ")), stacks };
  } catch (error) {
    const check = failed("App", "its synth fails", {
      code: "app-fails",
      what: `The command of cdktf.json (${target.app}) fails: ${errorText(error)}`,
      why: "Without its stacks nothing can be planned or deployed, and the checks below don't know the needs of the stacks.",
      fix: `Fix its error, and run ${commandLine("doctor")} again.`,
    });
    return { check, stacks: [] };
  }
}

interface Circumstances {
  readonly local: boolean;
  /** HCP Terraform decides where a workspace applies. */
  readonly appliedElsewhere: boolean;
}

/** Turns a problem into a warning if something else takes care of it. */
function withinReason(check: Check, { local, appliedElsewhere }: Circumstances): Check {
  const started = local && check.problem !== undefined && canStartEngine(check.problem.code);
  return started || appliedElsewhere ? softened(check) : check;
}

/**
 * The providers that the stacks need. The local AWS uses versions that this machine has, if it can't get those that a
 * stack requires.
 */
function wantedProviders(folders: readonly string[], { local }: Target): readonly RequiredProvider[] {
  const mirrors = findProviderMirrors();
  const all = folders.flatMap((folder) => requiredProviders(folder));
  // Two stacks can need the same provider. Then the constraints of both apply.
  const addresses = [...new Set(all.map(({ address }) => address))].sort();
  return addresses.map((address) => {
    const own = all.filter((provider) => provider.address === address).map((each) => each.constraints);
    const wanted = { address, constraints: [...new Set(own)].join(", ") };
    const other = local && !isMirrored(mirrors, wanted) && mirroredVersions(mirrors, address).length > 0;
    return other ? { address, constraints: "" } : wanted;
  });
}

async function checkLocalAws(): Promise<Check> {
  const title = "Local AWS";
  const status = await emulatorStatus();
  switch (status.state) {
    case "running":
      return ok(title, `running: http://localhost:${status.port}`);
    case "stopped":
      return skipped(title, `not running: ${commandLine("local")} starts it`);
    case "silent":
      return warning(title, `process ${status.pid} runs but doesn't answer`, {
        code: "local-aws-silent",
        what: `The emulator of AWS runs (process ${status.pid}), but doesn't answer at http://localhost:${status.port}.`,
        why: "Commands for the local AWS wait for it for a minute.",
        fix: `If it is not just busy, restart it empty: ${commandLine("local:down")}, then ${commandLine("local")}`,
      });
  }
}
