import { DockerBuildSecret, DockerImageAsset, type DockerImageAssetProps } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const SECRETS = {
  token: DockerBuildSecret.fromEnvironment("INDEX_TOKEN"),
  netrc: DockerBuildSecret.fromSrc("/run/secrets/netrc"),
};

function synthAsset(props: Partial<DockerImageAssetProps>, builder: "docker-provider" | "docker-cli") {
  let assetHash = "";
  const { json } = synth(
    (stack) => {
      ({ assetHash } = new DockerImageAsset(stack, "App", { directory: functionFolder(), ...props }));
    },
    { builder },
  );
  return { json, assetHash };
}

describe("a secret of the build", () => {
  test("is given to the docker provider by its id and source", () => {
    const { json } = synthAsset({ buildSecrets: SECRETS }, "docker-provider");
    const [build] = only(json, "docker_registry_image").build;
    expect(build.secrets).toEqual([
      { id: "netrc", src: "/run/secrets/netrc" },
      { id: "token", env: "INDEX_TOKEN" },
    ]);
  });

  test("is given to the docker command, which then builds with BuildKit", () => {
    const { json } = synthAsset({ buildSecrets: SECRETS }, "docker-cli");
    const { command, environment } = only(json, "terraform_data").provisioner[0]["local-exec"];
    expect(command).toContain(
      "--secret 'id=netrc,src=/run/secrets/netrc' --secret 'id=token,env=INDEX_TOKEN' --tag",
    );
    expect(environment.DOCKER_BUILDKIT).toBe("1");
  });

  test("is shown in a plan by its id and source, never by its value", () => {
    process.env.INDEX_TOKEN = "planted-4711";
    try {
      const { json } = synthAsset({ buildSecrets: SECRETS }, "docker-provider");
      expect(only(json, "docker_registry_image").triggers).toMatchObject({
        "--secret token": "env=INDEX_TOKEN",
        "--secret netrc": "src=/run/secrets/netrc",
      });
      expect(JSON.stringify(json)).not.toContain("planted-4711");
    } finally {
      delete process.env.INDEX_TOKEN;
    }
  });

  test("changes the hash with another source, but not with another order", () => {
    const hash = (buildSecrets: Record<string, DockerBuildSecret>) =>
      synthAsset({ buildSecrets }, "docker-cli").assetHash;
    expect(hash(SECRETS)).toBe(hash({ netrc: SECRETS.netrc, token: SECRETS.token }));
    expect(hash(SECRETS)).not.toBe(hash({ ...SECRETS, token: DockerBuildSecret.fromEnvironment("OTHER") }));
    expect(hash({})).toBe(synthAsset({}, "docker-cli").assetHash);
  });

  test("is refused when it is invalid", () => {
    expect(() => DockerBuildSecret.fromEnvironment("A-B")).toThrow(
      /"A-B" is not a valid name of an environment variable/,
    );
    expect(() => DockerBuildSecret.fromSrc("netrc")).toThrow(/absolute path .* got "netrc"/);
    expect(() => synthAsset({ buildSecrets: { "a b": SECRETS.token } }, "docker-cli")).toThrow(
      /\[shop\/App\] "a b" is not a valid id of a build secret/,
    );
  });
});

test("without one, the docker command is left to choose its builder", () => {
  const { json } = synthAsset({}, "docker-cli");
  expect(
    only(json, "terraform_data").provisioner[0]["local-exec"].environment.DOCKER_BUILDKIT,
  ).toBeUndefined();
});
