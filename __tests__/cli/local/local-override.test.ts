import { localOverride } from "../../../cli/local/local-override";

const OPTIONS = {
  port: 4567,
  stack: "queue",
  stacks: ["network", "queue"],
  states: "../../../states",
  versions: {},
};

test("every AWS provider gets the local endpoints and key, and loses settings that lead elsewhere", () => {
  const { override } = localOverride(
    {
      terraform: { backend: { s3: { bucket: "states" } }, required_providers: { aws: { source: "aws" } } },
      provider: {
        aws: [
          {
            region: "eu-central-1",
            profile: "work",
            allowed_account_ids: ["111111111111"],
            default_tags: [{}],
          },
          {
            alias: "us",
            region: "us-east-1",
            assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/x" }],
          },
          { alias: "own", region: "eu-west-1", endpoints: [{ sqs: "https://sqs.eu-west-1.amazonaws.com" }] },
        ],
      },
    },
    OPTIONS,
  );
  const { aws: blocks } = override.provider as { aws: Record<string, unknown>[] };
  const [first, us, own] = blocks;
  for (const aws of [first, us, own]) {
    expect(aws).toMatchObject({
      access_key: "${var.local_aws_access_key}",
      secret_key: "${var.local_aws_secret_key}",
      skip_requesting_account_id: true,
      endpoints: [
        { sqs: "http://localhost:4567", sts: "http://localhost:4567", s3: "http://localhost:4567" },
      ],
    });
  }
  expect(first).toMatchObject({ profile: null, allowed_account_ids: null });
  // Other settings of the stack don't change.
  expect(first).not.toHaveProperty("region");
  expect(first).not.toHaveProperty("default_tags");
  expect(us).toMatchObject({ alias: "us", dynamic: { assume_role: { for_each: [], content: {} } } });
  expect(own).toMatchObject({ alias: "own" });
  expect(own).not.toHaveProperty("dynamic");
});

test("the key is in variables that are in neither state nor plan", () => {
  const { variables } = localOverride({}, OPTIONS);
  for (const name of ["local_aws_access_key", "local_aws_secret_key"]) {
    expect(variables.variable).toMatchObject({
      [name]: { ephemeral: true, sensitive: true, default: "none" },
    });
  }
});

test.each([{ s3: { bucket: "states" } }, { local: { path: "x.tfstate" } }, undefined])(
  "the state is local, with any backend: %j",
  (backend) => {
    const { override } = localOverride({ terraform: { ...(backend && { backend }) } }, OPTIONS);
    expect(override.terraform).toEqual({ backend: { local: { path: "../../../states/queue.tfstate" } } });
  },
);

test("outputs of another stack of the app are read from its local state", () => {
  const { override } = localOverride(
    {
      data: {
        terraform_remote_state: {
          "cross-stack-reference-input-network": { backend: "s3" },
          elsewhere: { backend: "s3" },
        },
      },
    },
    OPTIONS,
  );
  expect(override.data).toEqual({
    terraform_remote_state: {
      "cross-stack-reference-input-network": {
        backend: "local",
        config: { path: "../../../states/network.tfstate" },
      },
    },
  });
});

test("a provider that this machine has only in another version uses that version", () => {
  const { override } = localOverride(
    { terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } } },
    { ...OPTIONS, versions: { aws: "5.100.0" } },
  );
  expect(override.terraform).toMatchObject({
    required_providers: { aws: { source: "aws", version: "5.100.0" } },
  });
});

test("resources of AWS without a provider block get one, with a region", () => {
  const { override, variables } = localOverride(
    { terraform: { required_providers: { aws: { source: "aws" } } } },
    OPTIONS,
  );
  expect(override).not.toHaveProperty("provider");
  expect(variables.provider).toMatchObject({
    aws: [{ region: expect.any(String), access_key: "${var.local_aws_access_key}" }],
  });
});

test("AWS's provider by another name, and the one that Terraform configures by itself beside aliases", () => {
  const { override, variables } = localOverride(
    {
      terraform: { required_providers: { aws: { source: "aws" }, second: { source: "hashicorp/aws" } } },
      provider: { second: [{ region: "eu-central-1" }], aws: [{ alias: "us", region: "us-east-1" }] },
    },
    OPTIONS,
  );
  const key = { access_key: "${var.local_aws_access_key}" };
  expect(override.provider).toMatchObject({ second: [key], aws: [{ ...key, alias: "us" }] });
  expect(variables.provider).toMatchObject({ aws: [key] });
  expect(variables.provider).not.toHaveProperty("second");
});
