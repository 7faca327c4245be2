import { type Clients, findExisting } from "../../../cli/bootstrap/existing";

const WANTED = {
  account: "111111111111",
  partition: "aws",
  bucket: { name: "states", region: "eu-central-1" },
  issuer: "token.actions.githubusercontent.com",
  roles: ["plan", "deploy"],
  policies: ["plan-1"],
};

const failure = (httpStatusCode: number) => Object.assign(new Error("no"), { $metadata: { httpStatusCode } });

/** Clients that answer each command by its name; all others are answered by 404. */
function clients(answers: Readonly<Record<string, unknown>>): Clients {
  const send = async (command: {
    readonly constructor: { readonly name: string };
    readonly input: object;
  }) => {
    const { name } = command.constructor;
    const answer = answers[`${name} ${Object.values(command.input)[0]}`] ?? answers[name] ?? failure(404);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { iam: { send }, s3: { send } } as unknown as Clients;
}

test("an empty account has nothing", async () => {
  expect(await findExisting(clients({}), WANTED)).toEqual({ roles: [], policies: [] });
});

test("what is there is found, with what has to stay", async () => {
  const found = await findExisting(
    clients({
      HeadBucketCommand: {},
      GetBucketVersioningCommand: {},
      GetBucketPolicyCommand: { Policy: '{"Statement":[{"Sid":"Theirs"}]}' },
      GetBucketEncryptionCommand: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "key" } }],
        },
      },
      GetBucketLifecycleConfigurationCommand: { Rules: [{ ID: "theirs" }] },
      GetOpenIDConnectProviderCommand: { ClientIDList: ["other"] },
      "GetRoleCommand deploy": {},
      GetPolicyCommand: {},
    }),
    WANTED,
  );
  expect(found).toEqual({
    bucket: {
      hasVersioning: false,
      hasEncryption: true,
      hasPublicAccessBlock: false,
      policy: [{ Sid: "Theirs" }],
      kmsKey: "key",
      lifecycleRules: ["theirs"],
    },
    identityProvider: {
      arn: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
      audiences: ["other"],
    },
    roles: ["deploy"],
    policies: ["plan-1"],
  });
});

test.each([
  [403, /another account's/],
  [301, /another region/],
])("a bucket that answers %d is explained", async (status, message) => {
  await expect(findExisting(clients({ HeadBucketCommand: failure(status) }), WANTED)).rejects.toThrow(
    message,
  );
});

test("a refusal is no absence", async () => {
  await expect(findExisting(clients({ GetRoleCommand: failure(403) }), WANTED)).rejects.toThrow("no");
});
