/** The part of a version that the checks compare. */
export type Version = readonly [major: number, minor: number];

/** The first version in a text such as `Terraform v1.11.4` or `v20.20.2`, as text and as numbers. */
export function readVersion(text: string): { readonly text: string; readonly version: Version } | undefined {
  const found = /(\d+)\.(\d+)(?:\.\d+)?[-+.\w]*/.exec(text);
  return found ? { text: found[0], version: [Number(found[1]), Number(found[2])] } : undefined;
}

export function isAtLeast([major, minor]: Version, [oldestMajor, oldestMinor]: Version): boolean {
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
