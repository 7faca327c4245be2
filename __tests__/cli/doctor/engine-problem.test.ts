import type { EngineEndpoint } from "../../../cli/doctor/engine-endpoint";
import {
  classifyEngineProblem,
  type EngineProblem,
  explainEngineProblem,
} from "../../../cli/doctor/engine-problem";

/** The exact output of docker. The version is that of the docker command. */
const PRINTED: readonly (readonly [
  version: string,
  problem: EngineProblem,
  source: EngineEndpoint["source"],
  text: string,
])[] = [
  [
    "20.10 to 28",
    "docker-engine-stopped",
    "default",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
  ],
  [
    "29",
    "docker-engine-stopped",
    "default",
    "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
  ],
  [
    "28 on Windows",
    "docker-engine-stopped",
    "default",
    'error during connect: this error may indicate that the docker daemon is not running: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.47/version": open //./pipe/docker_engine: The system cannot find the file specified.',
  ],
  ["node", "docker-engine-stopped", "default", "connect ENOENT /var/run/docker.sock"],
  ["node", "docker-engine-stopped", "default", "connect ECONNREFUSED /var/run/docker.sock"],
  [
    "20.10",
    "docker-engine-no-permission",
    "default",
    'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version": dial unix /var/run/docker.sock: connect: permission denied',
  ],
  [
    "28",
    "docker-engine-no-permission",
    "default",
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/version": dial unix /var/run/docker.sock: connect: permission denied',
  ],
  [
    "29",
    "docker-engine-no-permission",
    "default",
    "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
  ],
  ["node", "docker-engine-no-permission", "default", "connect EACCES /var/run/docker.sock"],
  [
    "28",
    "docker-engine-elsewhere",
    "DOCKER_HOST",
    "Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?",
  ],
  [
    "28",
    "docker-engine-elsewhere",
    "DOCKER_HOST",
    'error during connect: Get "http://no.such.host.invalid:2375/v1.50/version": dial tcp: lookup no.such.host.invalid on 127.0.0.53:53: no such host',
  ],
  [
    "29",
    "docker-engine-elsewhere",
    "currentContext",
    "failed to connect to the docker API at tcp://no-such-host.invalid:2375: lookup no-such-host.invalid: no such host",
  ],
  [
    "20.10",
    "docker-engine-elsewhere",
    "DOCKER_HOST",
    "unable to resolve docker endpoint: Invalid bind address format: htp://foo",
  ],
  [
    "28",
    "docker-engine-elsewhere",
    "DOCKER_HOST",
    "Failed to initialize: unable to resolve docker endpoint: invalid bind address format: htp://foo",
  ],
  ["29", "docker-engine-elsewhere", "DOCKER_HOST", "unable to parse docker host `foo`"],
  ["node", "docker-engine-elsewhere", "DOCKER_HOST", "getaddrinfo ENOTFOUND no.such.host.invalid"],
  [
    "20.10",
    "docker-context-missing",
    "DOCKER_CONTEXT",
    'unable to resolve docker endpoint: context "nope" does not exist',
  ],
  [
    "20.10",
    "docker-context-missing",
    "currentContext",
    'Current context "nope" is not found on the file system, please check your config file at /home/me/.docker/config.json',
  ],
  [
    "28",
    "docker-context-missing",
    "currentContext",
    'Failed to initialize: unable to resolve docker endpoint: context "nope": context not found: open /home/me/.docker/contexts/meta/ca3704/meta.json: no such file or directory',
  ],
  [
    "20.10, with an engine 29",
    "docker-api-mismatch",
    "default",
    "Error response from daemon: client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version",
  ],
  [
    "28, with an engine 20.10 and DOCKER_API_VERSION",
    "docker-api-mismatch",
    "default",
    "Error response from daemon: client version 1.50 is too new. Maximum supported API version is 1.41",
  ],
  [
    "28",
    "docker-engine-broken",
    "currentContext",
    "request returned 500 Internal Server Error for API route and version http://%2Fhome%2Fme%2F.docker%2Fdesktop%2Fdocker.sock/v1.50/version, check if the server supports the requested API version",
  ],
  [
    "28",
    "docker-engine-broken",
    "currentContext",
    "Error response from daemon: Docker Desktop is manually paused. Unpause it through the Whale menu or Dashboard.",
  ],
];

describe("docker's error when it can't reach its engine", () => {
  test.each(PRINTED)("docker %s: %s (%s)", (_version, problem, source, text) => {
    expect(classifyEngineProblem(text, { source })).toBe(problem);
  });

  // Similar errors: the words "permission denied" for something else.
  test("an unreadable configuration is not a problem of the socket", () => {
    const text =
      "WARNING: Error loading config file: /root/.docker/config.json: open /root/.docker/config.json: permission denied\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
    expect(classifyEngineProblem(text, { source: "default" })).toBe("docker-engine-stopped");
  });

  test("a refused login by ssh is not a problem of the socket", () => {
    const text =
      'error during connect: Get "http://docker.example.com/v1.50/version": command [ssh -o ConnectTimeout=30 -T -- build docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=me@build: Permission denied (publickey).';
    expect(classifyEngineProblem(text, { source: "DOCKER_HOST" })).toBe("docker-engine-elsewhere");
  });
});

describe("a problem with the engine is explained", () => {
  const usual: EngineEndpoint = { host: "unix:///var/run/docker.sock", source: "default", tls: false };

  test.each<EngineProblem>([
    "docker-program-missing",
    "docker-engine-stopped",
    "docker-engine-no-permission",
    "docker-api-mismatch",
    "docker-engine-broken",
  ])("%s: with a fix for each platform", (code) => {
    const problem = explainEngineProblem(code, {
      endpoint: usual,
      builder: "docker-cli",
      complaint: "an error",
    });
    expect(problem.code).toBe(code);
    expect(problem.fix).toMatch(/Linux:[\s\S]*macOS[\s\S]*Windows/);
  });

  test("an engine elsewhere: with its address, the setting, docker's error, and how to go back", () => {
    const problem = explainEngineProblem("docker-engine-elsewhere", {
      endpoint: { host: "tcp://build:2375", source: "currentContext", context: "build", tls: false },
      builder: "docker-cli",
      complaint: "WARNING: something else\nlookup build:\n  no such host\n",
    });
    expect(problem.what).toBe(
      'No Docker engine answers at tcp://build:2375. That address comes from the docker context "build" (currentContext in docker\'s configuration file). The error: lookup build: no such host',
    );
    expect(problem.fix).toMatch(/\ndocker context use default$/);
  });

  test("an engine that only the docker provider doesn't find: with the variable to set", () => {
    const problem = explainEngineProblem("docker-engine-stopped", {
      endpoint: usual,
      builder: "docker-provider",
      answering: "unix:///Users/me/.docker/run/docker.sock",
    });
    expect(problem.fix).toContain("export DOCKER_HOST=unix:///Users/me/.docker/run/docker.sock");
    expect(problem.fix).not.toContain("start Docker Desktop");
  });
});
