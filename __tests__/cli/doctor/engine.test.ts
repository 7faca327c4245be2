import { hostname, release } from "node:os";
import { checkEngine } from "../../../cli/doctor/engine";
import { plainAddress } from "../../../cli/doctor/engine-request";
import { closedPort, closeServers, dockerFolder, engine, programs, socketServer } from "./machine";

afterEach(closeServers);

describe("the engine, for the docker provider", () => {
  test("is fine when its socket answers, without any docker program", async () => {
    const socket = await socketServer(engine({ Architecture: "aarch64" }));
    const { check, engine: found } = await checkEngine("docker-provider", {
      DOCKER_HOST: `unix://${socket}`,
      PATH: programs({}),
    });
    expect(check).toEqual({
      title: "Docker engine",
      status: "ok",
      found: `29.0.1 (arm64) at unix://${socket}`,
    });
    expect(found).toMatchObject({ architecture: "arm64", onThisMachine: false });
  });

  test("is on this machine only if it has this kernel and this name", async () => {
    const here = { KernelVersion: release(), Name: hostname() };
    const onThisMachine = async (info: Record<string, unknown>): Promise<boolean | undefined> => {
      const DOCKER_HOST = `unix://${await socketServer(engine(info))}`;
      return (await checkEngine("docker-provider", { DOCKER_HOST })).engine?.onThisMachine;
    };
    expect(await onThisMachine(here)).toBe(process.platform === "linux");
    expect(await onThisMachine({ ...here, Name: "docker-desktop" })).toBe(false);
    expect(await onThisMachine({ ...here, KernelVersion: "6.10.14-linuxkit" })).toBe(false);
    expect(await onThisMachine({ ...here, OperatingSystem: "Docker Desktop" })).toBe(false);
  });

  test("is elsewhere when nothing listens at DOCKER_HOST", async () => {
    const DOCKER_HOST = `tcp://127.0.0.1:${await closedPort()}`;
    const { check } = await checkEngine("docker-provider", { DOCKER_HOST });
    expect(check.problem?.code).toBe("docker-engine-elsewhere");
    expect(check.problem?.what).toContain(DOCKER_HOST);
    expect(check.problem?.what).toContain("DOCKER_HOST");
  });

  test("is broken when it answers with an error", async () => {
    const socket = await socketServer((_request, response) => {
      response.statusCode = 503;
      response.end("starting");
    });
    const { check } = await checkEngine("docker-provider", { DOCKER_HOST: `unix://${socket}` });
    expect(check.problem?.code).toBe("docker-engine-broken");
    expect(check.problem?.what).toContain("503");
  });

  test("runs Windows containers when it reports so", async () => {
    const socket = await socketServer(engine({ OSType: "windows" }));
    const { check } = await checkEngine("docker-provider", { DOCKER_HOST: `unix://${socket}` });
    expect(check.problem?.code).toBe("docker-windows-containers");
  });

  test("is not checked when that needs the docker command, which is missing", async () => {
    const { check } = await checkEngine("docker-provider", {
      DOCKER_HOST: "ssh://build",
      PATH: programs({}),
    });
    expect(check.status).toBe("skipped");
  });
});

describe("the engine, for the docker command", () => {
  test("is the one that the docker command reports", async () => {
    const { check } = await checkEngine("docker-cli", {
      DOCKER_CONFIG: dockerFolder(),
      PATH: programs({
        docker: `case "$1" in version) echo 28.2.2;; info) echo '{"ServerVersion":"28.2.2","OSType":"linux","Architecture":"x86_64"}';; esac`,
      }),
    });
    expect(check).toMatchObject({ status: "ok", found: "28.2.2 (amd64) at unix:///var/run/docker.sock" });
  });

  test("can't be used without that command", async () => {
    const { check } = await checkEngine("docker-cli", { DOCKER_CONFIG: dockerFolder(), PATH: programs({}) });
    expect(check.problem?.code).toBe("docker-program-missing");
  });

  test("has the problem of that command's error", async () => {
    const { check } = await checkEngine("docker-cli", {
      DOCKER_CONFIG: dockerFolder({ currentContext: "gone" }),
      PATH: programs({
        docker: `echo 'Failed to initialize: unable to resolve docker endpoint: context "gone": context not found: open /x: no such file or directory' >&2; exit 1`,
      }),
    });
    expect(check.problem?.code).toBe("docker-context-missing");
    expect(check.problem?.what).toContain("gone");
  });
});

test("a host in docker's notation is reached by socket, pipe or port, or not without docker", () => {
  expect(plainAddress("unix:///var/run/docker.sock")).toEqual({ socketPath: "/var/run/docker.sock" });
  expect(plainAddress("npipe:////./pipe/docker_engine")).toEqual({
    socketPath: "\\\\.\\pipe\\docker_engine",
  });
  expect(plainAddress("tcp://build:2375")).toEqual({ host: "build", port: 2375 });
  expect(plainAddress("tcp://[::1]:9")).toEqual({ host: "::1", port: 9 });
  expect(plainAddress("tcp://build")).toEqual({ host: "build", port: 2375 });
  expect(plainAddress("ssh://me@build")).toBeUndefined();
  expect(plainAddress("foo")).toBeUndefined();
});
