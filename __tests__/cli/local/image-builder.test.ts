import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chooseImageBuilder, wantedImageBuilder } from "../../../cli/local/image-builder";
import { providerPlatform } from "../../../cli/terraform/provider-address";

const printed: string[] = [];
const before = { ...process.env };

beforeEach(() => {
  printed.length = 0;
  jest.spyOn(console, "error").mockImplementation((text) => void printed.push(text));
  jest.spyOn(global, "fetch").mockRejectedValue(new Error("offline"));
  delete process.env.IMAGE_BUILDER;
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
});

function dockerMirror(version: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), "mirror-"));
  const docker = path.join(folder, "registry.terraform.io/kreuzwerker/docker");
  mkdirSync(path.join(docker, version, providerPlatform()), { recursive: true });
  process.env.TF_PROVIDER_MIRROR = folder;
}

describe("the builder of the local AWS's images", () => {
  test("is the docker provider when a mirror has an allowed version", async () => {
    dockerMirror("4.5.0");
    expect(await chooseImageBuilder()).toBe("docker-provider");
    expect(printed).toEqual([]);
  });

  test("is the docker command when a mirror has only versions that are not allowed, and that is logged", async () => {
    dockerMirror("3.6.2");
    expect(await chooseImageBuilder()).toBe("docker-cli");
    expect(printed.join()).toMatch(
      /no mirror on it has kreuzwerker\/docker >= 4\.3\.0, < 5\.0\.0 \(only 3\.6\.2/,
    );
  });

  test("is the docker provider when the registry answers", async () => {
    dockerMirror("3.6.2");
    jest.mocked(global.fetch).mockResolvedValue(new Response("{}"));
    expect(await chooseImageBuilder()).toBe("docker-provider");
  });

  test("is the one in $IMAGE_BUILDER", async () => {
    process.env.IMAGE_BUILDER = "docker-provider";
    expect(wantedImageBuilder()).toBe("docker-provider");
    process.env.IMAGE_BUILDER = "";
    expect(wantedImageBuilder()).toBeUndefined();
  });
});
