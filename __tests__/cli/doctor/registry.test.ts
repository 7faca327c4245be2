import { checkRegistry, classifyRegistry } from "../../../cli/doctor/registry";
import { ecrRegistry } from "../../../lib/ecr-registry";
import { closedPort, closeServers, portServer } from "./machine";

afterEach(closeServers);

const REGISTRY = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";

describe("a registry", () => {
  test.each([200, 401, 403, 404])("that answers %d works", async (status) => {
    const url = await portServer((_request, response) => {
      response.statusCode = status;
      response.end();
    });
    expect((await checkRegistry(REGISTRY, `${url}/v2/`)).status).toBe("ok");
  });

  test("that answers 500 twice fails", async () => {
    let asked = 0;
    const url = await portServer((_request, response) => {
      asked++;
      response.statusCode = 500;
      response.end();
    });
    expect((await checkRegistry(REGISTRY, url)).problem?.code).toBe("registry-failing");
    expect(asked).toBe(2);
  });

  test("that answers 503 once, and then 401, works", async () => {
    let asked = 0;
    const url = await portServer((_request, response) => {
      response.statusCode = asked++ === 0 ? 503 : 401;
      response.end();
    });
    expect((await checkRegistry(REGISTRY, url)).status).toBe("ok");
  });

  test("on a closed port can't be reached", async () => {
    const { problem } = await checkRegistry(REGISTRY, `http://127.0.0.1:${await closedPort()}/v2/`);
    expect(problem?.code).toBe("registry-unreachable");
    expect(problem?.what).toContain("refused");
  });

  test("whose name can't be resolved can't be reached", async () => {
    const { problem } = await checkRegistry(REGISTRY, "http://registry.invalid/v2/");
    expect(problem?.code).toBe("registry-unreachable");
    expect(problem?.what).toContain("can't be resolved");
  });

  test("whose certificate only Node.js doesn't trust works", () => {
    const answer = { status: undefined, code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" } as const;
    expect(classifyRegistry(REGISTRY, answer).status).toBe("ok");
  });

  test("in China has another suffix", () => {
    expect(ecrRegistry("111111111111", "eu-central-1")).toBe(REGISTRY);
    expect(ecrRegistry("1", "cn-north-1")).toBe("1.dkr.ecr.cn-north-1.amazonaws.com.cn");
  });
});

describe("behind a proxy", () => {
  const before = process.env.HTTPS_PROXY;
  afterEach(() => {
    delete process.env.HTTPS_PROXY;
    if (before !== undefined) {
      process.env.HTTPS_PROXY = before;
    }
  });

  test("a registry that doesn't answer directly is not a problem", async () => {
    process.env.HTTPS_PROXY = "http://proxy.invalid:3128";
    const check = await checkRegistry(REGISTRY, `http://127.0.0.1:${await closedPort()}/v2/`);
    expect(check.status).toBe("skipped");
  });
});
