import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bridgeAddress } from "../../cli/local/emulator";
import { EMULATOR_PYTHON as EMULATOR, pythonFolder } from "../../cli/local/python-environment";
import { type AccessKey, registryLogin } from "../../cli/local/root-key";
import { signedHeaders } from "../../cli/local/sign-request";
import { cacheFolder } from "../../cli/process/private-files";
import { call, json } from "./aws";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";
import { findChromium, openPage, show } from "./chromium";
import { AS_NOBODY } from "./nobody";

/** It has boto3. */
const EMULATOR_PYTHON = path.join(pythonFolder(EMULATOR), "bin", "python");
const PROBES = path.join(__dirname, "guard");
const SEND = readFileSync(path.join(PROBES, "send.py"), "utf8");
/** The distribution's Python, which other users can run too. */
const PYTHON = "/usr/bin/python3";

interface Probe {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Answer = readonly [status: number, body: string];

const checkout = new Checkout("guarded");
let port = 0;
let root: AccessKey;
/** The address at which functions' containers reach it. */
let bridge = "";

beforeAll(async () => {
  await checkout.succeed("local");
  // As left by an earlier version.
  chmodSync(path.join(checkout.folder, ".local/states/functions-dev.tfstate"), 0o644);
  await checkout.npm("plan", LOCAL_AWS);
  port = JSON.parse(checkout.read(".local/deployment.json")).port;
  root = JSON.parse(checkout.read(".local/root-key.json"));
  const format = "{{range .IPAM.Config}}{{.Gateway}} {{.Subnet}} {{end}}";
  bridge = `${bridgeAddress(docker("network", "inspect", "bridge", "--format", format))}:${port}`;
});

afterAll(async () => {
  await checkout.npm("local:down");
  removeCheckouts();
});

describe("the key of the checkout", () => {
  test("is in neither stack, state nor plan", () => {
    const { stdout } = spawnSync(
      "grep",
      ["--recursive", "--files-with-matches", root.secretAccessKey, checkout.folder],
      { encoding: "utf8" },
    );
    const files = stdout.split("\n").filter((file) => file !== "" && !file.includes("/node_modules/"));
    expect(files.map((file) => path.relative(checkout.folder, file)).sort()).toEqual([
      ".local/aws-config",
      ".local/root-key.json",
    ]);
  });
});

describe("another user of this machine", () => {
  const asRoot = process.getuid?.() === 0 && spawnSync("setpriv", ["--version"]).status === 0;
  if (!asRoot) {
    console.warn("SKIPPED: only root can test the permissions of another user of this machine.");
  }
  const promise = asRoot ? test : test.skip;
  const asNobody = (program: string, args: readonly string[], input = "") =>
    spawnSync("env", [...AS_NOBODY, program, ...args], {
      encoding: "utf8",
      input,
      cwd: "/",
    });

  promise("is refused everything that opened this machine before", () => {
    const { stdout, stderr } = asNobody(PYTHON, ["-c", SEND], JSON.stringify(attempts(`localhost:${port}`)));
    expect(stderr).toBe("");
    expectRefused(JSON.parse(stdout));
  });

  promise("can't replace a function's image by a push", () => {
    const registry = `http://localhost:${port}/v2/`;
    const probes: Probe[] = [
      { url: registry },
      { url: `${registry}hello-dev/python/blobs/uploads/`, method: "POST" },
      { url: `${registry}hello-dev/python/manifests/another`, method: "PUT", body: "{}" },
      { url: registry, headers: { Authorization: `Basic ${Buffer.from("AWS:test").toString("base64")}` } },
    ];
    const { stdout } = asNobody(PYTHON, ["-c", SEND], JSON.stringify(probes));
    expect(JSON.parse(stdout).map(([status]: Answer) => status)).toEqual([401, 401, 401, 401]);
  });

  promise("can read neither key, state, plans, stacks nor caches", () => {
    // The checkout itself is open to all, as a clone under the usual umask is.
    for (let folder = checkout.folder; folder !== "/tmp" && folder !== "/"; folder = path.dirname(folder)) {
      execFileSync("chmod", ["a+rx", folder]);
    }
    expect(asNobody("cat", [path.join(checkout.folder, "README.md")]).status).toBe(0);
    const secrets = [
      ".local/root-key.json",
      ".local/aws-config",
      ".local/docker/config.json",
      ".local/states/functions-dev.tfstate",
      ".local/cdktf.out/stacks/functions-dev/cdk.tf.json",
      ...readdirSync(path.join(checkout.folder, ".plans")).map((name) => `.plans/${name}`),
      ...readdirSync(path.join(checkout.folder, ".local/app")).map((name) => `.local/app/${name}`),
      ...readdirSync(checkout.folder).filter((name) => name.includes(".tfstate")),
    ];
    for (const file of secrets) {
      expect(existsSync(path.join(checkout.folder, file))).toBe(true);
      expect({ file, status: asNobody("ls", ["-d", path.join(checkout.folder, file)]).status }).toEqual(
        file.includes("/") ? { file, status: 2 } : { file, status: 0 },
      );
      expect({ file, read: asNobody("cat", [path.join(checkout.folder, file)]).status }).toEqual({
        file,
        read: 1,
      });
    }
  });
});

describe("a container on the bridge", () => {
  test("is refused without a session, with the root key, and with the emulator's own credentials", () => {
    const list = { method: "GET", url: new URL(`http://${bridge}/2015-03-31/functions/`) };
    const scope = { region: "eu-central-1", service: "lambda" };
    const signed = (key: AccessKey) => ({
      url: list.url.href,
      headers: signedHeaders({ ...list, headers: {}, body: "" }, scope, key),
    });
    const answers = inContainer([
      ...attempts(bridge),
      { url: `http://${bridge}/_ministack/health` },
      { url: `http://${bridge}/v2/`, headers: { Authorization: `Basic ${login()}` } },
      signed(root),
      signed({ accessKeyId: "test", secretAccessKey: "test" }),
      signed({ accessKeyId: "000000000000", secretAccessKey: root.secretAccessKey }),
    ]);
    expectRefused(answers);
  });

  test("of a function is accepted with its session, but not for services that start programs here", async () => {
    const handler = `
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    def code(service, call):
        try:
            getattr(boto3.client(service), call)()
            return "answered"
        except ClientError as error:
            return error.response["Error"]["Code"]
    return {
        "arn": boto3.client("sts").get_caller_identity()["Arn"],
        **{service: code(service, call) for service, call in event.get("services", {}).items()},
    }
`;
    checkout.write("lambdas/python/lambda_function.py", handler);
    checkout.edit(
      "stacks/functions-stack.ts",
      "initialPolicy: [",
      'initialPolicy: [{ actions: ["s3:ListAllMyBuckets", "sqs:ListQueues", "ecs:*", "ec2:*"], resources: ["*"] },',
    );
    await checkout.succeed("local");
    const services = {
      s3: "list_buckets",
      sqs: "list_queues",
      dynamodb: "list_tables",
      ecs: "list_clusters",
      ec2: "describe_instances",
      codebuild: "list_projects",
    };
    expect(await checkout.invoke("python", { services })).toEqual({
      arn: "arn:aws:sts::000000000000:assumed-role/hello-dev-python-eu-central-1/hello-dev-python",
      s3: "answered",
      sqs: "answered",
      // Its role doesn't allow it.
      dynamodb: "AccessDeniedException",
      ecs: "AccessDeniedException",
      ec2: "UnauthorizedOperation",
      codebuild: "AccessDeniedException",
    });
  });

  test("of a function is created again from the registry when the engine no longer has the image", async () => {
    for (const container of docker("ps", "--quiet", "--filter", "label=ministack=lambda").split("\n")) {
      const instance = '{{index .Config.Labels "ministack.instance"}}';
      if (container !== "" && docker("inspect", "--format", instance, container).endsWith(`:${port}`)) {
        docker("rm", "--force", container);
      }
    }
    docker("image", "rm", "--force", ...imagesHere());
    expect(imagesHere()).toEqual([]);
    expect(await checkout.invoke("python", {})).toMatchObject({
      arn: expect.stringContaining("hello-dev"),
    });
  });
});

describe("a page of another origin in a real browser", () => {
  const chromium = findChromium();
  if (chromium === undefined) {
    console.warn(
      "SKIPPED: there is no Chromium on this machine and it can't be installed; the access of pages was not tested.",
    );
  }
  const promise = chromium === undefined ? test.skip : test;
  const open = (host: string) =>
    openPage(chromium as string, path.join(PROBES, "page.html"), `${host} from-a-page`);

  promise("reaches a server without a guard", async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.setHeader("Access-Control-Allow-Origin", "*").end("answered");
    })
      .on("upgrade", (request, socket) => {
        seen.push(`socket ${request.url}`);
        socket.destroy();
      })
      .listen(0, "127.0.0.1");
    await once(server, "listening");
    const found = await open(`localhost:${(server.address() as AddressInfo).port}`);
    server.close();
    expect(found).toMatchObject({ read: "answered" });
    expect(seen.filter((line) => !line.includes("favicon"))).toEqual([
      "GET /_ministack/health",
      "socket /socket",
      "POST /?from=fetch",
      "POST /_ministack/config?from=fetch",
      "POST /?from=form",
      "POST /_ministack/config?from=form",
    ]);
  });

  promise("is refused by fetch, form and WebSocket", async () => {
    expect(await open(`localhost:${port}`)).toEqual({ read: "refused", socket: "refused" });
    const queues = await awsQuery("sqs", "Action=ListQueues&Version=2012-11-05");
    expect(queues).toContain("ListQueuesResponse");
    expect(queues).not.toContain("from-a-page");
  });

  promise("is refused with a host name that resolves to this machine", async () => {
    const rebound = "--host-resolver-rules=MAP attacker.example 127.0.0.1";
    const shown = await show(
      chromium as string,
      `http://attacker.example:${port}/_ministack/health`,
      rebound,
    );
    expect(shown).toContain("is not a name of the local AWS");
    expect(shown).not.toContain("services");
  });
});

describe("a session of a role", () => {
  const answers = (): Record<string, Record<string, string>> => {
    const { accessKeyId, secretAccessKey } = root;
    const args = [
      path.join(PROBES, "permissions.py"),
      `http://localhost:${port}`,
      accessKeyId,
      secretAccessKey,
    ];
    return JSON.parse(execFileSync(EMULATOR_PYTHON, args, { encoding: "utf8" }));
  };

  test("may do exactly what its role allows, also by requests that can be read in two ways", () => {
    for (const [title, calls] of Object.entries(answers())) {
      const expected = title === "what a policy allows" ? "allowed" : "denied";
      expect({ title, calls }).toEqual({
        title,
        calls: Object.fromEntries(Object.keys(calls).map((name) => [name, expected])),
      });
    }
  });
});

describe("a user with the key", () => {
  test("gets answers with AWS's own client, and AWS's own errors without it", () => {
    const python = EMULATOR_PYTHON;
    const { accessKeyId, secretAccessKey } = root;
    const args = [path.join(PROBES, "clients.py"), `http://localhost:${port}`, accessKeyId, secretAccessKey];
    const all = (code: string) =>
      Object.fromEntries(["dynamodb", "lambda", "s3", "sqs", "sts", "iam"].map((name) => [name, code]));
    const links = { get: 200, "of another object": 403, put: 200, "get that was signed for put": 403 };
    const unknown = {
      dynamodb: "UnrecognizedClientException",
      lambda: "UnrecognizedClientException",
      s3: "InvalidAccessKeyId",
      sqs: "InvalidClientTokenId",
      sts: "InvalidClientTokenId",
      iam: "InvalidClientTokenId",
    };
    expect(JSON.parse(execFileSync(python, args, { encoding: "utf8" }))).toEqual({
      "with the key": all("answered"),
      "with a session": all("answered"),
      "with a session without its token": unknown,
      "with another secret": {
        dynamodb: "InvalidSignatureException",
        lambda: "InvalidSignatureException",
        s3: "SignatureDoesNotMatch",
        sqs: "SignatureDoesNotMatch",
        sts: "SignatureDoesNotMatch",
        iam: "SignatureDoesNotMatch",
      },
      "with the emulator's own key": unknown,
      "with the number of the account": unknown,
      presigned: links,
      "presigned as of old": links,
      "in chunks": 200,
      "in a chunk that was changed": 403,
      "signed an hour ago": 403,
      shut: Object.fromEntries(["ecs", "codebuild", "rds"].map((name) => [name, "AccessDeniedException"])),
      "shut in part": {
        DescribeInstances: "UnauthorizedOperation",
        RunInstances: "UnauthorizedOperation",
        RegisterImage: "UnauthorizedOperation",
        CreateIdentityProvider: "AccessDeniedException",
        CreateThing: "AccessDeniedException",
        CreateKeysAndCertificate: "AccessDeniedException",
        "a rule on the query string": "ValidationError",
        DescribeVpcs: "answered",
        ListUserPools: "answered",
        ListTopicRules: "answered",
      },
    });
  });

  test("takes files of a hot reload with the root key alone, for each container of the function", async () => {
    const handler = path.join(checkout.folder, "hot-reloaded.py");
    writeFileSync(
      handler,
      'import os, time\n\n\ndef handler(event, context):\n    time.sleep(1)\n    return "hot-reloaded in " + os.environ["AWS_REGION"]\n',
    );
    const reload = async (functionName: string, files: readonly object[], key = root) => {
      const url = new URL(`http://localhost:${port}/_local/hot-reload/${functionName}`);
      const request = { method: "POST", url, headers: {}, body: JSON.stringify(files) };
      const headers = signedHeaders(request, { region: "eu-central-1", service: "lambda" }, key);
      return (await fetch(url, { ...request, headers })).status;
    };
    const files = [{ source: handler, imagePath: "/var/task/lambda_function.py" }];
    const twice = () => Promise.all([1, 2].map(() => call(checkout, "hello-dev-python", {})));

    expect(await reload("hello-dev-python", files, { accessKeyId: "test", secretAccessKey: "test" })).toBe(
      403,
    );
    expect(await reload("another", files)).toBe(404);
    expect(await reload("hello-dev-python", [{ ...files[0], source: `${handler}.missing` }])).toBe(500);
    const before = await call(checkout, "hello-dev-python", {});
    expect(before).toMatchObject({ arn: expect.any(String) });
    const after = "hot-reloaded in eu-central-1";
    expect(await reload("hello-dev-python", files)).toBe(204);
    expect(await twice()).toEqual([after, after]);
    // With a container that was started ahead.
    await sleep(4_000);
    expect(await reload("hello-dev-python", files)).toBe(204);
    expect(await twice()).toEqual([after, after]);
    expect(await reload("hello-dev-python", [])).toBe(204);
    expect(await call(checkout, "hello-dev-python", {})).toEqual(before);
  });

  test("has a layer that an earlier local AWS got, unless it is damaged", async () => {
    const kept = path.join(cacheFolder(), "layers");
    const [layer] = readdirSync(kept).filter((name) => name.startsWith("sha256-"));
    const digest = layer?.replace("-", ":");
    const damaged = `sha256:${"0".repeat(64)}`;
    writeFileSync(path.join(kept, damaged.replace(":", "-")), "other bytes");
    await json(checkout, "ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", {
      repositoryName: "another",
    });
    const look = async (digest = "", headers = {}, method = "HEAD") => {
      const url = `http://localhost:${port}/v2/another/blobs/${digest}`;
      return await fetch(url, { method, headers });
    };
    const asRoot = { Authorization: `Basic ${login()}` };
    expect((await look(digest, asRoot, "GET")).status).toBe(404);
    expect((await look(digest)).status).toBe(401);
    expect((await look(damaged, asRoot)).status).toBe(404);
    expect((await look(digest, asRoot)).status).toBe(200);
    const bytes = Buffer.from(await (await look(digest, asRoot, "GET")).arrayBuffer());
    expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(digest);
    expect(readdirSync(kept)).not.toContain(damaged.replace(":", "-"));
  });

  // The AWS provider loses some answers on a busy machine otherwise.
  test("gets the head and the body of an answer in one piece", async () => {
    const socket = connect(port, "localhost");
    socket.write("GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const [first]: Buffer[] = await once(socket, "data");
    socket.destroy();
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 .*"version": "[\d.]+".*\}$/s);
  });

  test("finds it in a profile that the AWS CLI and the SDKs read", () => {
    const program =
      'import botocore.session; print(botocore.session.Session(profile="local").create_client("s3").list_buckets()["Buckets"][0]["Name"])';
    const text = execFileSync(EMULATOR_PYTHON, ["-c", program], {
      encoding: "utf8",
      env: { ...process.env, AWS_CONFIG_FILE: path.join(checkout.folder, ".local/aws-config") },
    });
    expect(text).toContain("guarded");
  });
});

describe("function URLs and APIs", () => {
  test("are open to all, with their own names and their own CORS rules", async () => {
    const { FunctionUrl } = await aws(
      "lambda",
      "POST",
      "/2021-10-31/functions/hello-dev-python/url",
      JSON.stringify({
        AuthType: "NONE",
        Cors: { AllowOrigins: ["https://shop.example"], AllowMethods: ["*"] },
      }),
    );
    const id = new URL(FunctionUrl).hostname.split(".")[0];
    const call = (headers: Record<string, string>, pathname = "/") =>
      send({ url: `http://localhost:${port}${pathname}`, headers });
    for (const host of [
      `${id}.lambda-url.eu-central-1.on.aws`,
      `${id}.lambda-url.eu-central-1.localhost:${port}`,
    ]) {
      // Paths that the emulator would answer itself also belong to the function.
      for (const pathname of ["/", "/health", "/_ministack/config", "/v2/"]) {
        const [status, body] = await call({ Host: host, Origin: "https://shop.example" }, pathname);
        expect({ status, body }).toEqual({ status: 200, body: expect.stringContaining("assumed-role") });
      }
    }
    const [status] = await call({ Host: `${id}.lambda-url.eu-central-1.attacker.example` });
    expect(status).toBe(421);
  });
});

describe("npm run local:down", () => {
  test("removes the images that were built for it, and no base image", async () => {
    expect(imagesHere()).not.toEqual([]);
    await checkout.succeed("local:down");
    expect(imagesHere()).toEqual([]);
    expect(docker("image", "ls", "--quiet", "public.ecr.aws/lambda/python:3.13")).not.toBe("");
  });
});

/** Requests that gave anyone with access to the emulator access to this machine. */
function attempts(host: string): Probe[] {
  const functions = `http://${host}/2015-03-31/functions/`;
  return [
    { url: functions },
    { url: `http://${host}/` },
    {
      url: `http://${host}/_ministack/config`,
      method: "POST",
      body: '{"lambda_svc.LAMBDA_EXECUTOR": "local"}',
    },
    { url: `http://${host}/_ministack/reset`, method: "POST", body: "" },
    { url: functions, headers: { Host: "attacker.example" } },
    { url: functions, headers: { Origin: "http://localhost:3000" } },
    { url: functions, headers: { "Sec-Fetch-Site": "cross-site" } },
    {
      url: functions,
      headers: {
        Authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
      },
    },
    { url: functions, headers: { Authorization: `Basic ${login()}` } },
    { url: `http://${host}/v20180820/mrap/instances` },
    { url: `http://${host}/Execute`, method: "POST", body: "{}" },
    { url: `http://${host}/iceberg/v1/config` },
    { url: `http://${host}/_aws/execute-api/00000000/stage/@connections/one`, method: "POST", body: "{}" },
  ];
}

function expectRefused(answers: readonly Answer[]): void {
  expect(answers.filter(([status]) => ![401, 403, 421].includes(status))).toEqual([]);
}

function login(): string {
  const { username, password } = registryLogin(root);
  return Buffer.from(`${username}:${password}`).toString("base64");
}

function imagesHere(): string[] {
  const names = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", `localhost:${port}/*/*`);
  return names.split("\n").filter((name) => name !== "");
}

function inContainer(probes: readonly Probe[]): Answer[] {
  const image = imagesHere()[0] as string;
  return JSON.parse(
    execFileSync("docker", ["run", "--rm", "--interactive", "--entrypoint", "python3", image, "-c", SEND], {
      encoding: "utf8",
      input: JSON.stringify(probes),
    }),
  );
}

async function send(probe: Probe): Promise<Answer> {
  return JSON.parse(
    execFileSync(PYTHON, ["-c", SEND], { encoding: "utf8", input: JSON.stringify([probe]) }),
  )[0];
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many services
async function aws(service: string, method: string, pathname: string, body: string): Promise<any> {
  return JSON.parse(await signed(service, method, pathname, body, "application/json"));
}

function awsQuery(service: string, body: string): Promise<string> {
  return signed(service, "POST", "/", body, "application/x-www-form-urlencoded");
}

async function signed(
  service: string,
  method: string,
  pathname: string,
  body: string,
  type: string,
): Promise<string> {
  const url = new URL(`http://localhost:${port}${pathname}`);
  const headers = { "content-type": type };
  const response = await fetch(url, {
    method,
    body,
    headers: signedHeaders({ method, url, headers, body }, { region: "eu-central-1", service }, root),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${service} answered ${response.status}: ${text}`);
  }
  return text;
}

function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, { encoding: "utf8" }).trim();
}
