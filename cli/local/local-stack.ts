import { existsSync } from "node:fs";
import path from "node:path";
import type { SynthesizedStack } from "../app/manifest";
import type { LocalTarget } from "../app/target";
import { registryAnswers } from "../doctor/providers";
import { writePrivateFile } from "../process/private-files";
import { CommandError, log } from "../process/steps";
import { mirroredVersions } from "../terraform/mirrored-versions";
import { shortAddress } from "../terraform/provider-address";
import { lockedVersions, readLock } from "../terraform/provider-lock";
import { findProviderMirrors, isMirrored } from "../terraform/provider-mirror";
import { stackProviders } from "../terraform/required-providers";
import { defaultRegion, regionOf, type StackRegions } from "../terraform/stack-aws";
import { readStackJson } from "../terraform/stack-json";
import { stackModules } from "../terraform/stack-modules";
import { registryHost } from "../terraform/terraform";
import { writeAwsConfig } from "./aws-config";
import { LOCAL_FILES, LOCAL_STATES, localOverride, type StackPlaces } from "./local-override";
import { outsideProviders, outsideResources } from "./outside-providers";

type Stack = Pick<SynthesizedStack, "name" | "folder">;

/**
 * Redirects synthesized stacks to the local AWS by override files beside each cdk.tf.json.
 * @throws CommandError when a stack would reach anything else, with the complete list
 */
export async function sendToLocalAws(stacks: readonly Stack[], local: LocalTarget): Promise<void> {
  const names = stacks.map(({ name }) => name);
  const registry = `localhost:${local.port}`;
  const read = stacks.map(({ name, folder }) => ({
    name,
    folder,
    stack: readStackJson<StackPlaces & StackRegions>(folder),
  }));
  const outside = read.flatMap(({ name, stack }) => {
    const addresses = stackProviders(stack).map(({ address }) => address);
    return [
      ...outsideProviders(addresses, local.allowedProviders).map((provider) => providerText(name, provider)),
      ...outsideResources(stack, { registry, stacks: names, allowed: local.allowedProviders }).map(
        (text) => `${name}: ${text}`,
      ),
    ];
  });
  refuse(outside);
  const [region = defaultRegion()] = read.flatMap(({ stack }) => regionOf(stack) ?? []);
  writeAwsConfig({ port: local.port, region });
  for (const { name, folder, stack } of read) {
    const { override, variables } = localOverride(stack, {
      port: local.port,
      stack: name,
      stacks: names,
      states: path.relative(folder, LOCAL_STATES).split(path.sep).join("/"),
      versions: await versionsToBeHad(stack, { name, folder }),
    });
    writeJson(path.join(folder, LOCAL_FILES.override), override);
    writeJson(path.join(folder, LOCAL_FILES.variables), variables);
  }
}

/**
 * Checks a stack's modules, after Terraform has fetched them.
 * @throws CommandError when they would reach anything else than the local AWS
 */
export function checkModules({ name, folder }: Stack, { allowedProviders }: LocalTarget): void {
  refuse([
    ...outsideProviders([...lockedVersions(readLock(folder)).keys()], allowedProviders).map((provider) =>
      providerText(name, provider),
    ),
    ...stackModules(folder).flatMap(({ key, text }) => [
      ...(/^\s*provider\s+"aws"\s*\{|"provider"\s*:\s*\{\s*"aws"/m.test(text)
        ? [`${name}: the module ${key} has its own provider "aws", which no override file can change`]
        : []),
      ...(/data\s+"terraform_remote_state"/.test(text)
        ? [`${name}: the module ${key} reads another state`]
        : []),
    ]),
  ]);
}

function refuse(outside: readonly string[]): void {
  if (outside.length > 0) {
    throw new CommandError(
      `Nothing was deployed. These would reach something else than the local AWS:\n\n${outside.map((line) => `  - ${line}`).join("\n")}\n\n` +
        "Leave them out of the app when the context cdktf-lambda-images:local-aws is set (node.tryGetContext). Or, if a provider may run, allow it by name: --allow-provider <namespace>/<name>",
    );
  }
}

function providerText(stack: string, provider: string): string {
  return `${stack}: the provider ${provider}`;
}

/**
 * A stack can require a version that this machine can't get. For the local AWS, an available version is used instead.
 */
async function versionsToBeHad(stack: StackPlaces, { name, folder }: Stack): Promise<Record<string, string>> {
  const mirrors = findProviderMirrors();
  const versions: Record<string, string> = {};
  for (const provider of stackProviders(stack)) {
    // An older docker provider can't build the images at all: then the docker command does.
    if (shortAddress(provider.address) === "kreuzwerker/docker") continue;
    const newest = mirroredVersions(mirrors, provider.address).at(-1);
    if (newest === undefined || isMirrored(mirrors, provider) || (await registryReached())) continue;
    versions[provider.name] = newest;
    // Only once: then Terraform's folder has that version.
    if (!existsSync(path.join(folder, ".terraform"))) {
      log(
        `${name} requires ${shortAddress(provider.address)} ${provider.constraints}, which this machine can't get: ${newest} is used for the local AWS`,
      );
    }
  }
  return versions;
}

let answer: Promise<boolean> | undefined;

/** A watch asks at each synth. */
function registryReached(): Promise<boolean> {
  answer ??= registryAnswers(registryHost());
  return answer;
}

function writeJson(file: string, value: unknown): void {
  writePrivateFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
