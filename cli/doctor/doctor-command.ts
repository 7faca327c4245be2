import type { Environment } from "../../stacks/environment";
import { providerVersions } from "../../stacks/provider-versions";
import type { SynthesizedStack } from "../app/synthesize";
import { readTarget, type Target } from "../app/target";
import type { Command } from "../command";
import { awsRegistry, wantedPlatforms, wantSecrets } from "../deploy/image-checks";
import { committedLock, lastStacks } from "../deploy/needed-providers";
import { canInstallPackages } from "../local/debian";
import { canStartEngine } from "../local/docker-engine";
import { emulatorStatus } from "../local/emulator";
import { fullAddress, type RequiredProvider } from "../terraform/provider-address";
import { lockedVersions } from "../terraform/provider-lock";
import { findProviderMirrors, hasOwnConfiguration } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import { readStackImages, type StackImage } from "../terraform/stack-images";
import { hasOwnCredentials } from "../terraform/stack-provider";
import { registryHost, terraformBinary } from "../terraform/terraform";
import { checkCdktf } from "./cdktf";
import { type Check, ok, skipped, softened, warning } from "./check";
import { checkDockerClient } from "./docker-client";
import type { Builder } from "./engine-endpoint";
import { checkImageBuild } from "./image-build";
import { checkNode, checkNpm } from "./node";
import type { WantedPlatform } from "./platforms";
import { checkProviders } from "./providers";
import { checkPython } from "./python";
import { checkTable, problemsText } from "./report";
import { checkTerraform } from "./terraform";

export const command: Command = {
  help: `npm run doctor -- [--env <name>]

Looks at all that plans, deploys and builds of images need on this machine: programs and their versions, the Docker engine,
what it can build, its disk, AWS credentials, the login to the registry, the local AWS. Changes nothing, prints no secret.

  --env <name>   the environment in environments.ts [default: $ENVIRONMENT, or local]

  ✓ as it should be   ! will do   ✗ a problem   - not looked at, and why

Exits with 0, or with 1 when there is a problem.`,
  options: { env: { type: "string" } },
  async run(args) {
    const target = readTarget(args.text("env"));
    console.log(`Environment ${target.environment.name}\n`);
    const checks = await examine(target);
    console.log(checkTable(checks, process.stdout.columns));
    const text = problemsText(checks, ["problem", "warning"]);
    if (text !== "") {
      console.log(`\n${text}`);
    }
    return checks.some(({ status }) => status === "problem") ? 1 : 0;
  },
};

/** All checks at once; each gives up by itself after a while. */
async function examine(target: Target): Promise<readonly Check[]> {
  const { environment } = target;
  const builder = imageBuilder(target);
  const stacks = synthesizedStacks(environment);
  const images = imagesOf(stacks);
  const aws = awsRegistry(environment, {
    planned: false,
    ownCredentials: stacks.some(({ folder }) => hasOwnCredentials(folder)),
  });
  const [npm, terraform, providers, docker, build, python, localAws] = await Promise.all([
    checkNpm(),
    checkTerraform(terraformBinary()),
    checkProviders({
      wanted: wantedProviders(target, stacks),
      locked: new Map(stacks.flatMap(({ name }) => [...lockedVersions(committedLock(name, environment))])),
      stackFolders: stacks.map(({ folder }) => folder),
      mirrors: findProviderMirrors(),
      ownConfiguration: hasOwnConfiguration(),
      registryHost: registryHost(),
    }),
    checkDockerClient(builder, wantSecrets(images)),
    checkImageBuild({
      builder,
      platforms: platformsOf(images),
      ...(aws && { aws }),
    }),
    environment.localAws ? checkPython() : skipped("Python", "only the local AWS needs it"),
    environment.localAws ? checkLocalAws() : skipped("Local AWS", "this environment is in AWS"),
  ]);
  return [
    checkNode(),
    npm,
    terraform,
    providers,
    checkCdktf(),
    ...docker,
    ...build.map((check) => withinReason(check, target)),
    canInstallPackages() ? softened(python) : python,
    localAws,
  ];
}

/** Not a problem where something else takes care of it. */
function withinReason(check: Check, { environment }: Target): Check {
  const started = environment.localAws && check.problem !== undefined && canStartEngine(check.problem.code);
  // A workspace of HCP Terraform may apply elsewhere; only it knows.
  return started || environment.backend.type === "hcp" ? softened(check) : check;
}

/** Who will build: what `npm run local` has chosen, or what the environment says. */
function imageBuilder({ environment, appEnvironment }: Target): Builder {
  return appEnvironment.IMAGE_BUILDER === "docker-cli" ? "docker-cli" : environment.imageBuilder;
}

/** For the local AWS, `npm run local` takes the docker command where that provider can't be had. */
function needsDockerProvider(target: Target): boolean {
  const decided = !target.environment.localAws || target.appEnvironment.IMAGE_BUILDER !== undefined;
  return decided && imageBuilder(target) === "docker-provider";
}

/** What the synthesized stacks need; where there is none yet, what those of this environment would need. */
function wantedProviders(target: Target, stacks: readonly SynthesizedStack[]): readonly RequiredProvider[] {
  const usual = Object.entries(providerVersions(target.environment)).map(([source, constraints]) => ({
    address: fullAddress(source, registryHost()),
    constraints,
  }));
  const synthesized = stacks.flatMap(({ folder }) => requiredProviders(folder));
  const all = [
    ...synthesized,
    ...usual.filter(({ address }) => !synthesized.some((other) => other.address === address)),
  ].filter(({ address }) => !address.endsWith("/kreuzwerker/docker") || needsDockerProvider(target));
  // Two stacks can need the same: what both allow is one more line of constraints.
  const addresses = [...new Set(all.map(({ address }) => address))].sort();
  return addresses.map((address) => {
    const constraints = all
      .filter((provider) => provider.address === address)
      .map((each) => each.constraints);
    return { address, constraints: [...new Set(constraints)].join(", ") };
  });
}

/** Of the last synth, as far as it is still there. */
function imagesOf(stacks: readonly SynthesizedStack[]): readonly StackImage[] {
  try {
    return stacks.flatMap(({ folder }) => readStackImages(folder));
  } catch {
    return [];
  }
}

function platformsOf(images: readonly StackImage[]): readonly WantedPlatform[] {
  try {
    return wantedPlatforms(images);
  } catch {
    return [];
  }
}

/** What the last synth wrote for this environment, whose name ends the name of each stack (main.ts). */
function synthesizedStacks({ name: environment }: Environment): readonly SynthesizedStack[] {
  return lastStacks().filter(({ name }) => name.endsWith(`-${environment}`));
}

async function checkLocalAws(): Promise<Check> {
  const title = "Local AWS";
  const status = await emulatorStatus();
  switch (status.state) {
    case "running":
      return ok(title, `running: http://localhost:${status.port}`);
    case "stopped":
      return skipped(title, "not running: npm run local starts it");
    case "silent":
      return warning(title, `process ${status.pid} runs and doesn't answer`, {
        code: "local-aws-silent",
        what: `The emulator of AWS runs (process ${status.pid}), and doesn't answer at http://localhost:${status.port}.`,
        why: "A command for the local AWS waits for it, for a minute.",
        fix: "When it is not just busy, start it anew, empty: npm run local:down, then npm run local",
      });
  }
}
