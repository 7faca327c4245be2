import { type Check, failed, ok, skipped } from "./check";
import type { Builder } from "./engine-endpoint";
import { type ProbeResult, probe } from "./probe";
import { readVersion } from "./versions";

/** `Docker version 28.2.2, build e6534b4`. Whether a missing one matters says the check of the engine. */
export function classifyDockerClient(result: ProbeResult): Check {
  const title = "Docker client";
  const version = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
  return version ? ok(title, version.text) : skipped(title, "not installed");
}

/**
 * `github.com/docker/buildx v0.23.0 <commit>`. Without it the docker command builds with its old builder, unless it is told not
 * to (docker/cli 23 to 29, cmd/docker/builder.go); the docker command up to 20.10 has BuildKit built in.
 */
export function classifyBuildx(
  result: ProbeResult,
  client: ProbeResult,
  builder: Builder,
  buildkit: string | undefined,
): Check {
  const title = "buildx";
  const version = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
  if (version) {
    return ok(title, version.text);
  }
  const docker = client.state === "ran" ? readVersion(client.stdout)?.version : undefined;
  if (builder === "docker-cli" && docker && docker[0] >= 23 && /^(?:1|t|true)$/i.test(buildkit ?? "")) {
    return failed(title, "not installed", {
      code: "docker-buildx-missing",
      what: `DOCKER_BUILDKIT is ${buildkit}, and the docker command has no buildx to build with.`,
      why: '`docker build` would stop with "BuildKit is enabled but the buildx component is missing or broken".',
      fix: "Install buildx (https://docs.docker.com/go/buildx), or unset DOCKER_BUILDKIT.",
    });
  }
  return skipped(
    title,
    builder === "docker-cli" ? "not installed: docker's old builder builds" : "not installed",
  );
}

export async function checkDockerClient(builder: Builder): Promise<readonly [client: Check, buildx: Check]> {
  const [client, buildx] = await Promise.all([
    probe("docker", ["--version"]),
    probe("docker", ["buildx", "version"]),
  ]);
  return [classifyDockerClient(client), classifyBuildx(buildx, client, builder, process.env.DOCKER_BUILDKIT)];
}
