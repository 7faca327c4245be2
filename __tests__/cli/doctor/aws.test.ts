import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkAwsCredentials } from "../../../cli/doctor/aws-credentials";
import { type AwsProblem, classifyAwsFailure, explainAwsProblem } from "../../../cli/doctor/aws-problem";
import { checkEcrToken } from "../../../cli/doctor/ecr-token";
import { closedPort, closeServers, portServer, temporaryFolder } from "./machine";

const TARGET = { environment: "dev", account: "111111111111", region: "eu-central-1" };

describe("an error of AWS or its client", () => {
  test.each<[AwsProblem, string, string]>([
    ["aws-credentials-missing", "CredentialsProviderError", "Could not load credentials from any providers"],
    [
      "aws-credentials-missing",
      "CredentialsProviderError",
      "Could not resolve credentials using profile: [nope] in configuration/credentials file(s).",
    ],
    ["aws-credentials-expired", "ExpiredToken", "The security token included in the request is expired"],
    [
      "aws-credentials-expired",
      "ExpiredTokenException",
      "The security token included in the request is expired",
    ],
    [
      "aws-credentials-expired",
      "CredentialsProviderError",
      "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
    ],
    [
      "aws-credentials-expired",
      "CredentialsProviderError",
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    ],
    [
      "aws-credentials-refused",
      "InvalidClientTokenId",
      "The security token included in the request is invalid.",
    ],
    [
      "aws-credentials-refused",
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ],
    [
      "aws-credentials-refused",
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    ],
    [
      "aws-clock-wrong",
      "SignatureDoesNotMatch",
      "Signature expired: 20260820T090000Z is now earlier than 20260820T093000Z (20260820T094500Z - 15 min.)",
    ],
    [
      "aws-clock-wrong",
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    ],
    [
      "ecr-token-denied",
      "AccessDeniedException",
      "User: arn:aws:sts::111111111111:assumed-role/ci/x is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action",
    ],
  ])("%s: %s: %s", (problem, name, message) => {
    expect(classifyAwsFailure({ name, message })).toBe(problem);
  });

  test("a failed connection is unreachable, a certificate that only Node.js doesn't trust proves nothing", () => {
    const failure = { name: "Error", message: "" };
    expect(classifyAwsFailure({ ...failure, code: "ECONNREFUSED" })).toBe("aws-unreachable");
    expect(classifyAwsFailure({ ...failure, name: "TimeoutError" })).toBe("aws-unreachable");
    expect(classifyAwsFailure({ ...failure, code: "SELF_SIGNED_CERT_IN_CHAIN" })).toBeUndefined();
    expect(classifyAwsFailure({ ...failure, name: "ThrottlingException" })).toBeUndefined();
  });

  test("is explained with the profile that gave no credentials", () => {
    const { what, fix } = explainAwsProblem("aws-credentials-missing", { target: TARGET, profile: "work" });
    expect(what).toContain('profile "work"');
    expect(fix).toContain("--profile work");
  });
});

describe("asking AWS", () => {
  const before = process.env;

  /** An AWS that gives the same answer to every request, and credentials for it. */
  async function aws(status: number, type: string, body: string): Promise<void> {
    const url = await portServer((_request, response) => {
      response.writeHead(status, { "Content-Type": type });
      response.end(body);
    });
    process.env = { ...withoutAws(), ...KEYS, AWS_ENDPOINT_URL: url };
  }

  const KEYS = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMIexamplekey",
  };

  function withoutAws(): NodeJS.ProcessEnv {
    const kept = Object.entries(before).filter(([name]) => !/^AWS_|_proxy$/i.test(name));
    return {
      ...Object.fromEntries(kept),
      HOME: temporaryFolder(),
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  const IDENTITY = (account: string) =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/me</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const STS_ERROR = (code: string, message: string) =>
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const ECR_ERROR = (type: string, message: string) => JSON.stringify({ __type: type, message });

  afterEach(async () => {
    process.env = before;
    await closeServers();
  });

  test("shows the account and the identity, and nothing secret", async () => {
    await aws(200, "text/xml", IDENTITY("111111111111"));
    const check = await checkAwsCredentials(TARGET);
    expect(check).toEqual({
      title: "AWS credentials",
      status: "ok",
      found: "account 111111111111, arn:aws:iam::111111111111:user/me",
    });
  });

  test("detects another account's credentials", async () => {
    await aws(200, "text/xml", IDENTITY("999999999999"));
    const { problem } = await checkAwsCredentials(TARGET);
    expect(problem?.code).toBe("aws-account-wrong");
    expect(problem?.what).toMatch(/999999999999[\s\S]*"dev"[\s\S]*111111111111/);
  });

  test("detects expired credentials", async () => {
    await aws(
      403,
      "text/xml",
      STS_ERROR("ExpiredToken", "The security token included in the request is expired"),
    );
    const { problem } = await checkAwsCredentials(TARGET);
    expect(problem?.code).toBe("aws-credentials-expired");
    expect(problem?.fix).toContain("aws sso login");
  });

  test("detects missing credentials", async () => {
    process.env = withoutAws();
    const { problem } = await checkAwsCredentials(TARGET);
    expect(problem?.code).toBe("aws-credentials-missing");
  });

  test("prefers keys in the environment to AWS_PROFILE, as Terraform does", async () => {
    await aws(200, "text/xml", IDENTITY("111111111111"));
    process.env.AWS_PROFILE = "of-another-time";
    expect((await checkAwsCredentials(TARGET)).status).toBe("ok");
  });

  test("uses a profile if there are no keys in the environment", async () => {
    await aws(200, "text/xml", IDENTITY("111111111111"));
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = process.env;
    const home = temporaryFolder();
    mkdirSync(path.join(home, ".aws"));
    const file = path.join(home, ".aws", "credentials");
    writeFileSync(file, "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n");
    process.env = { ...rest, AWS_PROFILE: "work", AWS_SHARED_CREDENTIALS_FILE: file };
    expect((await checkAwsCredentials(TARGET)).status).toBe("ok");
  });

  test("reports that AWS can't be reached, but not behind a proxy", async () => {
    process.env = { ...withoutAws(), ...KEYS, AWS_ENDPOINT_URL: `http://127.0.0.1:${await closedPort()}` };
    expect((await checkAwsCredentials(TARGET)).problem?.code).toBe("aws-unreachable");
    process.env.HTTPS_PROXY = "http://proxy.invalid:3128";
    expect((await checkAwsCredentials(TARGET)).status).toBe("skipped");
  });

  test("gets a token for the registry, and doesn't show it", async () => {
    const body = {
      authorizationData: [{ authorizationToken: "QVdTOnNlY3JldA==", proxyEndpoint: "https://x" }],
    };
    await aws(200, "application/x-amz-json-1.1", JSON.stringify(body));
    const check = await checkEcrToken(TARGET);
    expect(check.status).toBe("ok");
    expect(JSON.stringify(check)).not.toContain("QVdT");
  });

  test("detects a missing permission to log in to the registry, and names it", async () => {
    await aws(
      400,
      "application/x-amz-json-1.1",
      ECR_ERROR(
        "AccessDeniedException",
        "User: arn:aws:iam::111111111111:user/me is not authorized to perform: ecr:GetAuthorizationToken on resource: *",
      ),
    );
    const { problem } = await checkEcrToken(TARGET);
    expect(problem?.code).toBe("ecr-token-denied");
    expect(problem?.fix).toContain('"Action": "ecr:GetAuthorizationToken"');
  });

  test("ignores errors that prove nothing", async () => {
    await aws(400, "application/x-amz-json-1.1", ECR_ERROR("ServerException", "later"));
    expect((await checkEcrToken(TARGET)).status).toBe("skipped");
  });
});
