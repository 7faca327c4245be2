import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { mirrorConfig, mirrorEnvironment, providersIn } from "../../terraform/provider-mirror";

function mirror(...providers: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mirror-"));
  for (const provider of providers) {
    mkdirSync(path.join(folder, "registry.terraform.io", provider), { recursive: true });
  }
  return folder;
}

describe("a mirror of providers", () => {
  test("tells what it holds, in one order", () => {
    expect(providersIn(mirror("kreuzwerker/docker", "hashicorp/aws"))).toEqual([
      "hashicorp/aws",
      "kreuzwerker/docker",
    ]);
  });

  test("serves what it holds; the registry serves the rest", () => {
    const folder = mirror("hashicorp/aws");
    expect(mirrorConfig([folder])).toBe(
      `provider_installation {
  filesystem_mirror {
    path    = "${folder}"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`,
    );
  });

  test("is not used where there is none", () => {
    const folder = path.join(mirror(), "config");
    expect(mirrorEnvironment([], folder)).toEqual({});
    expect(existsSync(folder)).toBe(false);
  });
});
