import { isVersion, meetsConstraints, sortVersions } from "../../../cli/terraform/version-constraint";

/**
 * Version, constraints, and the result of apparentlymart/go-versions 1.0.2, which Terraform and OpenTofu use for
 * providers.
 */
const CASES: readonly (readonly [version: string, constraints: string, met: boolean])[] = [
  ["4.5.0", ">= 4.3.0, < 5.0.0, != 4.5.0", false],
  ["4.4.0", ">= 4.3.0, < 5.0.0, != 4.5.0", true],
  ["5.0.0", ">= 4.3.0, < 5.0.0, != 4.5.0", false],
  ["3.6.2", ">= 4.3.0, < 5.0.0", false],
  ["4.10.0", ">= 4.9.0", true],
  ["5.100.0", ">= 6.22.0, < 7.0.0", false],
  ["6.22.0", ">= 6.22.0, < 7.0.0", true],
  ["5.100.0", "", true],
  ["5.100.0", "5.100.0", true],
  ["5.100.0", "= 5.100", true],
  ["5.100.1", "= 5.100", false],
  ["5.100.1", "> 5.100", true],
  ["5.100.0", "<=5.100", true],
  ["4.9.9", "~> 4", true],
  ["5.0.0", "~> 4", false],
  ["4.9.9", "~> 4.3", true],
  ["4.2.9", "~> 4.3", false],
  ["4.3.9", "~> 4.3.1", true],
  ["4.3.0", "~> 4.3.1", false],
  ["4.4.0", "~>4.3.1", false],
  ["4.5.0", ">= 4.0.0 , != 4.4.0,", true],
  // A prerelease only matches a constraint that names it.
  ["5.0.0-beta1", ">= 4.3.0", false],
  ["5.0.0-beta1", "< 5.0.0", false],
  ["5.0.0-beta1", "5.0.0-beta1", true],
  ["5.0.0-beta2", "5.0.0-beta1", false],
  ["5.0.0-beta2", ">= 5.0.0-beta1", false],
  ["5.0.0-beta2", "~> 5.0.0-beta1", false],
  ["5.0.3", "~> 5.0.0-beta1", true],
  ["5.0.0-beta1", "= 5.0.0-beta1, < 5.0.0", true],
  ["5.0.0-beta1", "= 5.0.0-beta1, > 5.0.0", false],
  // The part after "+" matters only for equality.
  ["4.5.0+build", "4.5.0", false],
  ["4.5.0+build", "4.5.0+build", true],
  ["4.5.0+build", ">= 4.5.0", true],
  ["4.5.0+build", "!= 4.5.0", true],
];

describe("constraints of a provider's version", () => {
  test.each(CASES)("%s is within %j: %s", (version, constraints, met) => {
    expect(meetsConstraints(version, constraints)).toBe(met);
  });

  test.each(["v4.5.0", "=> 4", ">=  4", "4.x", "^4.0.0", "1.2.3.4", "4 - 5", ", 4"])(
    "that Terraform refuses (%s) are left to Terraform",
    (constraints) => {
      expect(meetsConstraints("4.5.0", constraints)).toBe(true);
    },
  );

  test("are not met by a text that isn't a version", () => {
    for (const text of ["4.5", "v4.5.0", "latest", "4.5.0.1", ""]) {
      expect(isVersion(text)).toBe(false);
      expect(meetsConstraints(text, ">= 0.0.0")).toBe(false);
    }
  });
});

test("versions are ordered by their numbers, prereleases before their release", () => {
  expect(
    sortVersions([
      "4.10.0",
      "4.9.0",
      "4.10.0-rc.2",
      "4.10.0-rc.10",
      "4.10.0-rc",
      "4.10.0-1",
      "latest",
      "3.0.0",
    ]),
  ).toEqual(["3.0.0", "4.9.0", "4.10.0-1", "4.10.0-rc", "4.10.0-rc.2", "4.10.0-rc.10", "4.10.0"]);
});
