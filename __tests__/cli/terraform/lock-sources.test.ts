import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockSource } from "../../../cli/terraform/lock-sources";

const DOCKER = { address: "registry.terraform.io/kreuzwerker/docker", constraints: ">= 4.3.0, < 5.0.0" };
const PLATFORMS = ["linux_amd64", "darwin_arm64"];

/** A mirror of the docker provider: version and platform. */
function mirror(...packages: (readonly [version: string, platform: string])[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mirror-"));
  for (const [version, platform] of packages) {
    mkdirSync(path.join(folder, DOCKER.address, version, platform), { recursive: true });
  }
  return folder;
}

describe("the hashes of a provider", () => {
  const whole = mirror(["4.4.0", "linux_amd64"], ["4.4.0", "darwin_arm64"], ["3.6.2", "linux_amd64"]);
  const part = mirror(["4.4.0", "linux_amd64"], ["4.4.0", "darwin_arm64"], ["4.5.0", "linux_amd64"]);
  const old = mirror(["3.6.2", "linux_amd64"], ["3.6.2", "darwin_arm64"]);

  test("come from the mirror that has the newest allowed version for all platforms", () => {
    const places = { platforms: PLATFORMS, mirrors: [old, part, whole], registry: true };
    expect(lockSource(DOCKER, places)).toEqual({ address: DOCKER.address, mirror: whole });
  });

  test("come from the registry if no mirror has all", () => {
    const places = { platforms: PLATFORMS, mirrors: [old, part], registry: true };
    expect(lockSource(DOCKER, places)).toEqual({ address: DOCKER.address });
  });

  test("are not available without the registry: the message names the platforms", () => {
    const places = { platforms: PLATFORMS, mirrors: [old, part], registry: false };
    expect(lockSource(DOCKER, places)).toEqual({
      problem: `kreuzwerker/docker 4.5.0 is not available for darwin_arm64: the mirror ${part} doesn't have it`,
      platforms: ["linux_amd64"],
    });
    expect(lockSource(DOCKER, { ...places, platforms: ["linux_amd64"] })).toEqual({
      address: DOCKER.address,
      mirror: part,
    });
    expect(lockSource(DOCKER, { ...places, mirrors: [old] })).toEqual({
      problem:
        "kreuzwerker/docker >= 4.3.0, < 5.0.0 is not available: no mirror on this machine has it for linux_amd64, darwin_arm64",
      platforms: [],
    });
  });

  test("are of the version that is locked already", () => {
    const locked = { ...DOCKER, constraints: "4.4.0" };
    expect(lockSource(locked, { platforms: PLATFORMS, mirrors: [part], registry: false })).toEqual({
      address: DOCKER.address,
      mirror: part,
    });
  });
});
