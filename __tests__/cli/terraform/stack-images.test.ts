import { readFileSync } from "node:fs";
import { readStackImages } from "../../../cli/terraform/stack-images";
import { Architecture, DockerBuildSecret, DockerImageAsset } from "../../../lib";
import { functionFolder, synth } from "../../synth";

describe("the images of a synthesized stack", () => {
  test.each(["docker-provider", "docker-cli"] as const)("are read from what %s pushes", (builder) => {
    const { folder } = synth(
      (stack) => {
        const directory = functionFolder({ "arm/Dockerfile": "FROM a AS one\n" });
        new DockerImageAsset(stack, "One", { directory });
        new DockerImageAsset(stack, "Two", {
          directory,
          file: "arm/Dockerfile",
          target: "one",
          buildArgs: { V: "3.13" },
          buildSecrets: { token: DockerBuildSecret.fromEnvironment("TOKEN") },
          architecture: Architecture.ARM_64,
        });
      },
      { builder },
    );
    const type = builder === "docker-cli" ? "terraform_data" : "docker_registry_image";
    const images = readStackImages(folder);
    expect(images).toEqual([
      {
        address: expect.stringMatching(new RegExp(`^${type}\\.One_Push_[0-9A-F]{8}$`)),
        context: expect.stringMatching(/\/assets\/[0-9a-f]{64}$/),
        dockerfile: expect.any(String),
        platform: "linux/amd64",
        buildArgs: {},
        buildContexts: {},
        buildKitOptions: [],
      },
      {
        address: expect.stringMatching(new RegExp(`^${type}\\.Two_Push_[0-9A-F]{8}$`)),
        context: expect.stringMatching(/\/assets\/[0-9a-f]{64}$/),
        dockerfile: expect.any(String),
        platform: "linux/arm64",
        target: "one",
        buildArgs: { V: "3.13" },
        buildContexts: {},
        buildKitOptions: ["buildSecrets"],
      },
    ]);
    expect(readFileSync(images[1]?.dockerfile as string, "utf8")).toBe("FROM a AS one\n");
  });

  test.each(["docker-provider", "docker-cli"] as const)(
    "have the options that don't count, and the context among named ones, from %s",
    (builder) => {
      const { folder } = synth(
        (stack) => {
          new DockerImageAsset(stack, "One", {
            directory: functionFolder(),
            buildArgs: { V: "3.13" },
            buildContexts: { a: functionFolder({ a: "" }), b: "docker-image://alpine:3.22" },
            invalidation: { buildArgs: false, buildContexts: false },
            cacheFrom: [{ type: "gha" }],
            cacheTo: { type: "gha" },
          });
        },
        { builder },
      );
      const [image] = readStackImages(folder);
      expect(image).toMatchObject({
        buildArgs: { V: "3.13" },
        buildContexts: { a: "folder", b: "docker-image://alpine:3.22" },
        buildKitOptions: ["buildContexts", "cacheFrom", "cacheTo"],
      });
      expect(readFileSync(image?.dockerfile as string, "utf8")).toContain("COPY . ${LAMBDA_TASK_ROOT}");
    },
  );
});
