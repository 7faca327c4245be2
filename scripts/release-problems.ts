/** What a release is made from. */
export interface Release {
  /** Git's tag. */
  readonly tag: string;
  /** The repository on GitHub: `<owner>/<name>`. */
  readonly repository: string;
  /** That of package.json. */
  readonly version: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
}

/** Why a version must not be published: what users would read of it isn't so. */
export function releaseProblems({ tag, repository, version, changelog }: Release): readonly string[] {
  const heading = new RegExp(`^## \\[${version.replace(/[.+]/g, "\\$&")}\\] - \\d{4}-\\d\\d-\\d\\d$`, "m");
  return [
    ...(tag === `v${version}`
      ? []
      : [
          `the tag is ${tag === "" ? "missing" : `"${tag}"`}, and package.json has the version ${version}: tag v${version}`,
        ]),
    ...(/^[\w.-]+\/[\w.-]+$/.test(repository) ? [] : ["GITHUB_REPOSITORY doesn't name this repository"]),
    ...(heading.test(changelog)
      ? []
      : [`CHANGELOG.md has no part for it: give what is unreleased the heading "## [${version}] - <date>"`]),
  ];
}
