import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Engine } from "../../../cli/doctor/engine";
import {
  checkPlatforms,
  classifyPlatforms,
  kernelPlatforms,
  readBuildxPlatforms,
  readFormat,
} from "../../../cli/doctor/platforms";
import { programs, temporaryFolder } from "./machine";

const ARM = { platform: "linux/arm64", runsPrograms: true };
const ARM_COPY_ONLY = { platform: "linux/arm64", runsPrograms: false };
const AMD = { platform: "linux/amd64", runsPrograms: true };

/** The output of buildx 0.23 for the engine itself. */
const INSPECT = (platforms: string) => `Name:          default
Driver:        docker
Last Activity: 2026-08-20 09:12:31 +0000 UTC

Nodes:
Name:             default
Endpoint:         default
Status:           running
BuildKit version: v0.21.0
Platforms:        ${platforms}
Labels:
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1
`;

/** The kernel's entry for the package qemu-user-static. */
const QEMU_AARCH64 = `enabled
interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
flags: POCF
offset 0
magic 7f454c460201010000000000000000000200b700
mask ffffffffffffff00fffffffffffffffffeffffff
`;

describe("an engine on x86", () => {
  const able = new Set(["linux/amd64", "linux/amd64/v2", "linux/386"]);

  test("that can't emulate arm64 can't run a RUN of it", () => {
    const check = classifyPlatforms([ARM], able);
    expect(check.problem?.code).toBe("docker-platform-unsupported");
    expect(check.problem?.fix).toContain("--install arm64");
    expect(check.problem?.fix).toMatch(/Linux:[\s\S]*macOS/);
  });

  // Similar cases.
  test("builds an image for arm64 that only copies", () => {
    expect(classifyPlatforms([ARM_COPY_ONLY], able).status).toBe("ok");
  });
  test("builds its own platform, with any RUN", () => {
    expect(classifyPlatforms([AMD], able).status).toBe("ok");
  });
  test("that emulates arm64 builds it", () => {
    expect(classifyPlatforms([ARM, AMD], new Set([...able, "linux/arm64"])).status).toBe("ok");
  });
  test("is not reported when nothing is known about it", () => {
    expect(classifyPlatforms([ARM], undefined).status).toBe("skipped");
  });
});

describe("the platforms of an engine", () => {
  test("are those that buildx names", () => {
    expect(readBuildxPlatforms(INSPECT("linux/amd64, linux/amd64/v2, linux/arm64*, linux/386"))).toEqual(
      new Set(["linux/amd64", "linux/amd64/v2", "linux/arm64", "linux/386"]),
    );
  });

  test("are unknown where buildx names none", () => {
    expect(readBuildxPlatforms("Name:   default\nDriver: docker\nError:  Cannot connect\n")).toBeUndefined();
  });

  test("are what the kernel lists: by the machine in the header, not by the entry's name", () => {
    expect(readFormat(QEMU_AARCH64)).toEqual(["linux/arm64"]);
    expect(readFormat(QEMU_AARCH64.replace("b700", "3e00"))).toEqual(["linux/amd64"]);
    expect(readFormat(QEMU_AARCH64.replace("b700", "2800"))).toEqual([]);
    expect(readFormat(QEMU_AARCH64.replace("enabled", "disabled"))).toEqual([]);
    expect(
      readFormat("enabled\ninterpreter /usr/bin/python3.13\nflags: \noffset 0\nmagic 2b0e0d0a\n"),
    ).toEqual([]);
  });

  test("are unknown where the kernel's list isn't mounted", () => {
    expect(kernelPlatforms("linux/amd64", temporaryFolder())).toBeUndefined();
  });

  test("are the kernel's own where nothing is listed", () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "status"), "enabled\n");
    writeFileSync(path.join(folder, "register"), "");
    expect(kernelPlatforms("linux/amd64", folder)).toEqual(new Set(["linux/amd64"]));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "anything"), QEMU_AARCH64);
    expect(kernelPlatforms("linux/amd64", folder)).toEqual(new Set(["linux/amd64", "linux/arm64"]));
  });
});

describe("the check of platforms", () => {
  const engine: Engine = {
    version: "29.0.1",
    architecture: "amd64",
    osType: "linux",
    rootDir: "/var/lib/docker",
    onThisMachine: false,
    rootless: false,
  };
  const endpoint = { host: "unix:///run/engine.sock", source: "DOCKER_HOST", tls: false } as const;
  const buildx = (platforms: string) => ({
    PATH: programs({
      docker: `[ "$*|$DOCKER_HOST|$DOCKER_CONTEXT" = "buildx inspect default|unix:///run/engine.sock|" ] || exit 1
printf '%s' '${INSPECT(platforms)}'`,
    }),
  });

  test("asks buildx about the engine that will build", async () => {
    expect((await checkPlatforms([ARM], engine, endpoint, buildx("linux/amd64"))).status).toBe("problem");
    expect((await checkPlatforms([ARM], engine, endpoint, buildx("linux/amd64, linux/arm64"))).status).toBe(
      "ok",
    );
  });

  test("reports nothing for an engine elsewhere, without buildx", async () => {
    const environment = {
      PATH: programs({ docker: "echo \"docker: 'buildx' is not a docker command.\" >&2; exit 1" }),
    };
    expect((await checkPlatforms([ARM], engine, endpoint, environment)).status).toBe("skipped");
  });

  test("asks nothing if all images are for the engine's own platform", async () => {
    expect((await checkPlatforms([AMD], engine, endpoint, { PATH: programs({}) })).status).toBe("ok");
  });
});
