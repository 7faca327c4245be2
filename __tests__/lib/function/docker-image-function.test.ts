import { TerraformOutput } from "cdktf";
import {
  Architecture,
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  Duration,
  Repository,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

function synthFunction(props: Partial<DockerImageFunctionProps> = {}) {
  return synth((stack) => {
    new DockerImageFunction(stack, "python", {
      code: DockerImageCode.fromImageAsset(functionFolder()),
      ...props,
    });
  }).json;
}

describe("a function from a folder", () => {
  test("runs the pushed digest, as an image, with Lambda's defaults", () => {
    const json = synthFunction();
    const fn = only(json, "aws_lambda_function");
    const [image] = Object.keys(json.resource.docker_registry_image);
    expect(fn).toMatchObject({
      package_type: "Image",
      function_name: "shop-dev-python",
      memory_size: 128,
      timeout: 3,
      architectures: ["x86_64"],
    });
    expect(fn.image_uri).toMatch(
      new RegExp(
        `^${REGISTRY}/\\$\\{aws_ecr_repository\\.\\w+\\.name\\}@\\$\\{docker_registry_image\\.${image}\\.sha256_digest\\}$`,
      ),
    );
    expect(fn.image_config).toBeUndefined();
  });

  test("has logical ids that never change: another id would replace deployed resources", () => {
    const { resource } = synthFunction();
    expect(
      Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.keys(all as object)])),
    ).toEqual({
      aws_cloudwatch_log_group: ["python_LogGroup_CA05B06B"],
      aws_ecr_lifecycle_policy: ["python_Image_Repository_Lifecycle_D2D77B08"],
      aws_ecr_repository: ["python_Image_Repository_6E547BAA"],
      aws_ecr_repository_policy: ["python_Image_Repository_Policy_A17BA291"],
      aws_iam_role: ["python_Role_6CD26160"],
      aws_iam_role_policy: ["python_Role_Policy_C9DB9726"],
      aws_lambda_function: ["python_A57B7CE0"],
      docker_registry_image: ["python_Image_Push_C3213866"],
    });
  });

  test("has the address that API Gateway invokes it at", () => {
    const { json } = synth((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder());
      const fn = new DockerImageFunction(stack, "python", { code });
      new TerraformOutput(stack, "invoke", { value: fn.invokeArn });
    });
    expect(json.output.invoke.value).toBe("${aws_lambda_function.python_A57B7CE0.invoke_arn}");
  });

  test("waits for the permission to pull its image, for its role's policy and for its log group", () => {
    const fn = only(synthFunction(), "aws_lambda_function");
    expect(fn.depends_on).toEqual([
      expect.stringMatching(/^aws_ecr_repository_policy\./),
      expect.stringMatching(/^aws_iam_role_policy\./),
    ]);
    expect(fn.logging_config.log_group).toMatch(/^\$\{aws_cloudwatch_log_group\./);
  });

  test("may write its own log and nothing else", () => {
    const { policy } = only(synthFunction(), "aws_iam_role_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/shop-dev-python:*"],
      },
    ]);
  });

  test("gets the added permissions", () => {
    const json = synth((stack) => {
      const fn = new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromImageAsset(functionFolder()),
        initialPolicy: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::one/*"] }],
      });
      fn.addToRolePolicy({
        actions: ["sqs:SendMessage"],
        resources: ["arn:aws:sqs:eu-central-1:123456789012:two"],
      });
    }).json;
    const { policy } = only(json, "aws_iam_role_policy");
    expect(policy).toContain("s3:GetObject");
    expect(policy).toContain("sqs:SendMessage");
  });

  test("keeps its log for 30 days, or as long as logRetention sets", () => {
    expect(only(synthFunction(), "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/shop-dev-python",
      retention_in_days: 30,
    });
    expect(only(synthFunction({ logRetention: 7 }), "aws_cloudwatch_log_group").retention_in_days).toBe(7);
  });

  test("has outputs: name, ARN, image", () => {
    expect(Object.keys(synthFunction().output)).toEqual([
      "python_function_arn",
      "python_function_name",
      "python_image_uri",
    ]);
  });

  test("passes on every setting", () => {
    const json = synthFunction({
      description: "d",
      memorySize: 512,
      timeout: Duration.minutes(2),
      architecture: Architecture.ARM_64,
      environment: { TABLE: "t" },
      ephemeralStorageSize: 1024,
      reservedConcurrentExecutions: 0,
      code: DockerImageCode.fromImageAsset(functionFolder(), {
        cmd: ["app.other"],
        entrypoint: ["/entry"],
        workingDirectory: "/work",
      }),
    });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      description: "d",
      memory_size: 512,
      timeout: 120,
      architectures: ["arm64"],
      environment: { variables: { TABLE: "t" } },
      ephemeral_storage: { size: 1024 },
      reserved_concurrent_executions: 0,
      image_config: { command: ["app.other"], entry_point: ["/entry"], working_directory: "/work" },
    });
    expect(only(json, "docker_registry_image").build[0].platform).toBe("linux/arm64");
  });

  test("shares its image with the functions of its stack that get the same code", () => {
    const { json } = synth((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder());
      for (const id of ["one", "two"]) new DockerImageFunction(stack, id, { code });
      new DockerImageFunction(stack, "arm", { code, architecture: Architecture.ARM_64 });
    });
    expect(Object.keys(json.resource.docker_registry_image)).toEqual([
      expect.stringMatching(/^arm_Image_Push_/),
      expect.stringMatching(/^one_Image_Push_/),
    ]);
    const { one_uri, two_uri } = Object.fromEntries(
      Object.values(json.resource.aws_lambda_function).map((fn) => {
        const { function_name: name, image_uri: uri } = fn as { function_name: string; image_uri: string };
        return [`${name.split("-").at(-1)}_uri`, uri];
      }),
    );
    expect(two_uri).toBe(one_uri);
  });

  test("works beside another one", () => {
    const { json } = synth((stack) => {
      new DockerImageFunction(stack, "one", { code: DockerImageCode.fromImageAsset(functionFolder()) });
      new DockerImageFunction(stack, "two", {
        code: DockerImageCode.fromImageAsset(functionFolder({ "app.py": "handler = print\n" })),
      });
    });
    const names = Object.values(json.resource.aws_ecr_repository).map(
      (repository) => (repository as { name: string }).name,
    );
    expect(names).toEqual(["shop-dev/one", "shop-dev/two"]);
    expect(Object.keys(json.resource.aws_lambda_function)).toHaveLength(2);
  });
});

describe("a function that Lambda would refuse fails at construction, with all reasons", () => {
  test.each<[string, Partial<DockerImageFunctionProps>, RegExp]>([
    [
      "too little memory",
      { memorySize: 64 },
      /memorySize must be a whole number from 128 to 10240 \(MiB\); got 64/,
    ],
    ["half a MiB", { memorySize: 128.5 }, /memorySize .* got 128.5/],
    ["too long", { timeout: Duration.minutes(16) }, /timeout .* 1 to 900 \(seconds\); got 960/],
    ["no time", { timeout: Duration.seconds(0) }, /timeout .* got 0/],
    ["a small disk", { ephemeralStorageSize: 100 }, /ephemeralStorageSize/],
    [
      "negative concurrency",
      { reservedConcurrentExecutions: -1 },
      /reservedConcurrentExecutions .* from 0 on/,
    ],
    ["a name with a space", { functionName: "my function" }, /functionName/],
    ["a long description", { description: "x".repeat(257) }, /257 characters/],
    ["a reserved variable", { environment: { AWS_REGION: "x" } }, /AWS_REGION: Lambda reserves this name/],
    ["a bad variable", { environment: { "MY-VAR": "x" } }, /"MY-VAR"/],
    ["too many bytes", { environment: { BIG: "x".repeat(4096) } }, /4099 bytes/],
  ])("%s", (_title, props, message) => {
    expect(() => synthFunction(props)).toThrow(message);
  });

  test("several reasons are reported together", () => {
    expect(() => synthFunction({ memorySize: 1, timeout: Duration.seconds(0) })).toThrow(
      /memorySize[\s\S]*timeout/,
    );
  });

  test.each<[string, Partial<DockerImageFunctionProps>]>([
    ["128 MiB and 1 second", { memorySize: 128, timeout: Duration.seconds(1) }],
    ["10240 MiB and 15 minutes", { memorySize: 10_240, timeout: Duration.minutes(15) }],
    ["4096 bytes of variables", { environment: { BIG: "x".repeat(4093) } }],
    ["AWS_ variables that are not reserved", { environment: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/x" } }],
  ])("but not %s", (_title, props) => {
    expect(() => synthFunction(props)).not.toThrow();
  });
});

describe("a function from an image in ECR", () => {
  const DIGEST = `sha256:${"ab".repeat(32)}`;

  test("by digest: exactly that image, without a data source", () => {
    const { json } = synth((stack) => {
      const repository = Repository.fromRepositoryName(stack, "shared/app");
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromEcr(repository, { tagOrDigest: DIGEST }),
      });
    });
    expect(only(json, "aws_lambda_function").image_uri).toBe(`${REGISTRY}/shared/app@${DIGEST}`);
    expect(json.data).toBeUndefined();
  });

  test("by tag: the image that the tag points to when Terraform plans", () => {
    const { json } = synth((stack) => {
      const repository = Repository.fromRepositoryName(stack, "shared/app");
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromEcr(repository, { tagOrDigest: "v1" }),
      });
    });
    expect(only(json, "aws_ecr_image", "data")).toMatchObject({
      repository_name: "shared/app",
      image_tag: "v1",
    });
    expect(only(json, "aws_lambda_function").image_uri).toMatch(
      /shared\/app@\$\{data\.aws_ecr_image\.\w+\.image_digest\}$/,
    );
  });

  test("an invalid digest is refused", () => {
    expect(() =>
      synth((stack) => {
        const repository = Repository.fromRepositoryName(stack, "shared/app");
        new DockerImageFunction(stack, "python", {
          code: DockerImageCode.fromEcr(repository, { tagOrDigest: "sha256:abc" }),
        });
      }),
    ).toThrow(/A digest is "sha256:" and 64/);
  });
});
