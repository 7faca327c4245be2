import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { registryDigest, registryReference } from "../../../cli/outdated/registry-digest";

const DIGEST = `sha256:${"a".repeat(64)}`;
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

test.each([
  ["python:3.13-slim", "registry-1.docker.io", "library/python", "3.13-slim"],
  ["python", "registry-1.docker.io", "library/python", "latest"],
  ["docker.io/amazon/aws-lambda-python:3.13", "registry-1.docker.io", "amazon/aws-lambda-python", "3.13"],
  ["public.ecr.aws/lambda/python:3.13", "public.ecr.aws", "lambda/python", "3.13"],
  [`localhost:5000/a/b:1@${DIGEST}`, "localhost:5000", "a/b", "1"],
])("%s is %s, %s, %s", (image, registry, repository, tag) => {
  expect(registryReference(image)).toEqual({ registry, repository, tag });
});

test("a tag's digest is asked for without downloading anything", async () => {
  answer = (_, response) => response.setHeader("Docker-Content-Digest", DIGEST).end();
  expect(await registryDigest(`${host()}/base:1`)).toEqual({ digest: DIGEST });
  expect(asked).toEqual(["HEAD /v2/base/manifests/1"]);
});

test("public registries give a token to anybody", async () => {
  answer = (request, response) => {
    if (request.url?.startsWith("/token")) {
      response.end(JSON.stringify({ token: "t" }));
    } else if (request.headers.authorization === "Bearer t") {
      response.setHeader("Docker-Content-Digest", DIGEST).end();
    } else {
      const challenge = `Bearer realm="http://${host()}/token",service="s",scope="repository:base:pull"`;
      response.writeHead(401, { "WWW-Authenticate": challenge }).end();
    }
  };
  expect(await registryDigest(`${host()}/base:1`)).toEqual({ digest: DIGEST });
  expect(asked[1]).toBe("GET /token?service=s&scope=repository%3Abase%3Apull");
});

test("of a registry that sends no digest it is that of the manifest, which is read with the same login", async () => {
  const manifest = '{"schemaVersion": 2}';
  answer = (request, response) => {
    if (request.url?.startsWith("/token")) {
      response.end(JSON.stringify({ token: "t" }));
    } else if (request.headers.authorization === "Bearer t") {
      response.end(manifest);
    } else {
      response.writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${host()}/token"` }).end();
    }
  };
  const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
  expect(await registryDigest(`${host()}/base:1`)).toEqual({ digest });
  expect(asked.at(-1)).toBe("GET /v2/base/manifests/1");
});

test.each([
  [401, "its registry asks for a login"],
  [404, "its registry has no such image"],
  [429, "its registry answers no more requests for now"],
  [503, "its registry answers 503"],
])("the answer %s is told", async (status, problem) => {
  answer = (_, response) => response.writeHead(status).end();
  expect(await registryDigest(`${host()}/base:1`)).toEqual({ problem });
});

test("a registry that can't be reached is no error", async () => {
  const gone = host();
  server.close();
  await once(server, "close");
  expect(await registryDigest(`${gone}/base:1`)).toEqual({
    problem: "its registry can't be reached: the connection is refused",
  });
});
