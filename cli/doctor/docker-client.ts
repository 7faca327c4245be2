import { type ProbeResult, probe } from "../process/probe";
import { type Check, failed, ok, skipped } from "./check";
import type { Builder } from "./engine-endpoint";
import { readVersion } from "./versions";

/** `Docker version 28.2.2, build e6534b4`. The check of the engine decides whether a missing client matters. */
export function classifyDockerClient(result: ProbeResult): Check {
  const title = "Docker client";
  const version = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
  return version ? ok(title, version.text) : skipped(title, "not installed");
}

/** The facts that decide whether BuildKit is needed, and whether it may be used. */
export interface BuildKitNeed {
  readonly builder: Builder;
  /** The options of images that only BuildKit supports, for example `buildSecrets`. */
  readonly options: readonly string[];
  /** The variable DOCKER_BUILDKIT. @default - not set */
  readonly variable?: string | undefined;
}

/**
 * `github.com/docker/buildx v0.23.0 <commit>`. Without it the docker command uses its old builder, unless
 * DOCKER_BUILDKIT requires BuildKit (docker/cli 23 to 29, cmd/docker/builder.go). The docker command up to 20.10 has
 * BuildKit built in. The docker provider has its own buildx, and uses the old builder only if DOCKER_BUILDKIT is 0 (4.3
 * to 4.5, docker_buildx_build.go).
 */
export function classifyBuildx(
  result: ProbeResult,
  client: ProbeResult,
  { builder, options, variable = "" }: BuildKitNeed,
): Check {
  const title = "buildx";
  const needed = options.length > 0;
  const option = `An image is built with ${options.join(", ")}, which only BuildKit supports`;
  if (builder === "docker-provider" && needed && /^(?:0|f|false)$/i.test(variable)) {
    return failed(title, "turned off", {
      code: "docker-buildkit-off",
      what: `DOCKER_BUILDKIT is ${variable}. ${option}.`,
      why: "The docker provider would build with docker's old builder, which stops, or ignores the option.",
      fix: "Unset DOCKER_BUILDKIT.",
    });
  }
  const version = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
  if (version) {
    return ok(title, version.text);
  }
  const docker = client.state === "ran" ? readVersion(client.stdout)?.version : undefined;
  const demanded = /^(?:1|t|true)$/i.test(variable);
  if (builder === "docker-cli" && docker && docker[0] >= 23 && (needed || demanded)) {
    return failed(title, "not installed", {
      code: "docker-buildx-missing",
      what: needed
        ? `${option}, but the docker command has no buildx.`
        : `DOCKER_BUILDKIT is ${variable}, but the docker command has no buildx.`,
      why: '`docker build` would stop with "BuildKit is enabled but the buildx component is missing or broken".',
      fix: needed
        ? "Install buildx: https://docs.docker.com/go/buildx"
        : "Install buildx (https://docs.docker.com/go/buildx), or unset DOCKER_BUILDKIT.",
    });
  }
  return skipped(
    title,
    builder === "docker-cli" ? "not installed: docker's old builder is used" : "not installed",
  );
}

export async function checkDockerClient(
  builder: Builder,
  options: readonly string[],
): Promise<readonly [client: Check, buildx: Check]> {
  const [client, buildx] = await Promise.all([
    probe("docker", ["--version"]),
    probe("docker", ["buildx", "version"]),
  ]);
  const need = { builder, options, variable: process.env.DOCKER_BUILDKIT };
  return [classifyDockerClient(client), classifyBuildx(buildx, client, need)];
}
