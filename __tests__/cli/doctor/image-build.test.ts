import { type AwsRegistry, checkImageBuild } from "../../../cli/doctor/image-build";
import {
  closedPort,
  closeServers,
  dockerFolder,
  engine,
  portServer,
  programs,
  socketServer,
  temporaryFolder,
} from "./machine";

const before = process.env;

/** A registry whose name can't be resolved on any machine. */
const AWS: AwsRegistry = {
  environment: "dev",
  account: "111111111111",
  region: "eu-nowhere-1",
  login: "ephemeral-token",
  ownCredentials: false,
  planned: false,
};

/** A machine with an AWS that confirms this account for the credentials, and issues a token. */
async function machine(
  account: string | undefined,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const url = await portServer((request, response) => {
    const ecr = request.headers["x-amz-target"] !== undefined;
    response.writeHead(200, { "Content-Type": ecr ? "application/x-amz-json-1.1" : "text/xml" });
    response.end(
      ecr
        ? '{"authorizationData":[{"authorizationToken":"QVdTOng="}]}'
        : `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/me</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  });
  process.env = {
    PATH: programs({}),
    HOME: temporaryFolder(),
    DOCKER_CONFIG: dockerFolder(),
    DOCKER_HOST: `unix://${await socketServer(engine())}`,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: url,
    ...(account !== undefined && { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x" }),
    ...more,
  };
}

async function codes(images: Parameters<typeof checkImageBuild>[0]): Promise<Record<string, string>> {
  const checks = await checkImageBuild(images);
  return Object.fromEntries(checks.map(({ title, status, problem }) => [title, problem?.code ?? status]));
}

afterEach(async () => {
  process.env = before;
  await closeServers();
});

const PROVIDER = { builder: "docker-provider", platforms: [] } as const;

describe("whether images can be built and pushed", () => {
  test("is reported by all checks together", async () => {
    await machine("999999999999", { DOCKER_HOST: `tcp://127.0.0.1:${await closedPort()}` });
    expect(await codes({ ...PROVIDER, aws: AWS })).toEqual({
      "Docker engine": "docker-engine-elsewhere",
      Platforms: "skipped",
      "Disk space": "skipped",
      "AWS credentials": "aws-account-wrong",
      "Registry login": "skipped",
      Registry: "registry-unreachable",
    });
  });

  test("needs an engine, and no docker program, for the docker provider", async () => {
    await machine("111111111111");
    expect(await codes({ ...PROVIDER, aws: AWS })).toMatchObject({
      "Docker engine": "ok",
      "AWS credentials": "ok",
      "Registry login": "ok",
    });
  });

  test("needs the docker program for the docker CLI, and for the local AWS with any builder", async () => {
    await machine(undefined);
    expect((await codes({ ...PROVIDER, builder: "docker-cli" }))["Docker engine"]).toBe(
      "docker-program-missing",
    );
    expect((await codes(PROVIDER))["Docker engine"]).toBe("docker-program-missing");
  });

  test("needs nothing of AWS for the local AWS", async () => {
    await machine(undefined, { PATH: programs({ docker: "echo Docker version 28.2.2, build e6534b4" }) });
    expect(await codes(PROVIDER)).toEqual({
      "Docker engine": "ok",
      Platforms: "skipped",
      "Disk space": "skipped",
      "AWS credentials": "skipped",
      "Registry login": "skipped",
      Registry: "skipped",
    });
  });

  test("needs docker's own login if the environment sets it", async () => {
    await machine("111111111111");
    const aws = { ...AWS, login: "docker-config" } as const;
    expect((await codes({ ...PROVIDER, aws }))["Registry login"]).toBe("registry-login-missing");
  });

  test("doesn't depend on this machine's network when a remote engine pushes for the docker CLI", async () => {
    const statusOf = async (builder: "docker-cli" | "docker-provider"): Promise<string | undefined> =>
      (await checkImageBuild({ builder, platforms: [], aws: AWS })).find(({ title }) => title === "Registry")
        ?.status;
    await machine("111111111111", { DOCKER_HOST: `tcp://127.0.0.1:${await closedPort()}` });
    expect(await statusOf("docker-cli")).toBe("warning");
    expect(await statusOf("docker-provider")).toBe("problem");
  });

  // The credentials with which Terraform planned are valid.
  test("doesn't fail when this check finds no credentials, or another account's, after a plan that worked", async () => {
    await machine("999999999999");
    const aws = { ...AWS, planned: true };
    expect((await codes({ ...PROVIDER, aws }))["AWS credentials"]).toBe("skipped");
    await machine(undefined);
    expect((await codes({ ...PROVIDER, aws }))["AWS credentials"]).toBe("skipped");
  });

  test("doesn't depend on this machine's credentials when the stack's provider has its own", async () => {
    await machine("999999999999");
    expect(await codes({ ...PROVIDER, aws: { ...AWS, ownCredentials: true } })).toMatchObject({
      "AWS credentials": "skipped",
      "Registry login": "skipped",
    });
  });
});
