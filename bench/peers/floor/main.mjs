// The least that anyone could do: reads each function's files once, hashes them, writes them below their hash, and writes the
// JSON that a CDKTF app writes for them. It checks nothing, and every function is the same but for its name.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const REGISTRY = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";
const folder = process.env.BENCH_FUNCTIONS;
const stack = path.join(process.env.CDKTF_OUTDIR, "stacks", "functions");
mkdirSync(path.join(stack, "assets"), { recursive: true });

const resource = {
  aws_cloudwatch_log_group: {},
  aws_ecr_lifecycle_policy: {},
  aws_ecr_repository: {},
  aws_ecr_repository_policy: {},
  aws_iam_role: {},
  aws_iam_role_policy: {},
  aws_lambda_function: {},
  docker_registry_image: {},
};
const output = {};

for (const name of readdirSync(folder).sort()) {
  addFunction(name, stage(path.join(folder, name)));
}
writeFileSync(
  path.join(stack, "cdk.tf.json"),
  JSON.stringify(
    {
      provider: {
        aws: [{ region: "eu-central-1" }],
        docker: [{ registry_auth: [{ address: `https://${REGISTRY}` }] }],
      },
      terraform: {
        required_providers: { aws: { source: "aws" }, docker: { source: "kreuzwerker/docker" } },
      },
      resource,
      output,
    },
    undefined,
    2,
  ),
);

function stage(source) {
  const files = readdirSync(source)
    .sort()
    .map((file) => ({ file, content: readFileSync(path.join(source, file)) }));
  const hash = createHash("sha256");
  for (const { file, content } of files) {
    hash.update(`${file}\0`).update(content);
  }
  const digest = hash.digest("hex");
  const target = path.join(stack, "assets", digest);
  mkdirSync(target);
  for (const { file, content } of files) {
    writeFileSync(path.join(target, file), content);
  }
  return digest;
}

function addFunction(name, hash) {
  const of = (type, text) => `\${${type}.${name}.${text}}`;
  const add = (type, id, attributes) => {
    resource[type][name] = {
      "//": { metadata: { path: `functions/${name}-${id}`, uniqueId: name } },
      ...attributes,
    };
  };
  add("aws_ecr_repository", "repository", {
    name: `bench/${name}`,
    image_tag_mutability: "IMMUTABLE",
    encryption_configuration: [{ encryption_type: "AES256" }],
    image_scanning_configuration: { scan_on_push: true },
  });
  add("aws_ecr_lifecycle_policy", "lifecycle", {
    repository: of("aws_ecr_repository", "name"),
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
          action: { type: "expire" },
        },
      ],
    }),
  });
  add("aws_ecr_repository_policy", "pull", {
    repository: of("aws_ecr_repository", "name"),
    policy: policy({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }),
  });
  add("docker_registry_image", "image", {
    name: `${REGISTRY}/${of("aws_ecr_repository", "name")}:${hash}`,
    keep_remotely: true,
    triggers: { content: hash },
    build: [{ context: `assets/${hash}`, dockerfile: "Dockerfile", platform: "linux/amd64" }],
  });
  add("aws_cloudwatch_log_group", "log", { name: `/aws/lambda/bench-${name}`, retention_in_days: 30 });
  add("aws_iam_role", "role", {
    name: `bench-${name}`,
    assume_role_policy: policy({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: ["sts:AssumeRole"],
    }),
  });
  add("aws_iam_role_policy", "policy", {
    role: of("aws_iam_role", "name"),
    policy: policy({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${of("aws_cloudwatch_log_group", "arn")}:*`],
    }),
  });
  add("aws_lambda_function", "function", {
    function_name: `bench-${name}`,
    package_type: "Image",
    image_uri: `${REGISTRY}/${of("aws_ecr_repository", "name")}@${of("docker_registry_image", "sha256_digest")}`,
    role: of("aws_iam_role", "arn"),
    architectures: ["x86_64"],
    memory_size: 256,
    timeout: 30,
    logging_config: { log_format: "Text", log_group: of("aws_cloudwatch_log_group", "name") },
    depends_on: [`aws_ecr_repository_policy.${name}`, `aws_iam_role_policy.${name}`],
  });
  output[`${name}-function-name`] = { value: of("aws_lambda_function", "function_name") };
  output[`${name}-function-arn`] = { value: of("aws_lambda_function", "arn") };
  output[`${name}-image-uri`] = { value: of("aws_lambda_function", "image_uri") };
}

function policy(statement) {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
