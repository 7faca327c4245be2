import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import {
  Architecture,
  AwsEnvironment,
  DockerCliBuilder,
  DockerImageAsset,
  DockerImageCode,
  DockerImageFunction,
  RegistryReplication,
  type RegistryReplicationProps,
  Repository,
  type RepositoryProps,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const DIGEST = `sha256:${"ab".repeat(32)}`;

describe("a function whose image is an asset", () => {
  test("of the same stack waits for the permission to pull it", () => {
    const { json } = synth((stack) => {
      const asset = new DockerImageAsset(stack, "App", { directory: functionFolder() });
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromAsset(asset, { cmd: ["app.handler"] }),
      });
    });
    const fn = only(json, "aws_lambda_function");
    expect(fn.image_uri).toMatch(/@\$\{docker_registry_image\.App_Push_\w+\.sha256_digest\}$/);
    expect(fn.image_config).toEqual({ command: ["app.handler"] });
    expect(fn.depends_on).toContainEqual(expect.stringMatching(/^aws_ecr_repository_policy\./));
  });

  test("of another stack gets its digest from there, and needs no builder", () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "split-"));
    const app = new App({ outdir });
    const [images, functions] = ["images", "functions"].map((id) => {
      const stack = new TerraformStack(app, id);
      new LocalBackend(stack, { path: `../../../${id}.tfstate` });
      new AwsProvider(stack, "aws", { region: "eu-central-1" });
      AwsEnvironment.define(stack, {
        account: "123456789012",
        region: "eu-central-1",
        namePrefix: "shop-dev",
      });
      return stack;
    }) as [TerraformStack, TerraformStack];
    DockerCliBuilder.addTo(images);
    const asset = new DockerImageAsset(images, "App", { directory: functionFolder() });
    new DockerImageFunction(functions, "python", { code: DockerImageCode.fromAsset(asset) });
    app.synth();
    const json = JSON.parse(readFileSync(path.join(outdir, "stacks/functions/cdk.tf.json"), "utf8"));
    const fn = only(json, "aws_lambda_function");
    expect(fn.image_uri).toMatch(/@\$\{data\.terraform_remote_state\..*image_digest\}$/);
    expect(fn.depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
    expect(json.resource.terraform_data).toBeUndefined();
    expect(json.terraform.required_providers.docker).toBeUndefined();
    const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks.functions.dependencies).toEqual(["images"]);
  });

  test("that is built for another architecture is refused", () => {
    expect(() =>
      synth((stack) => {
        const asset = new DockerImageAsset(stack, "App", { directory: functionFolder() });
        new DockerImageFunction(stack, "python", {
          code: DockerImageCode.fromAsset(asset),
          architecture: Architecture.ARM_64,
        });
      }),
    ).toThrow(/\[shop\/python\] The image \[shop\/App\] is built for x86_64, but the function runs on arm64/);
  });
});

describe("an image that was tested in another account", () => {
  const fromArn = (arn: string) =>
    synth((stack) => {
      const repository = Repository.fromRepositoryArn(stack, arn);
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromEcr(repository, { tagOrDigest: DIGEST }),
      });
    }).json;

  test("is the function's, by its digest", () => {
    const json = fromArn("arn:aws:ecr:eu-central-1:111111111111:repository/shop-dev/python");
    expect(only(json, "aws_lambda_function").image_uri).toBe(
      `111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop-dev/python@${DIGEST}`,
    );
  });

  test("has to be in the function's region", () => {
    expect(() => fromArn("arn:aws:ecr:eu-west-1:111111111111:repository/shop-dev/python")).toThrow(
      /is in eu-west-1, but this stack is in eu-central-1\. Lambda pulls only from its own region/,
    );
  });

  test("has to be named by an ARN", () => {
    expect(() => fromArn("shop-dev/python")).toThrow(
      /"shop-dev\/python" is not the ARN of an ECR repository/,
    );
  });
});

describe("a repository that other accounts pull from", () => {
  const make = (props: RepositoryProps) => () =>
    synth((stack) => void new Repository(stack, "R", props)).json;

  test("lets their functions and the accounts pull, and nobody push", () => {
    const { policy } = only(make({ pullAccounts: ["222222222222"] })(), "aws_ecr_repository_policy");
    expect(policy).toContain('"AWS":["arn:aws:iam::222222222222:root"]');
    expect(policy).toContain('"aws:sourceArn":["arn:aws:lambda:eu-central-1:222222222222:function:*"]');
    expect(policy).toContain('"aws:sourceArn":"arn:aws:lambda:eu-central-1:123456789012:function:*"');
    expect(policy).not.toMatch(/Put|Upload|"\*"/);
  });

  test("but no other account by default", () => {
    expect(only(make({})(), "aws_ecr_repository_policy").policy).not.toContain("AWS");
  });

  test("refuses an invalid account", () => {
    expect(make({ pullAccounts: ["prod"] })).toThrow(
      /pullAccounts must be AWS accounts of 12 digits each; got "prod"/,
    );
  });
});

describe("replication", () => {
  const make = (props: RegistryReplicationProps) => () =>
    synth((stack) => void new RegistryReplication(stack, "Replication", props)).json;

  test("copies this environment's images to other regions and accounts", () => {
    const json = make({
      destinations: [{ region: "eu-west-1" }, { region: "eu-central-1", account: "222222222222" }],
    })();
    expect(only(json, "aws_ecr_replication_configuration").replication_configuration.rule).toEqual([
      {
        destination: [
          { region: "eu-west-1", registry_id: "123456789012" },
          { region: "eu-central-1", registry_id: "222222222222" },
        ],
        repository_filter: [{ filter: "shop-dev/", filter_type: "PREFIX_MATCH" }],
      },
    ]);
  });

  test("refuses the place of the images as a destination, and an empty list", () => {
    expect(make({ destinations: [{ region: "eu-central-1" }] })).toThrow(
      /are in eu-central-1 of 123456789012 already/,
    );
    expect(make({ destinations: [] })).toThrow(/between 1 and 25 destinations/);
  });
});

test("an image that another tool manages is set once and then ignored", () => {
  const lifecycle = (ignoreImageChanges: boolean) =>
    only(
      synth((stack) => {
        new DockerImageFunction(stack, "python", {
          code: DockerImageCode.fromImageAsset(functionFolder()),
          ignoreImageChanges,
        });
      }).json,
      "aws_lambda_function",
    ).lifecycle;
  expect(lifecycle(true)).toEqual({ ignore_changes: ["image_uri"] });
  expect(lifecycle(false)).toBeUndefined();
});
