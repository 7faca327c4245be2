import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { providerPlatform } from "../../../cli/terraform/provider-address";
import {
  findProviderMirrors,
  isMirrored,
  mirrorConfig,
  mirrorEnvironment,
  providersIn,
} from "../../../cli/terraform/provider-mirror";

afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
});

function mirror(...providers: string[]): string {
  return mirrorOf("registry.terraform.io", ...providers);
}

function mirrorOf(registry: string, ...providers: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mirror-"));
  for (const provider of providers) {
    mkdirSync(path.join(folder, registry, provider), { recursive: true });
  }
  return folder;
}

describe("a mirror of providers", () => {
  test("lists its providers, sorted", () => {
    expect(providersIn(mirror("kreuzwerker/docker", "hashicorp/aws"))).toEqual([
      "hashicorp/aws",
      "kreuzwerker/docker",
    ]);
  });

  test("serves its providers; the registry serves the rest", () => {
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

  test("is not used if there is none", () => {
    const folder = path.join(mirror(), "config");
    expect(mirrorEnvironment([], folder)).toEqual({});
    expect(existsSync(folder)).toBe(false);
  });

  test("of OpenTofu's registry serves OpenTofu, and not Terraform", () => {
    const folder = mirrorOf("registry.opentofu.org", "hashicorp/aws");
    process.env.TF_PROVIDER_MIRROR = folder;
    expect(findProviderMirrors()).not.toContain(folder);
    process.env.TERRAFORM_BINARY_NAME = "/usr/local/bin/tofu";
    expect(findProviderMirrors()).toContain(folder);
    expect(mirrorConfig([folder])).toContain('include = ["registry.opentofu.org/hashicorp/aws"]');
    delete process.env.TF_PROVIDER_MIRROR;
  });
});

describe("a mirror without an allowed version", () => {
  const AWS = "registry.terraform.io/hashicorp/aws";
  const folder = mirror();
  mkdirSync(path.join(folder, AWS, "5.100.0", providerPlatform()), { recursive: true });
  mkdirSync(path.join(folder, AWS, "6.25.0", "plan9_amd64"), { recursive: true });

  test("doesn't count as having the provider", () => {
    expect(isMirrored([folder], { address: AWS, constraints: ">= 5.100.0, < 7.0.0" })).toBe(true);
    expect(isMirrored([folder], { address: AWS, constraints: ">= 6.22.0, < 7.0.0" })).toBe(false);
    expect(isMirrored([], { address: AWS, constraints: "" })).toBe(false);
  });

  test("doesn't keep Terraform from the registry", () => {
    const excluded = (...constraints: string[]) =>
      mirrorConfig(
        [folder],
        constraints.map((each) => ({ address: AWS, constraints: each })),
      ).split("direct")[1];
    expect(excluded()).toContain(AWS);
    expect(excluded(">= 5.100.0")).toContain(AWS);
    expect(excluded(">= 6.22.0")).not.toContain(AWS);
    // Two stacks: the registry is asked for one of them.
    expect(excluded(">= 5.100.0", ">= 6.22.0")).not.toContain(AWS);
  });
});
