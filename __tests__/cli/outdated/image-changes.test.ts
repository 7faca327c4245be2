import { imageChangeText } from "../../../cli/outdated/image-changes";
import { packagesIn } from "../../../cli/outdated/image-contents";
import { ofGrype, ofTrivy } from "../../../cli/outdated/scanner";

const BEFORE = {
  size: 226_100_000,
  packages: packagesIn("rpm openssl-libs 3.0.8-1\nrpm zlib 1.2.11-33\nnoise\n"),
};
const AFTER = {
  size: 227_000_000,
  packages: packagesIn("rpm openssl-libs 3.0.9-1\nrpm zlib 1.2.11-33\npython boto3 1.43.0\n"),
};

test("size, packages and known vulnerabilities, before and after", () => {
  const before = ofTrivy(
    JSON.stringify({
      Results: [
        {
          Vulnerabilities: [
            {
              VulnerabilityID: "CVE-2026-1",
              PkgName: "openssl-libs",
              InstalledVersion: "3.0.8-1",
              Severity: "HIGH",
            },
            {
              VulnerabilityID: "CVE-2026-2",
              PkgName: "zlib",
              InstalledVersion: "1.2.11-33",
              Severity: "LOW",
            },
          ],
        },
        {},
      ],
    }),
  );
  const after = ofGrype(
    JSON.stringify({
      matches: [
        {
          vulnerability: { id: "CVE-2026-2", severity: "Low" },
          artifact: { name: "zlib", version: "1.2.11-33" },
        },
      ],
    }),
  );
  const vulnerabilities = { scanner: "trivy", found: { before, after } };
  expect(
    imageChangeText({ file: "lambdas/f/Dockerfile", before: BEFORE, after: AFTER, vulnerabilities }),
  ).toBe(
    `lambdas/f/Dockerfile: 226.1 MB → 227.0 MB (+0.9 MB)
  packages: 1 changed, 1 added, 0 removed, 1 as before
    + python boto3 1.43.0
    ~ rpm openssl-libs 3.0.8-1 → 3.0.9-1
  known vulnerabilities (trivy): 2 → 1
    - CVE-2026-1 high: openssl-libs 3.0.8-1`,
  );
});

test("without a scanner, and for an image without a shell, it says so", () => {
  const text = imageChangeText({ file: "f", before: { size: 2_000_000 }, after: { size: 1_000_000 } });
  expect(text).toContain("f: 2.0 MB → 1.0 MB (-1.0 MB)");
  expect(text).toContain("packages: not listed, because the image has no shell");
  expect(text).toContain("not compared, because neither trivy nor grype is on this machine");
});

test("when the scanner failed, it says so", () => {
  const text = imageChangeText({
    file: "f",
    before: BEFORE,
    after: AFTER,
    vulnerabilities: { scanner: "grype" },
  });
  expect(text).toContain("packages: 1 changed");
  expect(text).toContain("known vulnerabilities: not compared, because grype failed");
});

test("a package that is there in two versions has both", () => {
  expect(packagesIn("npm semver 7.1.0\nnpm semver 6.0.0\n").get("npm semver")).toBe("6.0.0, 7.1.0");
});
