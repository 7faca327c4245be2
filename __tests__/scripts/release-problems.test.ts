import { type Release, releaseProblems } from "../../scripts/release-problems";

const RELEASE: Release = {
  tag: "v1.2.0",
  repository: "shop/cdktf-lambda-images",
  version: "1.2.0",
  changelog: "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n### Added\n",
};

describe("a release", () => {
  test("is published when the tag, package.json and the changelog have the same version", () => {
    expect(releaseProblems(RELEASE)).toEqual([]);
    const candidate = RELEASE.changelog.replace("1.2.0", "1.2.0-rc.1");
    expect(
      releaseProblems({ ...RELEASE, tag: "v1.2.0-rc.1", version: "1.2.0-rc.1", changelog: candidate }),
    ).toEqual([]);
  });

  test.each<[string, Partial<Release>, RegExp]>([
    ["of another tag", { tag: "v1.1.0" }, /^the tag is "v1\.1\.0", .*: tag v1\.2\.0$/],
    ["of a tag without v", { tag: "1.2.0" }, /tag v1\.2\.0$/],
    ["without a tag", { tag: "" }, /^the tag is missing/],
    ["outside a workflow", { repository: "" }, /^GITHUB_REPOSITORY/],
    ["that the changelog doesn't know", { changelog: "## [Unreleased]\n" }, /"## \[1\.2\.0\] - <date>"$/],
    ["of a changelog without its day", { changelog: "## [1.2.0]\n" }, /^CHANGELOG\.md has no part/],
    ["of a similar version", { changelog: "## [1x2.0] - 2026-12-01\n" }, /^CHANGELOG\.md has no part/],
  ])("is not published: one %s", (_, change, message) => {
    expect(releaseProblems({ ...RELEASE, ...change })).toEqual([expect.stringMatching(message)]);
  });
});
