import { generateKeyPairSync } from "node:crypto";
import { secretOfFile } from "../../../lib/secrets/secret-of-file";
import { sha256 } from "../../../lib/sha256";

/** What a file with that text holds. */
function secretOf(path: string, text: string): string | undefined {
  return secretOfFile({ path, size: Buffer.byteLength(text), hash: sha256(text), read: () => text });
}

// Put together here, so that no scanner takes them for secrets.
const RANDOM = "q7Rt2LmV9xKzB4NwE8pHc3JdF6yGs1UaT5oZ";
const GITHUB = `ghp${"_"}${RANDOM}`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const SERVICE_ACCOUNT = JSON.stringify({ type: "service_account", private_key: PEM }, undefined, 2);
const AWS_KEY = `${RANDOM}/+qQ`;

test.each([
  ["id_rsa", PEM, "a private key"],
  ["certs/server.key", PEM.replaceAll("\n", "\r\n"), "a private key"],
  ["id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n", "a private key"],
  ["config.py", `KEY = """${PEM}"""`, "a private key"],
  ["certificate.p12", "\x30\x82", "a private key (PKCS #12)"],
  ["service-account.json", SERVICE_ACCOUNT, "credentials of Google Cloud"],
  [".env", "LOG_LEVEL=info\nDB_PASSWORD=hunter2\n", "a value for DB_PASSWORD"],
  [".env", `export STRIPE_API_KEY="${RANDOM}" # live`, "a value for STRIPE_API_KEY"],
  ["app/.env.production", "DATABASE_URL=postgres://app:h4nter@db.acme.com/app", "a value for DATABASE_URL"],
  ["lambda.env", "JWT_SECRET=q7Rt2LmV9xKz", "a value for JWT_SECRET"],
  [".env", `NAME=${GITHUB}`, "a token for github"],
  [".aws/credentials", `[default]\naws_secret_access_key = ${AWS_KEY}\n`, "credentials of AWS"],
  ["settings.py", `AWS_SECRET_ACCESS_KEY = "${AWS_KEY}"\n`, "an AWS secret access key"],
  ["terraform.tfstate", '{"version": 4, "resources": [{"type": "aws_db_instance"}]}', "a Terraform state"],
  ["terraform.tfstate.backup", '{"resources":[{}]}', "a Terraform state"],
  [".npmrc", `//registry.acme.com/:_authToken=${RANDOM}\n`, "a login for npm"],
  [".pypirc", `[acme]\nusername = __token__\npassword = ${RANDOM}\n`, "a login for PyPI"],
  [".netrc", "machine acme.com\n  login ci\n  password h4nter\n", "a login of .netrc"],
  [".git-credentials", "https://ci:h4nter@acme.com\n", "a login for git"],
  [".docker/config.json", '{"auths": {"acme.com": {"auth": "Y2k6aDRudGVy"}}}', "a login for a registry"],
  ["src/app.js", `const github = "${GITHUB}";\n`, "a token for github"],
  [
    "app.py",
    `URL = "https://hooks.slack.com/${"services"}/T0AB1CD2E/B0AB1CD2E/${RANDOM.slice(0, 24)}"`,
    "a token for slack",
  ],
])("GIVEN %s with %j THEN it holds %s", (path, text, secret) => {
  expect(secretOf(path, text)).toBe(secret);
});

test.each([
  [".env.example", `TOKEN=${RANDOM}`],
  [".env.sample", `TOKEN=${RANDOM}`],
  [".env.template", `TOKEN=${RANDOM}`],
  ["example.env", `TOKEN=${RANDOM}`],
  [".env", "LOG_LEVEL=info\nUSE_TOKEN=true\nPUBLIC_KEY=x\n"],
  [".env", "DB_PASSWORD=\nAPI_KEY=changeme\nJWT_SECRET=${JWT_SECRET}\nTOKEN=<your token>\n"],
  [
    ".env",
    "API_KEY=your-api-key\nDB_PASSWORD=postgres\nSECRET=arn:aws:secretsmanager:eu-central-1:1:secret:x\n",
  ],
  [".env", "# DB_PASSWORD=hunter2\n"],
  [".env", "DATABASE_URL=postgres://app:h4nter@localhost:5432/app\nREDIS_URL=redis://:h4nter@redis:6379\n"],
  ["public.pem", publicKey.export({ type: "spki", format: "pem" }).toString()],
  [
    "ca.pem",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUF\n-----END CERTIFICATE-----\n",
  ],
  ["id_rsa.pub", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ ci@acme\n"],
  [
    "server.key",
    privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
  ],
  ["truststore.p12", "\x30\x82"],
  ["README.md", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"],
  ["app.py", 'if line.startswith("-----BEGIN PRIVATE KEY-----"):\n    pass\n'],
  ["settings.py", `AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"\n`],
  ["settings.py", `AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"\n`],
  ["app.py", `token = "ghp_${"x".repeat(36)}"\n`],
  ["pay.py", `stripe.api_key = "sk_test${"_"}${RANDOM}"\n`],
  ["tests/test_app.py", `TOKEN = "${GITHUB}"\n`],
  ["app_test.py", `TOKEN = "${GITHUB}"\n`],
  ["node_modules/jwt/test.key", PEM],
  ["docs/setup.md", `TOKEN=${GITHUB}\n`],
  ["terraform.tfstate", '{"version": 4, "resources": []}'],
  [".npmrc", "registry=https://registry.acme.com\n//registry.acme.com/:_authToken=${NPM_TOKEN}\n"],
  [".npmrc", "; //registry.acme.com/:_authToken=x7Rt2LmV9\n"],
  ["tsconfig.json", '{"type": "service_account"}'],
  ["image.png", GITHUB],
  ["data.bin", `\0${GITHUB}`],
  [".env", ""],
])("GIVEN %s with %j THEN it holds none", (path, text) => {
  expect(secretOf(path, text)).toBeUndefined();
});

test("GIVEN a large file THEN it isn't read; a large Terraform state is one by its name", () => {
  const read = (): string => {
    throw new Error("It should not be read.");
  };
  expect(secretOfFile({ path: "data.json", size: 300_000, hash: "1", read })).toBeUndefined();
  expect(secretOfFile({ path: "terraform.tfstate", size: 300_000, hash: "1", read })).toBe(
    "a Terraform state",
  );
});

test("GIVEN the same content twice THEN it is read once", () => {
  const read = jest.fn(() => "nothing");
  for (const path of ["a/app.py", "b/app.py"]) secretOfFile({ path, size: 7, hash: "same", read });
  expect(read).toHaveBeenCalledTimes(1);
});
