import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { redactSecrets } from "../../../cli/terraform/redact";

const ECR = `eyJwYXlsb2FkIjoi${"Zm9vYmFy".repeat(20)}IiwidmVyc2lvbiI6IjIifQ==`;
const OTHER_WORDS = 'Password Auth: with spaces, "quotes" and a back\\slash';

/** The output of the docker provider 4.5.0 through Terraform 1.11. */
const noLogin = (password: string): string =>
  "Error: resourceDockerRegistryImageRead: Unable to get authConfig for registry: no auth config found for registry " +
  "222222222222.dkr.ecr.eu-west-1.amazonaws.com in auth configs: map[string]registry.AuthConfig{" +
  '"111111111111.dkr.ecr.eu-west-1.amazonaws.com":registry.AuthConfig{Username:"AWS", ' +
  `Password:${JSON.stringify(password)}, Auth:"", Email:"", ServerAddress:"https://111111111111.dkr.ecr.eu-west-1.amazonaws.com", ` +
  'IdentityToken:"", RegistryToken:""}}\n\n  with docker_registry_image.x,\n  on main.tf line 12:\n';

describe("no login is left in", () => {
  test.each([ECR, OTHER_WORDS, "x"])(
    "the docker provider's error that prints all of its logins: %s",
    (password) => {
      expect(redactSecrets(noLogin(password))).toBe(noLogin("(redacted)"));
    },
  );

  test("the same error in Terraform's JSON, which stays JSON", () => {
    const line = (password: string) =>
      JSON.stringify({ "@level": "error", diagnostic: { summary: noLogin(password), detail: "" } });
    expect(redactSecrets(line(OTHER_WORDS))).toBe(line("(redacted)"));
  });

  test("the same error, broken into lines with a bar", () => {
    const broken = (text: string) => `│ ${text.replaceAll(", ", ",\n│ ")}`;
    const text = redactSecrets(broken(noLogin("one, two")));
    expect(text).toBe(broken(noLogin("(redacted)")));
  });

  test("an error that was cut off", () => {
    const text = noLogin(OTHER_WORDS);
    expect(redactSecrets(text.slice(0, text.indexOf("uotes")))).toMatch(/Password:"\(redacted\)$/);
  });

  test.each([
    [
      "AuthConfig{Username:AWS Password:p4ss Auth: Email: ServerAddress:https://x IdentityToken:tok RegistryToken:}",
      ["p4ss", "tok"],
    ],
    ["in auth configs: map[localhost:5000:{user p4ss    http://localhost:5000  }]", ["p4ss"]],
    [`docker login failed for ${ECR}`, [ECR]],
    [Buffer.from(`AWS:${ECR}`).toString("base64"), [Buffer.from(`AWS:${ECR}`).toString("base64")]],
    ["Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4", ["SflKxwRJSMeKKF2QT4"]],
    ['  ~ password = "0ld" -> "n3w"', ["0ld", "n3w"]],
    ['  + "DB_PASSWORD"  = "p4ss word"', ["p4ss"]],
    ['  + NPM_TOKEN = "p4ss"', ["p4ss"]],
    ['{"dbPassword": "p4ss"}', ["p4ss"]],
    ["master_password = <<-EOT\n    one\n    two\nEOT\nname = 1", ["one", "two"]],
    ["aws_secret_access_key = 'p4ss'", ["p4ss"]],
    ["AWS_SESSION_TOKEN=p4ss terraform plan", ["p4ss"]],
    ["{AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY  false}", ["wJalrXUtnFEMI"]],
    [`SessionToken:"${"x".repeat(30)}"`, ["xxx"]],
    [`x-amz-security-token: IQoJb3JpZ2lu${"A".repeat(60)}`, ["IQoJ"]],
    [`at IQoJb3JpZ2lu${"A".repeat(60)} end`, ["IQoJ"]],
    ["https://b.s3.amazonaws.com/k?X-Amz-Security-Token=t0k&X-Amz-Signature=abc123&x=1", ["t0k", "abc123"]],
    ["<Credentials><SecretAccessKey>p4ss</SecretAccessKey></Credentials>", ["p4ss"]],
    ["> Authorization: Basic dXNlcjpwYXNz", ["dXNlcjpwYXNz"]],
    ["│ Authorization: Bearer\n│ dXNlcjpwYXNz", ["dXNlcjpwYXNz"]],
    ["Authorization:[Basic dXNlcjpwYXNz] Accept:[*/*]", ["dXNlcjpwYXNz"]],
    ['{\\"Authorization\\": \\"Bearer dXNlcjpwYXNz\\"}', ["dXNlcjpwYXNz"]],
    ["X-Registry-Auth: dXNlcjpwYXNz", ["dXNlcjpwYXNz"]],
    ['{"auths":{"x":{"auth":"dXNlcjpwYXNz"}}}', ["dXNlcjpwYXNz"]],
    ['+ PIP_INDEX_URL = "https://user:p4ss@index.example.com/simple"', ["p4ss"]],
    ["fatal: could not read from https://ghp_0123456789abcdefghijABCDEFGHIJ012345@github.com", ["ghp_"]],
  ])("%s", (text, secrets) => {
    const redacted = redactSecrets(text);
    for (const secret of secrets) {
      expect(redacted).not.toContain(secret);
    }
    expect(redacted).toContain("(redacted)");
    expect(redactSecrets(redacted)).toBe(redacted);
  });

  test("any password, in plain text and in JSON", () => {
    const forms: readonly ((quoted: string) => string)[] = [
      (quoted) => `registry.AuthConfig{Username:"AWS", Password:${quoted}, Auth:""}`,
      (quoted) => `  + password = ${quoted}\n  + name = "kept"`,
      (quoted) => `{"password":${quoted},"name":"kept"}`,
      (quoted) => `  ~ "API_TOKEN" = ${quoted} -> ${quoted}\n`,
    ];
    const password = fc
      .string({ minLength: 1, unit: "binary" })
      .filter((text) => !/^(?:arn:|\$|\(redacted\)$)/.test(text));
    fc.assert(
      fc.property(password, fc.constantFrom(...forms), (secret, form) => {
        const hidden = form('"(redacted)"');
        const text = form(JSON.stringify(secret));
        expect(redactSecrets(text)).toBe(hidden);
        expect(redactSecrets(JSON.stringify(text))).toBe(JSON.stringify(hidden));
      }),
      { numRuns: 300 },
    );
  });
});

describe("text that is not a login is unchanged", () => {
  test("a whole plan of the docker provider", () => {
    const plan = readFileSync(path.join(__dirname, "plans/first-deploy.txt"), "utf8");
    expect(redactSecrets(plan)).toBe(plan);
  });

  test.each([
    "no auth config found for registry localhost:4567 in auth configs: map[string]registry.AuthConfig(nil)",
    'registry.AuthConfig{Username:"", Password:"", Auth:"", Email:"", ServerAddress:"http://localhost:4566", IdentityToken:"", RegistryToken:""}',
    "  + password = (sensitive value)",
    "  ~ password = (known after apply)",
    '  + "DB_SECRET" = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"',
    '  + "REGISTRY_PASSWORD" = "${ephemeral.aws_ecr_authorization_token.registry.password}"',
    `Executing: ["sh" "-euc" "printf %s \\"$REGISTRY_PASSWORD\\" | docker login --username \\"$REGISTRY_USERNAME\\" --password-stdin \\"$REGISTRY\\""]`,
    '  + creation_token = "my-files"',
    '  + api_key_source = "HEADER"',
    '  ~ "auth_token.py" = "1f3ab2c4d5e6" -> "9c02d1e0f3a4"',
    '  + image_uri = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop-dev/python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"',
    '  + source_code_hash = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9AAAAAAA="',
    "http://localhost:4566/v2/hello-local/python/manifests/1@2",
    'Error: "password" must be at least 8 characters',
    'WWW-Authenticate: Basic realm="https://111111111111.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"',
    'auth: "none"',
    "AKIAIOSFODNN7EXAMPLE is no key of 222222222222",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "Your authorization token has expired. Reauthenticate and try again.",
  ])("%s", (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  test("a text of a few megabytes takes less than two seconds", () => {
    const plan = readFileSync(path.join(__dirname, "plans/first-deploy.txt"), "utf8");
    const hard = [
      '"'.repeat(5_000),
      "\\".repeat(5_000),
      "a:".repeat(5_000),
      "A_".repeat(5_000),
      "password = ".repeat(500),
    ];
    const start = process.cpuUsage();
    redactSecrets(plan.repeat(100) + hard.join("\n"));
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  });
});
