import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockChanges, lockProblems, missingInMirrors } from "../../../cli/terraform/lock-problems";
import { providerPlatform } from "../../../cli/terraform/provider-address";

const AWS = "registry.terraform.io/hashicorp/aws";
const DOCKER = "registry.terraform.io/kreuzwerker/docker";

function lock(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([address, version]) => `provider "${address}" {\n  version     = "${version}"\n}\n`)
    .join("\n");
}

describe("a lock that doesn't fit its stack", () => {
  const required = [
    { address: AWS, constraints: ">= 6.22.0, < 7.0.0" },
    { address: DOCKER, constraints: ">= 4.3.0, != 4.5.0" },
  ];

  test("lacks a provider, or names a version that the stack doesn't allow", () => {
    expect(lockProblems(lock({ [AWS]: "6.25.0", [DOCKER]: "4.4.0" }), required)).toEqual([]);
    expect(lockProblems(lock({ [DOCKER]: "4.5.0" }), required)).toEqual([
      "it has no registry.terraform.io/hashicorp/aws, which the stack needs",
      "it names kreuzwerker/docker 4.5.0, but the stack allows >= 4.3.0, != 4.5.0",
    ]);
  });

  test("was made by Terraform, but OpenTofu runs", () => {
    const tofu = [{ address: AWS.replace("terraform.io", "opentofu.org"), constraints: "" }];
    expect(lockProblems(lock({ [AWS]: "6.25.0" }), tofu)).toEqual([
      "it has no registry.opentofu.org/hashicorp/aws, which the stack needs",
    ]);
  });

  test("names versions that the mirrors no longer have", () => {
    const mirror = mkdtempSync(path.join(tmpdir(), "mirror-"));
    for (const version of ["4.4.0", "4.5.0"]) {
      mkdirSync(path.join(mirror, DOCKER, version, providerPlatform()), { recursive: true });
    }
    expect(missingInMirrors(lock({ [AWS]: "6.25.0", [DOCKER]: "4.3.0" }), required, [mirror])).toEqual([
      "kreuzwerker/docker 4.3.0 (but 4.4.0)",
    ]);
    expect(missingInMirrors(lock({ [DOCKER]: "4.4.0" }), required, [mirror])).toEqual([]);
  });
});

test("changes of a lock are named with both versions", () => {
  const before = lock({ [AWS]: "6.25.0", [DOCKER]: "4.4.0" });
  expect(lockChanges(before, lock({ [AWS]: "6.26.0", [DOCKER]: "4.4.0" }))).toEqual([
    "hashicorp/aws 6.25.0 → 6.26.0",
  ]);
  expect(lockChanges("", before)).toEqual(["hashicorp/aws 6.25.0", "kreuzwerker/docker 4.4.0"]);
  expect(lockChanges(before, before)).toEqual([]);
});
