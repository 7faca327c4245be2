import type { Check } from "../../../cli/doctor/check";
import { classifyHelper } from "../../../cli/doctor/credential-helper";
import { checkDockerLogin, loginSource } from "../../../cli/doctor/docker-login";
import { closedPort, closeServers, dockerFolder, portServer, programs } from "./machine";

const REGISTRY = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";
const OTHER = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
/** `AWS:secret` */
const AUTH = "QVdTOnNlY3JldA==";

afterEach(closeServers);

describe("docker's login for a registry", () => {
  test.each<[string, Parameters<typeof loginSource>[0], ReturnType<typeof loginSource>]>([
    ["is in the file", { auths: { [REGISTRY]: { auth: AUTH } } }, { kind: "file", basic: AUTH }],
    [
      "is in the file, under an address",
      { auths: { [`https://${REGISTRY}/v2/`]: { auth: AUTH } } },
      { kind: "file", basic: AUTH },
    ],
    [
      "is a token in the file",
      { auths: { [REGISTRY]: { identitytoken: "x" } } },
      { kind: "file", basic: undefined },
    ],
    [
      "is with the registry's helper",
      { credHelpers: { [REGISTRY]: "ecr-login" }, credsStore: "desktop" },
      { kind: "helper", name: "ecr-login" },
    ],
    [
      "is with the helper for all",
      { auths: { [REGISTRY]: {} }, credsStore: "desktop" },
      { kind: "helper", name: "desktop" },
    ],
    ["is nowhere, for another registry's entry", { auths: { [OTHER]: { auth: AUTH } } }, { kind: "none" }],
    ["is nowhere, for an empty entry", { auths: { [REGISTRY]: {} } }, { kind: "none" }],
    ["is nowhere without a configuration", undefined, { kind: "none" }],
  ])("%s", (_title, config, source) => {
    expect(loginSource(config, REGISTRY)).toEqual(source);
  });
});

describe("a credential helper", () => {
  const ran = (code: number, stdout: string, stderr = "") =>
    ({ state: "ran", code, stdout, stderr }) as const;

  test("that has a login returns it in the registry's form", () => {
    const found = ran(0, '{"ServerURL":"x","Username":"AWS","Secret":"secret"}');
    expect(classifyHelper("desktop", found)).toEqual({ kind: "found", basic: AUTH });
    expect(classifyHelper("desktop", ran(0, '{"Username":"<token>","Secret":"x"}'))).toEqual({
      kind: "found",
    });
  });

  test("that has none prints the common message; ECR's helper prints it for any error", () => {
    const none = ran(1, "credentials not found in native keychain\n");
    expect(classifyHelper("desktop", none)).toEqual({ kind: "not-found" });
    expect(classifyHelper("ecr-login", none)).toEqual({ kind: "failed", message: "" });
  });
});

describe("the check of docker's login", () => {
  /** The registry accepts only `AWS:secret`. */
  async function check(config: unknown, path = programs({})): Promise<Check> {
    const url = await portServer((request, response) => {
      response.statusCode = request.headers.authorization === `Basic ${AUTH}` ? 200 : 401;
      response.end();
    });
    return checkDockerLogin(
      REGISTRY,
      "eu-central-1",
      { DOCKER_CONFIG: dockerFolder(config), PATH: path },
      `${url}/v2/`,
    );
  }

  test("finds a login in the file that the registry accepts", async () => {
    expect((await check({ auths: { [REGISTRY]: { auth: AUTH } } })).status).toBe("ok");
  });

  test("detects an expired login", async () => {
    const { problem } = await check({ auths: { [REGISTRY]: { auth: "QVdTOm9sZA==" } } });
    expect(problem?.code).toBe("registry-login-expired");
    expect(JSON.stringify(problem)).not.toContain("QVdTOm9sZA==");
  });

  test("doesn't report an expired login when the registry can't be reached", async () => {
    const config = dockerFolder({ auths: { [REGISTRY]: { auth: AUTH } } });
    const url = `http://127.0.0.1:${await closedPort()}/v2/`;
    expect((await checkDockerLogin(REGISTRY, "eu-central-1", { DOCKER_CONFIG: config }, url)).status).toBe(
      "ok",
    );
  });

  test("reports a missing login, and names one for another region", async () => {
    const { problem } = await check({ auths: { [OTHER]: { auth: AUTH } } });
    expect(problem?.code).toBe("registry-login-missing");
    expect(problem?.what).toContain(OTHER);
    expect(problem?.fix).toContain(`aws ecr get-login-password --region eu-central-1 | docker login`);
    expect((await check(undefined)).problem?.what).toContain("there is no ");
  });

  test("asks the helper, and tries its login at the registry", async () => {
    const helper = programs({
      "docker-credential-mine": `read registry; [ "$1 $registry" = "get ${REGISTRY}" ] && echo '{"Username":"AWS","Secret":"secret"}'`,
    });
    expect(await check({ credHelpers: { [REGISTRY]: "mine" } }, helper)).toMatchObject({
      status: "ok",
      found: "by docker-credential-mine",
    });
  });

  test("reports a missing helper", async () => {
    const { problem } = await check({ credHelpers: { [REGISTRY]: "ecr-login" } });
    expect(problem?.code).toBe("registry-helper-missing");
    expect(problem?.what).toContain("docker-credential-ecr-login");
    expect(problem?.fix).toContain("Amazon ECR credential helper");
  });

  test("reports a failing helper, with its error and without its output", async () => {
    const helper = programs({
      "docker-credential-mine": "echo half-a-secret; echo keychain is locked >&2; exit 1",
    });
    const { problem } = await check({ credsStore: "mine" }, helper);
    expect(problem?.code).toBe("registry-helper-failed");
    expect(problem?.what).toContain("keychain is locked");
    expect(JSON.stringify(problem)).not.toContain("half-a-secret");
  });

  test("reports nothing when DOCKER_AUTH_CONFIG is set", async () => {
    const environment = { DOCKER_CONFIG: dockerFolder(), DOCKER_AUTH_CONFIG: '{"auths":{}}' };
    expect((await checkDockerLogin(REGISTRY, "eu-central-1", environment)).status).toBe("skipped");
  });
});
