import type { ImageContents } from "./image-contents";
import type { Vulnerability } from "./scanner";

/** An image before and after an update. */
export interface ImageChange {
  /** The Dockerfile. */
  readonly file: string;
  readonly before: ImageContents;
  readonly after: ImageContents;
  /** @default - no scanner is on this machine */
  readonly vulnerabilities?: {
    readonly scanner: string;
    /** @default - the scanner failed */
    readonly found?: { readonly before: readonly Vulnerability[]; readonly after: readonly Vulnerability[] };
  };
}

const NO_SCANNER =
  "known vulnerabilities: not compared, because neither trivy nor grype is on this machine (docs/upgrading.md of cdktf-lambda-images)";

/** What changes in an image, as text. */
export function imageChangeText({ file, before, after, vulnerabilities }: ImageChange): string {
  const grown = after.size - before.size;
  const size = `${file}: ${megabytes(before.size)} → ${megabytes(after.size)} (${grown < 0 ? "-" : "+"}${megabytes(Math.abs(grown))})`;
  return [size, ...packageLines(before, after), ...vulnerabilityLines(vulnerabilities)].join("\n  ");
}

function packageLines({ packages: old }: ImageContents, { packages: now }: ImageContents): string[] {
  if (old === undefined || now === undefined) {
    return ["packages: not listed, because the image has no shell"];
  }
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const lines = names.flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`  + ${name} ${is}`];
    return is === undefined ? [`  - ${name} ${was}`] : [`  ~ ${name} ${was} → ${is}`];
  });
  const count = (mark: string) => lines.filter((line) => line.startsWith(`  ${mark}`)).length;
  return [
    `packages: ${count("~")} changed, ${count("+")} added, ${count("-")} removed, ${names.length - lines.length} as before`,
    ...lines,
  ];
}

function vulnerabilityLines(vulnerabilities: ImageChange["vulnerabilities"]): string[] {
  if (vulnerabilities === undefined) return [NO_SCANNER];
  const { scanner, found } = vulnerabilities;
  if (found === undefined) return [`known vulnerabilities: not compared, because ${scanner} failed`];
  const keyOf = ({ id, package: name }: Vulnerability) => `${id} ${name}`;
  const [old, now] = [found.before, found.after].map(
    (list) => new Map(list.map((one) => [keyOf(one), one])),
  ) as [Map<string, Vulnerability>, Map<string, Vulnerability>];
  const line = (mark: string, { id, severity, package: name, version }: Vulnerability) =>
    `  ${mark} ${id} ${severity}: ${name} ${version}`;
  return [
    `known vulnerabilities (${scanner}): ${old.size} → ${now.size}`,
    ...[...now].filter(([key]) => !old.has(key)).map(([, one]) => line("+", one)),
    ...[...old].filter(([key]) => !now.has(key)).map(([, one]) => line("-", one)),
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
