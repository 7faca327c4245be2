/** Asks the emulator of AWS itself, past the project's own code. */
export interface Leftovers {
  readonly repositories: readonly string[];
  readonly functions: readonly string[];
  readonly logGroups: readonly string[];
  readonly buckets: readonly string[];
  readonly roles: readonly string[];
}

export async function leftovers(port: number): Promise<Leftovers> {
  const { repositories } = await json(
    port,
    "ecr",
    "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
  );
  const { logGroups } = await json(port, "logs", "Logs_20140328.DescribeLogGroups");
  const functions = (await (await request(port, "lambda", "/2015-03-31/functions/")).json()) as {
    Functions: { FunctionName: string }[];
  };
  const buckets = await (await request(port, "s3", "/")).text();
  const roles = await (await request(port, "iam", "/?Action=ListRoles&Version=2010-05-08")).text();
  return {
    repositories: repositories.map((repository: { repositoryName: string }) => repository.repositoryName),
    functions: functions.Functions.map((fn) => fn.FunctionName),
    logGroups: logGroups.map((group: { logGroupName: string }) => group.logGroupName),
    buckets: texts(buckets, "Name"),
    roles: texts(roles, "RoleName").filter((role) => role.startsWith("hello-local")),
  };
}

/** Deletes all images of a repository, as somebody might by hand. */
export async function emptyRepository(port: number, repositoryName: string): Promise<void> {
  const list = await json(port, "ecr", "AmazonEC2ContainerRegistry_V20150921.ListImages", { repositoryName });
  const { imageIds, failures } = await json(
    port,
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

/** Deletes a function, as somebody might by hand. */
export async function deleteFunction(port: number, functionName: string): Promise<void> {
  await request(port, "lambda", `/2015-03-31/functions/${functionName}`, { method: "DELETE" });
}

/** The image that a function runs: `<registry>/<repository>@<digest>`. */
export async function imageOf(port: number, functionName: string): Promise<string> {
  const response = await request(port, "lambda", `/2015-03-31/functions/${functionName}`);
  return ((await response.json()) as { Code: { ImageUri: string } }).Code.ImageUri;
}

/** Calls a function past the project's own code. @returns its answer */
export async function call(port: number, functionName: string, event: unknown): Promise<unknown> {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const response = await request(port, "lambda", path, { method: "POST", body: JSON.stringify(event) });
  return await response.json();
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many services
async function json(port: number, service: string, target: string, body: unknown = {}): Promise<any> {
  const response = await request(port, service, "/", {
    method: "POST",
    headers: { "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1" },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** The emulator reads the service from the credential scope of the signature, and checks no signature. */
async function request(
  port: number,
  service: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const scope = `Credential=test/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetch(`http://localhost:${port}${path}`, {
    ...init,
    headers: { ...init.headers, Authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` },
  });
  if (!response.ok) {
    throw new Error(`${service} answered ${response.status}: ${await response.text()}`);
  }
  return response;
}

function texts(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map((match) => match[1] as string);
}
