import { signedHeaders } from "../../cli/local/sign-request";
import type { Checkout } from "./checkout";

/** What a test may leave on the local AWS. */
export interface Leftovers {
  readonly repositories: readonly string[];
  readonly functions: readonly string[];
  readonly logGroups: readonly string[];
  readonly buckets: readonly string[];
  readonly roles: readonly string[];
}

export async function leftovers(checkout: Checkout): Promise<Leftovers> {
  const { repositories } = await json(
    checkout,
    "ecr",
    "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
  );
  const { logGroups } = await json(checkout, "logs", "Logs_20140328.DescribeLogGroups");
  const functions = (await (await request(checkout, "lambda", "/2015-03-31/functions/")).json()) as {
    Functions: { FunctionName: string }[];
  };
  const buckets = await (await request(checkout, "s3", "/")).text();
  const roles = await (await query(checkout, "iam", { Action: "ListRoles", Version: "2010-05-08" })).text();
  return {
    repositories: repositories.map((repository: { repositoryName: string }) => repository.repositoryName),
    functions: functions.Functions.map((fn) => fn.FunctionName),
    logGroups: logGroups.map((group: { logGroupName: string }) => group.logGroupName),
    buckets: texts(buckets, "Name"),
    roles: texts(roles, "RoleName").filter((role) => role.startsWith("hello-dev")),
  };
}

/** Deletes all images of a repository, like a user by hand. */
export async function emptyRepository(checkout: Checkout, repositoryName: string): Promise<void> {
  const list = await json(checkout, "ecr", "AmazonEC2ContainerRegistry_V20150921.ListImages", {
    repositoryName,
  });
  const { imageIds, failures } = await json(
    checkout,
    "ecr",
    "AmazonEC2ContainerRegistry_V20150921.BatchDeleteImage",
    {
      repositoryName,
      imageIds: list.imageIds.map(({ imageDigest }: { imageDigest: string }) => ({ imageDigest })),
    },
  );
  if (failures.length > 0 || imageIds.length === 0) {
    throw new Error(`The images of ${repositoryName} were not deleted: ${JSON.stringify(failures)}`);
  }
}

/** Pushes images by ECR's API, each with a digest and a tag of its own. They have no layers: nobody runs them. */
export async function pushImages(checkout: Checkout, repositoryName: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const number = String(index).padStart(12, "0");
    await json(checkout, "ecr", "AmazonEC2ContainerRegistry_V20150921.PutImage", {
      repositoryName,
      imageTag: `${number}-20260101000000`,
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: {
          mediaType: "application/vnd.oci.image.config.v1+json",
          size: 2,
          digest: `sha256:${number.padStart(64, "0")}`,
        },
        layers: [],
      }),
      imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json",
    });
  }
}

/** Publishes a version of a function, and creates an alias on it. @returns the version */
export async function publishAlias(checkout: Checkout, functionName: string, Name: string): Promise<string> {
  const functionPath = `/2015-03-31/functions/${functionName}`;
  const published = await request(checkout, "lambda", `${functionPath}/versions`, {
    method: "POST",
    body: "{}",
  });
  const { Version } = (await published.json()) as { readonly Version: string };
  await request(checkout, "lambda", `${functionPath}/aliases`, {
    method: "POST",
    body: JSON.stringify({ Name, FunctionVersion: Version }),
  });
  return Version;
}

/** Deletes a function, like a user by hand. */
export async function deleteFunction(checkout: Checkout, functionName: string): Promise<void> {
  await request(checkout, "lambda", `/2015-03-31/functions/${functionName}`, { method: "DELETE" });
}

/** The image that a function runs: `<registry>/<repository>@<digest>`. */
export async function imageOf(checkout: Checkout, functionName: string): Promise<string> {
  const response = await request(checkout, "lambda", `/2015-03-31/functions/${functionName}`);
  return ((await response.json()) as { Code: { ImageUri: string } }).Code.ImageUri;
}

/** Invokes a function without the project's own code. @returns its answer */
export async function call(checkout: Checkout, functionName: string, event: unknown): Promise<unknown> {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const response = await request(checkout, "lambda", path, { method: "POST", body: JSON.stringify(event) });
  return await response.json();
}

/** Calls the function URL of an alias, as everyone may. The emulator knows it by its id, in the path. */
export async function callUrl(checkout: Checkout, functionName: string, alias: string): Promise<unknown> {
  const path = `/2021-10-31/functions/${functionName}:${alias}/url`;
  const { FunctionUrl } = (await (await request(checkout, "lambda", path)).json()) as { FunctionUrl: string };
  const [id] = new URL(FunctionUrl).hostname.split(".");
  const { port } = JSON.parse(checkout.read(".local/emulator.json"));
  return await (await fetch(`http://localhost:${port}/_aws/lambda-url/${id}/`)).json();
}

/** An answer of any service. */
// biome-ignore lint/suspicious/noExplicitAny: the tests read the answers of many services
type Answer = any;

/** Calls an action of a service whose protocol is JSON. */
export async function json(
  checkout: Checkout,
  service: string,
  target: string,
  body: unknown = {},
): Promise<Answer> {
  const response = await request(checkout, service, "/", {
    method: "POST",
    headers: { "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1" },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** Signed with the key of the checkout. */
export async function request(
  checkout: Checkout,
  service: string,
  pathAndQuery: string,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Response> {
  const { port } = JSON.parse(checkout.read(".local/emulator.json"));
  const url = new URL(`http://localhost:${port}${pathAndQuery}`);
  const { method = "GET", headers = {}, body = "" } = init;
  const key = JSON.parse(checkout.read(".local/root-key.json"));
  const response = await fetch(url, {
    ...init,
    headers: signedHeaders({ method, url, headers, body }, { region: "eu-central-1", service }, key),
  });
  if (!response.ok) {
    throw new Error(`${service} answered ${response.status}: ${await response.text()}`);
  }
  return response;
}

/** Calls an action of a service whose protocol is AWS Query, by a form. */
export function query(
  checkout: Checkout,
  service: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return request(checkout, service, "/", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
}

function texts(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map((match) => match[1] as string);
}
