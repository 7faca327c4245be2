import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  checkProviders,
  classifyProviders,
  installedProviders,
  type ProviderSources,
} from "../../../cli/doctor/providers";
import { mirroredVersions } from "../../../cli/terraform/mirrored-versions";
import { fullAddress, providerPlatform, shortAddress } from "../../../cli/terraform/provider-address";
import { lockedVersions, withoutRefused } from "../../../cli/terraform/provider-lock";
import { temporaryFolder } from "./machine";

const AWS = "registry.terraform.io/hashicorp/aws";
const DOCKER = "registry.terraform.io/kreuzwerker/docker";

const LOCK = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "${AWS}" {
  version     = "5.100.0"
  constraints = ">= 5.100.0, < 7.0.0"
  hashes = [
    "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
  ]
}

provider "${DOCKER}" {
  version = "4.4.0"
}
`;

describe("providers", () => {
  const both = [
    { address: AWS, constraints: ">= 5.100.0, < 7.0.0" },
    { address: DOCKER, constraints: ">= 4.3.0, < 5.0.0, != 4.5.0" },
  ];
  const nothing: Omit<ProviderSources, "wanted"> = {
    locked: new Map(),
    installed: new Map(),
    mirrored: new Map(),
    ownConfiguration: false,
    registry: false,
  };

  test("that are installed or in a mirror are here, with their versions", () => {
    const check = classifyProviders({
      ...nothing,
      wanted: both,
      installed: new Map([[AWS, "6.25.0"]]),
      mirrored: new Map([[DOCKER, ["4.3.0", "4.4.0", "4.5.0"]]]),
    });
    expect(check).toMatchObject({
      status: "ok",
      found: "hashicorp/aws 6.25.0 (installed), kreuzwerker/docker 4.3.0 or 4.4.0 (in a mirror)",
    });
  });

  test("are not fine when nothing was synthesized", () => {
    expect(classifyProviders({ ...nothing, wanted: [] })).toMatchObject({ status: "skipped" });
  });

  test("come from the registry when it answers", () => {
    expect(classifyProviders({ ...nothing, wanted: both, registry: true }).status).toBe("ok");
  });

  test("are not available", () => {
    const { problem } = classifyProviders({ ...nothing, wanted: both });
    expect(problem?.code).toBe("providers-unreachable");
    expect(problem?.fix).toMatch(/TF_PROVIDER_MIRROR[\s\S]*IMAGE_BUILDER=docker-cli/);
  });

  test("may come from the user's own configuration", () => {
    expect(classifyProviders({ ...nothing, wanted: both, ownConfiguration: true }).status).toBe("skipped");
  });

  test("that the stack doesn't allow don't count: docker 4.5.0, AWS 5.100.0 where 6 is needed", () => {
    const wanted = [{ address: AWS, constraints: ">= 6.22.0, < 7.0.0" }, both[1] as (typeof both)[1]];
    const mirrored = new Map([
      [AWS, ["5.100.0"]],
      [DOCKER, ["4.5.0"]],
    ]);
    const { status, problem } = classifyProviders({ ...nothing, wanted, mirrored });
    expect(status).toBe("problem");
    expect(problem).toMatchObject({
      code: "providers-refused",
      what: "This machine has hashicorp/aws 5.100.0, but needs >= 6.22.0, < 7.0.0. This machine has kreuzwerker/docker 4.5.0, but needs >= 4.3.0, < 5.0.0, != 4.5.0. The registry of providers doesn't answer.",
    });
    expect(classifyProviders({ ...nothing, wanted, mirrored, registry: true })).toMatchObject({
      status: "ok",
      found:
        "hashicorp/aws, kreuzwerker/docker from the registry, which answers, this machine has hashicorp/aws 5.100.0, which the stack doesn't allow, this machine has kreuzwerker/docker 4.5.0, which the stack doesn't allow",
    });
  });

  test("that are installed in a version that the stack no longer allows don't count", () => {
    const { problem } = classifyProviders({
      ...nothing,
      wanted: [{ address: AWS, constraints: ">= 6.22.0, < 7.0.0" }],
      installed: new Map([[AWS, "5.100.0"]]),
    });
    expect(problem?.code).toBe("providers-unreachable");
  });

  test("are only those in the repository's lock", () => {
    const sources = { ...nothing, wanted: both, installed: new Map([[AWS, "6.25.0"]]) };
    const locked = new Map([[DOCKER, "4.4.0"]]);
    expect(classifyProviders({ ...sources, locked, mirrored: new Map([[DOCKER, ["4.4.0"]]]) }).status).toBe(
      "ok",
    );
    const { problem } = classifyProviders({ ...sources, locked, mirrored: new Map([[DOCKER, ["4.3.0"]]]) });
    expect(problem?.what).toContain("kreuzwerker/docker 4.3.0, but needs 4.4.0, as in the lock");
  });

  test("that the lock names and the stack doesn't allow: one command fixes it", () => {
    const { problem } = classifyProviders({
      ...nothing,
      wanted: both,
      registry: true,
      locked: new Map([[DOCKER, "4.5.0"]]),
    });
    expect(problem?.code).toBe("provider-lock-outdated");
    expect(problem?.fix).toContain("npm run lock -- --env <name>");
  });

  test("are read from a stack's lock file, if they are installed", () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, ".terraform.lock.hcl"), LOCK);
    mkdirSync(path.join(folder, ".terraform/providers", AWS, "5.100.0"), { recursive: true });
    expect([...installedProviders(folder)]).toEqual([[AWS, "5.100.0"]]);
  });

  test("are searched for in the mirrors of this machine, for its platform", async () => {
    const mirror = temporaryFolder();
    mkdirSync(path.join(mirror, AWS, "5.100.0", providerPlatform()), { recursive: true });
    const question = {
      locked: new Map(),
      stackFolders: [],
      mirrors: [mirror],
      ownConfiguration: true,
      registryHost: "localhost:1",
    };
    const wanted = [{ address: AWS, constraints: ">= 5.100.0, < 7.0.0" }];
    expect((await checkProviders({ ...question, wanted })).found).toBe("hashicorp/aws 5.100.0 (in a mirror)");
    const newer = [{ address: AWS, constraints: ">= 6.22.0" }];
    expect((await checkProviders({ ...question, wanted: newer })).status).toBe("skipped");
  });
});

describe("a mirror", () => {
  test("has unpacked and packed versions, only of the platform, the oldest first", () => {
    const mirror = temporaryFolder();
    const aws = path.join(mirror, AWS);
    mkdirSync(path.join(aws, "5.100.0/linux_amd64"), { recursive: true });
    mkdirSync(path.join(aws, "5.99.0/darwin_arm64"), { recursive: true });
    for (const name of [
      "index.json",
      "6.25.0.json",
      "terraform-provider-aws_6.25.0_linux_amd64.zip",
      "terraform-provider-aws_6.3.0_linux_amd64.zip",
      "terraform-provider-aws_6.26.0_darwin_arm64.zip",
      "terraform-provider-awscc_1.0.0_linux_amd64.zip",
    ]) {
      writeFileSync(path.join(aws, name), "");
    }
    expect(mirroredVersions([mirror], AWS, "linux_amd64")).toEqual(["5.100.0", "6.3.0", "6.25.0"]);
    expect(mirroredVersions([mirror], AWS, "darwin_arm64")).toEqual(["5.99.0", "6.26.0"]);
    expect(mirroredVersions([mirror], DOCKER, "linux_amd64")).toEqual([]);
    expect(mirroredVersions([mirror], AWS.replace("terraform.io", "opentofu.org"), "linux_amd64")).toEqual(
      [],
    );
  });

  test("is for a platform in Terraform's words", () => {
    expect(providerPlatform("linux", "x64")).toBe("linux_amd64");
    expect(providerPlatform("darwin", "arm64")).toBe("darwin_arm64");
    expect(providerPlatform("win32", "x64")).toBe("windows_amd64");
  });
});

test("a provider's address is short for people, and complete for Terraform", () => {
  expect(fullAddress("aws", "registry.opentofu.org")).toBe("registry.opentofu.org/hashicorp/aws");
  expect(fullAddress("kreuzwerker/docker", "registry.terraform.io")).toBe(DOCKER);
  expect(fullAddress("example.com/shop/queue", "registry.terraform.io")).toBe("example.com/shop/queue");
  expect(shortAddress(DOCKER)).toBe("kreuzwerker/docker");
});

describe("a lock", () => {
  test("names versions, in the address of their registry", () => {
    expect([...lockedVersions(LOCK)]).toEqual([
      [AWS, "5.100.0"],
      [DOCKER, "4.4.0"],
    ]);
    expect(lockedVersions("").size).toBe(0);
  });

  test("drops the versions that the stack doesn't allow, and keeps the rest unchanged", () => {
    const lock = withoutRefused(LOCK, [{ address: AWS, constraints: ">= 6.22.0" }]);
    expect([...lockedVersions(lock).keys()]).toEqual([DOCKER]);
    expect(lock).toMatch(/^# This file[\s\S]*\n\nprovider "registry.terraform.io\/kreuzwerker\/docker" \{/);
    expect(withoutRefused(LOCK, [{ address: DOCKER, constraints: "~> 4.3" }])).toBe(LOCK);
  });
});
