import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import { succeed } from "../process/run-program";

/** A known vulnerability of a package in an image. */
export interface Vulnerability {
  /** For example `CVE-2026-12345`. */
  readonly id: string;
  readonly severity: string;
  readonly package: string;
  readonly version: string;
}

/** A program that finds known vulnerabilities in images. */
export interface Scanner {
  readonly name: "trivy" | "grype";
  scan(image: string): Promise<readonly Vulnerability[]>;
}

/** The used part of `trivy image --format json` (trivy 0.74). */
interface TrivyReport {
  readonly Results?: readonly {
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly PkgName: string;
      readonly InstalledVersion: string;
      readonly Severity: string;
    }[];
  }[];
}

/** The used part of `grype -o json` (grype 0.116). */
interface GrypeReport {
  readonly matches?: readonly {
    readonly vulnerability: { readonly id: string; readonly severity: string };
    readonly artifact: { readonly name: string; readonly version: string };
  }[];
}

const SCANNERS: readonly Scanner[] = [
  {
    name: "trivy",
    scan: async (image) =>
      ofTrivy(
        await succeed("trivy", ["image", "--no-progress", "--scanners", "vuln", "--format", "json", image], {
          env: process.env,
        }),
      ),
  },
  {
    name: "grype",
    scan: async (image) =>
      // With --quiet it doesn't print its errors (grype 0.116).
      ofGrype(await succeed("grype", ["-o", "json", `docker:${image}`], { env: process.env })),
  },
];

/** The scanner of this machine. Nothing is installed for it. */
export async function findScanner(): Promise<Scanner | undefined> {
  for (const scanner of SCANNERS) {
    const result = await probe(scanner.name, ["--version"]);
    if (result.state === "ran" && result.code === 0) return scanner;
  }
  return undefined;
}

export function ofTrivy(json: string): Vulnerability[] {
  const { Results = [] } = parseJson(json) as TrivyReport;
  return Results.flatMap(({ Vulnerabilities = [] }) => Vulnerabilities).map((one) => ({
    id: one.VulnerabilityID,
    severity: one.Severity.toLowerCase(),
    package: one.PkgName,
    version: one.InstalledVersion,
  }));
}

export function ofGrype(json: string): Vulnerability[] {
  const { matches = [] } = parseJson(json) as GrypeReport;
  return matches.map(({ vulnerability, artifact }) => ({
    id: vulnerability.id,
    severity: vulnerability.severity.toLowerCase(),
    package: artifact.name,
    version: artifact.version,
  }));
}
