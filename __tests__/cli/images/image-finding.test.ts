import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { askForImage } from "../../../cli/images/ask-for-image";
import { adviceFor, classifyImage, type ImageAnswers, isDoubtful } from "../../../cli/images/image-finding";

const IMAGE = {
  address: "docker_registry_image.one",
  registry: "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
  repositoryName: "shop/one",
  imageTag: "1",
  triggers: {},
};

const status = (status: number, inEcr?: boolean): ImageAnswers => ({
  registry: { status },
  ...(inEcr !== undefined && { inEcr }),
});

test.each<[string, ImageAnswers, string, RegExp]>([
  ["the registry doesn't have it", status(404), "gone", /shop\/one:1 .*is missing/],
  ["ECR doesn't have it, with any answer of the registry", status(403, false), "gone", /is missing/],
  ["the login is refused", status(401), "login-refused", /refuses the login \(401\)/],
  [
    "the login is refused, and ECR has it",
    status(403, true),
    "login-refused",
    /\(403\).*According to ECR's API the image exists/,
  ],
  ["there is no login", { registry: "no-login" }, "login-refused", /no login for 111111111111/],
  ["too many requests", status(429), "registry-in-trouble", /429: too many requests/],
  ["an internal error", status(503, true), "registry-in-trouble", /answers 503.*exists/],
  [
    "nobody answers",
    { registry: { status: undefined, code: "ECONNREFUSED" } },
    "registry-in-trouble",
    /connection is refused/,
  ],
  ["ECR has it, but the registry doesn't", status(404, true), "registry-in-trouble", /answers 404/],
  ["it answers again", status(200), "there", /exists/],
])("%s", (_, answers, kind, text) => {
  const finding = classifyImage(IMAGE, answers);
  expect(finding).toMatchObject({ image: IMAGE, kind });
  expect(finding.text).toMatch(text);
  expect(isDoubtful(finding)).toBe(kind !== "gone");
});

test("each kind of doubtful finding has its advice, once", () => {
  const kinds = [401, 403, 429, 503].map((code) => classifyImage(IMAGE, status(code)));
  expect(adviceFor(kinds)).toHaveLength(2);
  expect(adviceFor([classifyImage(IMAGE, status(404))])).toEqual([]);
});

describe("asking a registry", () => {
  let server: Server;
  let requests: string[];
  let answers: number[];

  beforeEach(async () => {
    requests = [];
    server = createServer(({ method, url, headers }, response) => {
      requests.push(`${method} ${url} ${headers.authorization ?? "-"}`);
      response.statusCode = url === "/" ? 500 : (answers.shift() ?? 200);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function asked(login: object, ...codes: number[]) {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answers = codes;
    const all = await askForImage(
      IMAGE,
      { registry: IMAGE.registry, url: endpoint, kind: "none", ...login },
      {
        region: "eu-west-1",
        local: {
          endpoint,
          credentials: { accessKeyId: "none", secretAccessKey: "none" },
          dockerConfig: "none",
        },
      },
    );
    return { ...all, requests: requests.filter((request) => request.startsWith("GET")) };
  }

  test("for the manifest, with the login of the stack", async () => {
    expect(await asked({ kind: "plain", plain: "AWS:secret" }, 401)).toEqual({
      registry: { status: 401 },
      requests: [`GET /v2/shop/one/manifests/1 Basic ${Buffer.from("AWS:secret").toString("base64")}`],
    });
  });

  test("twice when it has errors, since a single bad answer can happen", async () => {
    expect(await asked({}, 503, 200)).toMatchObject({ registry: { status: 200 } });
    expect((await asked({}, 429, 429)).registry).toEqual({ status: 429 });
  });
});
