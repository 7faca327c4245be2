import { describeSource, engineEndpoint } from "../../../cli/doctor/engine-endpoint";
import { dockerFolder } from "./machine";

const USUAL = "unix:///var/run/docker.sock";

describe("the engine that the docker command uses", () => {
  test("is the usual socket without any setting", () => {
    expect(engineEndpoint("docker-cli", { DOCKER_CONFIG: dockerFolder() })).toEqual({
      host: USUAL,
      source: "default",
      tls: false,
    });
  });

  test("is the one of the context in its configuration", () => {
    const DOCKER_CONFIG = dockerFolder(
      { currentContext: "colima" },
      { colima: "unix:///home/me/.colima/docker.sock" },
    );
    const endpoint = engineEndpoint("docker-cli", { DOCKER_CONFIG });
    expect(endpoint).toEqual({
      host: "unix:///home/me/.colima/docker.sock",
      source: "currentContext",
      context: "colima",
      tls: false,
    });
    expect(describeSource(endpoint)).toContain("colima");
  });

  test("is rather the one of DOCKER_CONTEXT, and first of all the one of DOCKER_HOST", () => {
    const DOCKER_CONFIG = dockerFolder(
      { currentContext: "one" },
      { one: "tcp://one:2375", two: "tcp://two:2375" },
    );
    expect(engineEndpoint("docker-cli", { DOCKER_CONFIG, DOCKER_CONTEXT: "two" })).toMatchObject({
      host: "tcp://two:2375",
      source: "DOCKER_CONTEXT",
    });
    expect(
      engineEndpoint("docker-cli", { DOCKER_CONFIG, DOCKER_CONTEXT: "two", DOCKER_HOST: "tcp://three:2375" }),
    ).toMatchObject({ host: "tcp://three:2375", source: "DOCKER_HOST" });
  });

  test("is the usual one for the context default, for an empty variable, and for a configuration that can't be read", () => {
    const usual = { host: USUAL, source: "default" };
    expect(
      engineEndpoint("docker-cli", { DOCKER_CONFIG: dockerFolder({ currentContext: "default" }) }),
    ).toMatchObject(usual);
    expect(engineEndpoint("docker-cli", { DOCKER_CONFIG: dockerFolder(), DOCKER_HOST: "" })).toMatchObject(
      usual,
    );
    expect(engineEndpoint("docker-cli", { DOCKER_CONFIG: dockerFolder('{"currentContext":') })).toMatchObject(
      usual,
    );
  });

  test("is unknown for a context that doesn't exist", () => {
    const endpoint = engineEndpoint("docker-cli", {
      DOCKER_CONFIG: dockerFolder({ currentContext: "gone" }),
    });
    expect(endpoint).toEqual({ source: "currentContext", context: "gone", tls: false });
  });
});

describe("the engine that the docker provider uses", () => {
  test("is the usual socket, with any context in docker's configuration", () => {
    const DOCKER_CONFIG = dockerFolder({ currentContext: "colima" }, { colima: "tcp://colima:2375" });
    expect(engineEndpoint("docker-provider", { DOCKER_CONFIG })).toMatchObject({
      host: USUAL,
      source: "default",
    });
  });

  test("is the one of DOCKER_HOST", () => {
    expect(engineEndpoint("docker-provider", { DOCKER_HOST: "ssh://build" })).toMatchObject({
      host: "ssh://build",
      source: "DOCKER_HOST",
    });
  });

  test("is rather the one of DOCKER_CONTEXT, and there is none called default", () => {
    expect(
      engineEndpoint("docker-provider", { DOCKER_HOST: "ssh://build", DOCKER_CONTEXT: "default" }),
    ).toEqual({ source: "DOCKER_CONTEXT", context: "default", tls: false });
  });
});
