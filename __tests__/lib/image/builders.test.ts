import { existsSync } from "node:fs";
import path from "node:path";
import { Token } from "cdktf";
import {
  Architecture,
  DockerCliBuilder,
  DockerImageAsset,
  type DockerImageAssetProps,
  RegistryLogin,
  Repository,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
type Options = Parameters<typeof synth>[1];

function synthAsset(props: Partial<DockerImageAssetProps> = {}, options: Options = {}) {
  return synth((stack) => {
    new DockerImageAsset(stack, "App", { directory: functionFolder(), ...props });
  }, options);
}

describe("the docker provider's builder", () => {
  test("builds and pushes in one resource, as one manifest without attestations, and never deletes", () => {
    const { json, folder } = synthAsset({
      target: "final",
      buildArgs: { B: "2", A: "1" },
      file: "Dockerfile",
    });
    const image = only(json, "docker_registry_image");
    expect(image.keep_remotely).toBe(true);
    expect(image.lifecycle).toEqual({ create_before_destroy: true, ignore_changes: ["name", "build"] });
    const [build] = image.build;
    expect(build).toMatchObject({
      dockerfile: "Dockerfile",
      target: "final",
      platform: "linux/amd64",
      provenance: "false",
      sbom: "false",
      build_args: { A: "1", B: "2" },
    });
    expect(build.context).toMatch(/^assets\/[0-9a-f]{64}$/);
    expect(existsSync(path.join(folder, build.context, "Dockerfile"))).toBe(true);
  });

  test("pushes each change with its own tag: content and time of the plan", () => {
    const { name } = only(synthAsset().json, "docker_registry_image");
    expect(name).toMatch(
      new RegExp(
        `^${REGISTRY}/\\$\\{aws_ecr_repository\\.\\w+\\.name\\}:[0-9a-f]{12}-\\$\\{formatdate\\("YYYYMMDDhhmmss", plantimestamp\\(\\)\\)\\}$`,
      ),
    );
  });

  test("needs no Docker for a plan, and logs in to exactly the host in the images' names", () => {
    const [provider] = synthAsset().json.provider.docker;
    expect(provider.disable_docker_daemon_check).toBe(true);
    expect(provider.registry_auth).toHaveLength(1);
    expect(provider.registry_auth[0].address).toBe(`https://${REGISTRY}`);
  });

  test("requires a version that can omit attestations", () => {
    expect(synthAsset().json.terraform.required_providers.docker).toEqual({
      source: "kreuzwerker/docker",
      version: ">= 4.3.0, < 5.0.0, != 4.5.0",
    });
  });
});

describe("the docker CLI's builder", () => {
  const cli: Options = { builder: "docker-cli" };

  test("needs no docker provider", () => {
    const { json } = synthAsset({}, cli);
    expect(json.terraform.required_providers?.docker).toBeUndefined();
  });

  test("builds and pushes what is not in the repository yet, and reads the digest after that", () => {
    const { json } = synthAsset({ target: "final", buildArgs: { A: "1" } }, cli);
    const push = only(json, "terraform_data");
    const [{ "local-exec": run }] = push.provisioner;
    expect(run.command).toMatch(
      /docker manifest inspect[\s\S]*docker images[\s\S]*docker tag[\s\S]*docker build --platform linux\/amd64 [\s\S]* --target 'final' --build-arg 'A='"\$BUILD_ARG_1" --tag "\$IMAGE" assets\/[0-9a-f]{64}\n\s*fi\n\s*docker push "\$IMAGE"/,
    );
    expect(run.environment.IMAGE).toMatch(new RegExp(`^${REGISTRY}/.*:[0-9a-f]{32}$`));
    expect(run.environment.BUILT).toMatch(new RegExp(`^${REGISTRY}/.*:[0-9a-f]{12}-\\*$`));
    expect(run.environment.BUILDX_NO_DEFAULT_ATTESTATIONS).toBe("1");
    expect(only(json, "aws_ecr_image", "data").depends_on).toEqual([
      expect.stringMatching(/^terraform_data\./),
    ]);
  });

  test("connects without TLS only to a registry with the scheme http", () => {
    const command = (scheme: "http" | "https") =>
      only(
        synth((stack) => {
          DockerCliBuilder.addTo(stack, { scheme });
          new DockerImageAsset(stack, "App", { directory: functionFolder() });
        }).json,
        "terraform_data",
      ).provisioner[0]["local-exec"].command;
    expect(command("http")).toContain('docker manifest inspect --insecure "$IMAGE"');
    expect(command("https")).toContain('docker manifest inspect "$IMAGE"');
  });

  test("passes a value unchanged through Terraform and the shell", () => {
    const { json } = synthAsset({ buildArgs: { A: "it's ${var.x} %{if} $HOME" } }, cli);
    // Values are passed by the environment, since Terraform prints the command of a build that fails.
    const { command, environment } = only(json, "terraform_data").provisioner[0]["local-exec"];
    expect(command).toContain(`--build-arg 'A='"$BUILD_ARG_1"`);
    expect(environment.BUILD_ARG_1).toBe("it's $${var.x} %%{if} $HOME");
  });

  test("removes the docker provider's push from the state, and leaves its image in the repository", () => {
    const build = (options: Options) =>
      synth((stack) => {
        new DockerImageAsset(stack, "One", { directory: functionFolder() });
        new DockerImageAsset(stack, "Two", { directory: functionFolder() });
      }, options).json;
    const addresses = Object.keys(build({}).resource.docker_registry_image).map(
      (name) => `docker_registry_image.${name}`,
    );
    expect(addresses).toHaveLength(2);
    expect(build(cli).removed).toEqual(addresses.map((from) => [{ from, lifecycle: { destroy: false } }]));
    expect(build({}).removed).toBeUndefined();
  });

  test("the same content gets the same tag, another gets another", () => {
    const tag = (text: string) => {
      const { json } = synthAsset({ directory: functionFolder({ "app.py": text }) }, cli);
      return only(json, "aws_ecr_image", "data").image_tag;
    };
    expect(tag("a = 1\n")).toBe(tag("a = 1\n"));
    expect(tag("a = 1\n")).not.toBe(tag("a = 2\n"));
  });
});

describe("logging in to the registry", () => {
  const auth = (login: RegistryLogin) => synthAsset({}, { login }).json;

  test("by an ephemeral token: none in the state", () => {
    const json = auth(RegistryLogin.ephemeralToken());
    expect(json.ephemeral).toEqual({ aws_ecr_authorization_token: { registry: {} } });
    expect(json.provider.docker[0].registry_auth[0]).toMatchObject({
      username: "${ephemeral.aws_ecr_authorization_token.registry.user_name}",
      password: "${ephemeral.aws_ecr_authorization_token.registry.password}",
    });
    expect(json.data).toBeUndefined();
  });

  test("is by an ephemeral token by default", () => {
    expect(synthAsset().json).toHaveProperty("ephemeral.aws_ecr_authorization_token");
  });

  test("by Docker's own configuration: no token in Terraform at all", () => {
    const json = auth(RegistryLogin.dockerConfig());
    expect(json.provider.docker[0].registry_auth).toEqual([{ address: `https://${REGISTRY}` }]);
  });

  test("by the data source, for AWS provider 5", () => {
    const json = auth(RegistryLogin.tokenInState());
    expect(json.data.aws_ecr_authorization_token).toHaveProperty("registry");
  });

  test("the docker CLI logs in with a token only where there is one", () => {
    const command = (login: RegistryLogin) =>
      only(synthAsset({}, { builder: "docker-cli", login }).json, "terraform_data").provisioner[0][
        "local-exec"
      ].command;
    expect(command(RegistryLogin.ephemeralToken())).toContain("docker login --username");
    expect(command(RegistryLogin.dockerConfig())).not.toContain("docker login");
  });
});

describe("an asset", () => {
  test("of the same folder has the same hash; every option changes it", () => {
    const hash = (props: Partial<DockerImageAssetProps>) => {
      let assetHash = "";
      synth((stack) => {
        assetHash = new DockerImageAsset(stack, "App", { directory: functionFolder(), ...props }).assetHash;
      });
      return assetHash;
    };
    expect(hash({})).toBe(hash({}));
    const hashes = [
      hash({}),
      hash({ buildArgs: { A: "1" } }),
      hash({ buildArgs: { A: "2" } }),
      hash({ target: "t" }),
      hash({ architecture: Architecture.ARM_64 }),
      hash({ directory: functionFolder({ "Other.Dockerfile": "FROM scratch\n" }) }),
      hash({ directory: functionFolder({ "Other.Dockerfile": "FROM scratch\n" }), file: "Other.Dockerfile" }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("doesn't depend on the order of build arguments", () => {
    const triggers = (buildArgs: Record<string, string>) =>
      JSON.stringify(only(synthAsset({ buildArgs }).json, "docker_registry_image"));
    expect(triggers({ A: "1", B: "2" })).toBe(triggers({ B: "2", A: "1" }));
  });

  test("refuses a build argument that is known only at apply, and an invalid name", () => {
    expect(() => synthAsset({ buildArgs: { A: Token.asString({ resolve: () => "x" }) } })).toThrow(
      /A is only known when Terraform runs/,
    );
    expect(() => synthAsset({ buildArgs: { "": "x" } })).toThrow(/is not a valid name of a build argument/);
  });
});

describe("what a plan shows of an image", () => {
  const triggers = (files: Record<string, string>, props: Partial<DockerImageAssetProps> = {}) =>
    only(synthAsset({ directory: functionFolder(files), ...props }).json, "docker_registry_image").triggers;

  test("each file, and each option", () => {
    expect(triggers({}, { buildArgs: { A: "1" } })).toEqual({
      Dockerfile: expect.stringMatching(/^[0-9a-f]{12}$/),
      "app.py": expect.stringMatching(/^[0-9a-f]{12}$/),
      "--file": "Dockerfile",
      "--platform": "linux/amd64",
      "--build-arg A": "1",
    });
  });

  test("names that Terraform would read as templates, or that look like options", () => {
    expect(Object.keys(triggers({ "${a}.py": "", "%{b}.py": "", "--file": "" }))).toEqual(
      expect.arrayContaining(["$${a}.py", "%%{b}.py", "./--file", "--file"]),
    );
  });

  test("very many files by their top-level entries, which show a change in one of them", () => {
    const files = (text: string) =>
      Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [`src/${index}.py`, index === 7 ? text : ""]),
      );
    const before = triggers(files("a"));
    const after = triggers(files("b"));
    expect(Object.keys(before)).toEqual(expect.arrayContaining(["Dockerfile", "app.py", "src/"]));
    expect(before["src/"]).toMatch(/^[0-9a-f]{12} \(300 files\)$/);
    expect(before["src/"]).not.toBe(after["src/"]);
    expect(before["app.py"]).toBe(after["app.py"]);
  });
});

describe("a repository", () => {
  test("is immutable, scanned, encrypted, kept when it has images, and open to this account's functions alone", () => {
    const { json } = synthAsset();
    expect(only(json, "aws_ecr_repository")).toMatchObject({
      name: "shop-dev/app",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      force_delete: false,
    });
    const { policy } = only(json, "aws_ecr_repository_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: {
          StringLike: { "aws:sourceArn": "arn:aws:lambda:eu-central-1:123456789012:function:*" },
        },
      }),
    ]);
  });

  test("counts images, and never deletes one because of its age", () => {
    const { rules } = JSON.parse(only(synthAsset().json, "aws_ecr_lifecycle_policy").policy);
    expect(rules).toHaveLength(1);
    expect(rules[0].selection).toEqual({
      tagStatus: "any",
      countType: "imageCountMoreThan",
      countNumber: 50,
    });
  });

  test("that is shared counts the images of each function separately", () => {
    const { json } = synth((stack) => {
      const repository = new Repository(stack, "Shared", {
        maxImageCount: 5,
        encryptionKey: "arn:aws:kms:eu-central-1:123456789012:key/k",
        emptyOnDelete: true,
      });
      new DockerImageAsset(stack, "One", { directory: functionFolder(), repository });
      new DockerImageAsset(stack, "OneMore", { directory: functionFolder(), repository });
    });
    expect(only(json, "aws_ecr_repository")).toMatchObject({
      force_delete: true,
      encryption_configuration: [{ encryption_type: "KMS" }],
    });
    const { rules } = JSON.parse(only(json, "aws_ecr_lifecycle_policy").policy);
    // The dot ends the prefix: "One." is no prefix of a tag of "OneMore".
    expect(rules.map((rule: { selection: unknown }) => rule.selection)).toEqual([
      { tagStatus: "tagged", tagPrefixList: ["One."], countType: "imageCountMoreThan", countNumber: 5 },
      { tagStatus: "tagged", tagPrefixList: ["OneMore."], countType: "imageCountMoreThan", countNumber: 5 },
    ]);
    const names = Object.values(json.resource.docker_registry_image).map(
      (image) => (image as { name: string }).name,
    );
    expect(names).toContainEqual(expect.stringMatching(/:One\.[0-9a-f]{12}-/));
  });

  test("that is shared refuses a name whose tags could be another's, and an invalid tag prefix", () => {
    const make = (id: string) => () =>
      synth((stack) => {
        const repository = new Repository(stack, "Shared");
        new DockerImageAsset(stack, id, { directory: functionFolder(), repository });
      });
    expect(make("one.more")).toThrow(/\[shop\/one\.more\] "one\.more" can't be the tag prefix of an image/);
    expect(make("with space")).toThrow(/can't be the tag prefix/);
    expect(make("a".repeat(96))).toThrow(/can't be the tag prefix/);
    expect(make("one-more_1")).not.toThrow();
  });

  test("that nothing here pushes to has no lifecycle policy: others may need its images", () => {
    const { json } = synth((stack) => {
      new Repository(stack, "Shared");
    });
    expect(json.resource.aws_ecr_lifecycle_policy).toBeUndefined();
  });

  test("refuses names and counts that ECR would refuse", () => {
    const make = (props: ConstructorParameters<typeof Repository>[2]) => () =>
      synth((stack) => void new Repository(stack, "R", props));
    expect(make({ repositoryName: "Big" })).toThrow(/"Big" is not a valid name of an ECR repository/);
    expect(make({ repositoryName: "a" })).toThrow(/is not a valid name/);
    expect(make({ maxImageCount: 0 })).toThrow("maxImageCount must be a whole number from 1 on; got 0");
    expect(make({ maxImageCount: Token.asNumber("${var.count}") })).toThrow(
      "maxImageCount must be a whole number from 1 on; got a value that is known only to Terraform",
    );
    expect(make({ repositoryName: "a/b-c_d.e" })).not.toThrow();
  });

  test("refuses more functions than ECR's policy has rules", () => {
    expect(() =>
      synth((stack) => {
        const repository = new Repository(stack, "Shared");
        for (let index = 0; index <= 50; index++) {
          repository.keepImagesOf(`f${index}.`);
        }
      }),
    ).toThrow(/0 for protected tags, 50 for functions/);
  });
});
