import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Token } from "cdktf";
import {
  DockerBuildSecret,
  DockerImageAsset,
  type DockerImageAssetProps,
  DockerImageLabel,
  type IgnoreMode,
  NetworkMode,
  Repository,
  type SymlinkFollowMode,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

type Props = Partial<DockerImageAssetProps>;
type Builder = "docker-provider" | "docker-cli";

function synthAsset(props: Props = {}, builder: Builder = "docker-provider") {
  let asset: DockerImageAsset | undefined;
  const made = synth(
    (stack) => {
      asset = new DockerImageAsset(stack, "App", { directory: functionFolder(), ...props });
    },
    { builder },
  );
  return { ...made, asset: asset as unknown as DockerImageAsset };
}

const build = (props: Props) => only(synthAsset(props).json, "docker_registry_image").build[0];
const run = (props: Props): { command: string; environment: Record<string, string> } =>
  only(synthAsset(props, "docker-cli").json, "terraform_data").provisioner[0]["local-exec"];

describe("the docker provider gets", () => {
  test("network, caches and labels in its own arguments", () => {
    const made = build({
      networkMode: NetworkMode.HOST,
      cacheFrom: [{ type: "registry", params: { ref: "example.com/cache" } }],
      cacheTo: { type: "gha", params: { mode: "max" } },
      cacheDisabled: true,
      labels: { "org.opencontainers.image.source": "https://example.com/${x}" },
    });
    const labels = { "org.opencontainers.image.source": "https://example.com/$${x}" };
    expect(made).toMatchObject({
      network_mode: "host",
      cache_from: ["type=registry,ref=example.com/cache"],
      cache_to: ["type=gha,mode=max"],
      no_cache: true,
      // With BuildKit it reads one of the two, and without it the other.
      label: labels,
      labels,
    });
  });

  test("named contexts: a staged folder, and an image", () => {
    const buildContexts = { shared: functionFolder(), alpine: "docker-image://alpine:3.22" };
    expect(build({ buildContexts }).additional_contexts).toEqual([
      "alpine=docker-image://alpine:3.22",
      expect.stringMatching(/^shared=assets\/[0-9a-f]{64}$/),
    ]);
  });

  test("no new argument without these options", () => {
    expect(Object.keys(build({})).sort()).toEqual([
      "context",
      "dockerfile",
      "platform",
      "provenance",
      "sbom",
    ]);
  });

  test.each<[string, Props]>([
    ["buildSsh", { buildSsh: "default" }],
    ["labels: revision", { labels: { revision: DockerImageLabel.fromEnvironment("GITHUB_SHA") } }],
  ])("nothing that it would ignore: %s", (name, props) => {
    expect(() => synthAsset(props)).toThrow(
      new RegExp(
        `\\[shop/App\\] The docker provider can't .*\\(${name}\\).*DockerCliBuilder\\.addTo\\(this\\)`,
      ),
    );
  });
});

describe("the docker command gets", () => {
  test("each option as its flag", () => {
    const { command, environment } = run({
      buildSsh: "github=/home/ci/key",
      buildContexts: { shared: functionFolder(), alpine: "docker-image://alpine:3.22" },
      networkMode: NetworkMode.NONE,
      labels: { title: "it's" },
      cacheFrom: [{ type: "gha" }, { type: "registry", params: { ref: "example.com/cache" } }],
      cacheTo: { type: "inline" },
      cacheDisabled: true,
    });
    expect(command).toMatch(
      /--ssh 'github=\/home\/ci\/key' --build-context 'alpine=docker-image:\/\/alpine:3\.22' --build-context 'shared=assets\/[0-9a-f]{64}' --network none --label 'title=it'\\''s' --cache-from "\$CACHE_FROM_1" --cache-from "\$CACHE_FROM_2" --cache-to "\$CACHE_TO" --no-cache --tag/,
    );
    expect(environment).toMatchObject({
      CACHE_FROM_1: "type=gha",
      CACHE_FROM_2: "type=registry,ref=example.com/cache",
      CACHE_TO: "type=inline",
      DOCKER_BUILDKIT: "1",
    });
  });

  test("a label from the machine's environment, and none when the variable is empty", () => {
    const { command } = run({
      labels: { "org.opencontainers.image.revision": DockerImageLabel.fromEnvironment("GITHUB_SHA") },
    });
    expect(command).toContain(' $${GITHUB_SHA:+--label "org.opencontainers.image.revision=$GITHUB_SHA"} ');
  });

  test("no label from a variable that the command sets itself", () => {
    expect(() => run({ labels: { a: DockerImageLabel.fromEnvironment("IMAGE") } })).toThrow(
      /The label a can't come from the environment variable IMAGE/,
    );
  });

  test("a cache in a repository that Terraform creates", () => {
    const { json } = synth(
      (stack) => {
        const ref = `${new Repository(stack, "Cache").repositoryUri}:cache`;
        new DockerImageAsset(stack, "App", {
          directory: functionFolder(),
          cacheTo: { type: "registry", params: { ref } },
        });
      },
      { builder: "docker-cli" },
    );
    expect(only(json, "terraform_data").provisioner[0]["local-exec"].environment.CACHE_TO).toMatch(
      /^type=registry,ref=\$\{aws_ecr_repository\.\w+\.repository_url\}:cache$/,
    );
  });
});

describe("the hash", () => {
  const folder = functionFolder();
  const hash = (props: Props, builder: Builder = "docker-cli") =>
    synthAsset({ directory: folder, ...props }, builder).asset.assetHash;

  test.each<[string, Props]>([
    ["buildSsh", { buildSsh: "default" }],
    ["buildContexts", { buildContexts: { alpine: "docker-image://alpine:3.22" } }],
    ["networkMode", { networkMode: NetworkMode.NONE }],
    ["labels", { labels: { "org.opencontainers.image.source": "a" } }],
    ["extraHash", { extraHash: "1" }],
  ])("has %s", (_, props) => {
    expect(hash(props)).not.toBe(hash({}));
  });

  test.each<[string, Props]>([
    ["caches", { cacheFrom: [{ type: "gha" }], cacheTo: { type: "gha" }, cacheDisabled: true }],
    [
      "a label from the environment",
      { labels: { revision: DockerImageLabel.fromEnvironment("GITHUB_SHA") } },
    ],
    ["the default network", { networkMode: NetworkMode.DEFAULT }],
    ["what invalidation leaves out", { buildArgs: { A: "1" }, invalidation: { buildArgs: false } }],
    ["an empty list", { cacheFrom: [], labels: {}, buildContexts: {} }],
  ])("hasn't %s, and no trigger for it", (_, props) => {
    expect(hash(props)).toBe(hash({}));
    const triggers = (given: Props) =>
      only(synthAsset({ directory: folder, ...given }, "docker-cli").json, "terraform_data").triggers_replace;
    expect(triggers(props)).toEqual(triggers({}));
  });

  test("doesn't depend on the order of labels and contexts", () => {
    const [a, b] = [functionFolder({ a: "" }), functionFolder({ b: "" })];
    expect(hash({ labels: { a: "1", b: "2" }, buildContexts: { a, b } })).toBe(
      hash({ labels: { b: "2", a: "1" }, buildContexts: { b, a } }),
    );
  });

  test("left out: each option that invalidation names", () => {
    const all: Props = {
      buildArgs: { A: "1" },
      buildSecrets: { t: DockerBuildSecret.fromEnvironment("T") },
      buildSsh: "default",
      buildContexts: { alpine: "docker-image://alpine:3.22" },
      networkMode: NetworkMode.NONE,
      extraHash: "1",
    };
    const names = Object.keys(all);
    const invalidation = Object.fromEntries(names.map((name) => [name, false]));
    expect(hash({ ...all, invalidation })).toBe(hash({}));
    for (const name of names) {
      expect(hash({ ...all, invalidation: { [name]: false } })).not.toBe(hash(all));
    }
  });
});

test("another commit changes nothing: the stack has the variable's name, not its value", () => {
  const directory = functionFolder();
  const labels = { "org.opencontainers.image.revision": DockerImageLabel.fromEnvironment("GITHUB_SHA") };
  const text = (commit: string) => {
    process.env.GITHUB_SHA = commit;
    try {
      const { folder } = synthAsset({ directory, labels }, "docker-cli");
      return readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
    } finally {
      delete process.env.GITHUB_SHA;
    }
  };
  expect(text("1111111")).toBe(text("2222222"));
});

describe("a named context", () => {
  const shared = (files: Record<string, string>) =>
    synthAsset({ directory: FOLDER, buildContexts: { shared: functionFolder(files) } });
  const FOLDER = functionFolder();

  test("is staged without what its .dockerignore excludes", () => {
    const { json, folder } = shared({ ".dockerignore": "*.log\n", "a.log": "", "lib/a.py": "1" });
    const [context] = only(json, "docker_registry_image").build[0].additional_contexts;
    const staged = path.join(folder, context.slice("shared=".length));
    expect(existsSync(path.join(staged, "lib/a.py"))).toBe(true);
    expect(existsSync(path.join(staged, "a.log"))).toBe(false);
  });

  test("is hashed like the first, and a plan shows its changed file", () => {
    const [one, other] = [shared({ "lib/a.py": "1" }), shared({ "lib/a.py": "2" })];
    expect(one.asset.assetHash).not.toBe(other.asset.assetHash);
    const [before, after] = [one, other].map(
      ({ json }) => only(json, "docker_registry_image").triggers as Record<string, string>,
    );
    const changed = Object.keys(after ?? {}).filter((key) => before?.[key] !== after?.[key]);
    expect(changed).toEqual(["--build-context shared lib/a.py"]);
  });

  test("that is missing, empty or not a folder is an error", () => {
    expect(() => synthAsset({ buildContexts: { shared: "no-such-folder" } })).toThrow(/There is no folder/);
    expect(() => synthAsset({ buildContexts: { git: "https://example.com/a.git" } })).toThrow(
      /The build context git is .*It can be a folder or an image/,
    );
    expect(() => synthAsset({ buildContexts: { Shared: "x" } })).toThrow(
      /not a valid name of a build context/,
    );
  });
});

describe("options that can't be used are refused at synth", () => {
  test.each<[string, Props, RegExp]>([
    [
      "an unknown network",
      { networkMode: "bridge" as NetworkMode },
      /networkMode is "bridge"\. BuildKit has only default, host, none/,
    ],
    ["an invalid label", { labels: { "a b": "x" } }, /"a b" is not a valid name of a label/],
    [
      "a cache with a comma",
      { cacheTo: { type: "registry", params: { ref: "a,b" } } },
      /docker separates the parts by commas/,
    ],
    ["an SSH id with a space", { buildSsh: "my agent" }, /buildSsh is "my agent"/],
    [
      "patterns of git",
      { ignoreMode: "git" as IgnoreMode },
      /ignoreMode is "git".*there is only IgnoreMode\.DOCKER.*\*\*\/name/,
    ],
    [
      "links that stay links",
      { followSymlinks: "never" as SymlinkFollowMode },
      /followSymlinks is "never"\. It can be always, external, internal-only/,
    ],
    [
      "a target known at apply",
      { target: Token.asString({ resolve: () => "x" }) },
      /target is only known when Terraform runs/,
    ],
    [
      "a label known at apply",
      { labels: { a: Token.asString({ resolve: () => "x" }) } },
      /labels\["a"\] is only known/,
    ],
    [
      "an image without its target",
      { invalidation: { target: false } as object },
      /invalidation\.target can't be set/,
    ],
  ])("%s", (_, props, message) => {
    expect(() => synthAsset(props, "docker-cli")).toThrow(message);
  });

  test("all at once", () => {
    expect(() => synthAsset({ buildSsh: "a b", labels: { "a b": "x" } }, "docker-cli")).toThrow(
      /\[shop\/App\] The options of this image can't be used:\n {2}- buildSsh[^\n]*\n {2}- "a b"/,
    );
  });

  test("the name of a variable that can't be one", () => {
    expect(() => DockerImageLabel.fromEnvironment("A=B")).toThrow(
      /not a valid name of an environment variable/,
    );
  });
});
