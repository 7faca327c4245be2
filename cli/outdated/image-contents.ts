import { probe } from "../process/probe";
import { succeed } from "../process/run-program";

/** What is in an image. */
export interface ImageContents {
  /** In bytes, unpacked. */
  readonly size: number;
  /** The versions of its packages, by kind and name: `rpm openssl-libs`. @default - the image has no shell to ask */
  readonly packages?: ReadonlyMap<string, string>;
}

const PATIENCE = 120_000;

/**
 * Lists the packages of an image by its own package managers, and by the folders of Python's and Node.js's. For each a line: kind,
 * name, version. Only `sh` has to be there.
 */
const LIST = `
rpm -qa --qf 'rpm %{NAME} %{VERSION}-%{RELEASE}\\n' 2>/dev/null
dpkg-query -W -f 'deb \${Package} \${Version}\\n' 2>/dev/null
apk list --installed 2>/dev/null | sed -nE 's/^(.+)-([0-9][^ ]*) .*/apk \\1 \\2/p'
for folder in /var/task /var/runtime /var/lang/lib /usr/lib /usr/local/lib /opt /app; do
  [ -d "$folder" ] && find "$folder" -name '*.dist-info' 2>/dev/null | sed -nE 's|.*/([^/]+)-([0-9][^/]*)\\.dist-info$|python \\1 \\2|p'
  [ -d "$folder" ] && find "$folder" -path '*/node_modules/*' -name package.json 2>/dev/null | while read -r file; do
    case "$file" in */node_modules/*/*/*/package.json) continue;; esac
    name=$(sed -nE 's/^ *"name": *"([^"]+)".*/\\1/p' "$file" | head -n 1)
    version=$(sed -nE 's/^ *"version": *"([^"]+)".*/\\1/p' "$file" | head -n 1)
    [ -n "$name" ] && [ -n "$version" ] && echo "npm $name $version"
  done
done
exit 0
`;

/** Looks into an image of this machine's engine. It runs without a network, and nothing of the function is started. */
export async function imageContents(image: string): Promise<ImageContents> {
  const size = Number(await succeed("docker", ["image", "inspect", "--format", "{{.Size}}", image]));
  const listed = await probe(
    "docker",
    ["run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "sh", image, "-c", LIST],
    { timeout: PATIENCE },
  );
  return {
    size,
    ...(listed.state === "ran" && listed.code === 0 && { packages: packagesIn(listed.stdout) }),
  };
}

/** @param listed lines of kind, name and version */
export function packagesIn(listed: string): ReadonlyMap<string, string> {
  const packages = new Map<string, Set<string>>();
  for (const line of listed.split("\n")) {
    const [, key, version] = /^((?:rpm|deb|apk|python|npm) \S+) (\S+)$/.exec(line.trim()) ?? [];
    if (key === undefined || version === undefined) continue;
    packages.set(key, (packages.get(key) ?? new Set()).add(version));
  }
  // A package may be there twice, also in two versions.
  return new Map([...packages].map(([key, versions]) => [key, [...versions].sort().join(", ")]));
}
