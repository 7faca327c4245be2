import { imageReference } from "./image-reference";

export type LambdaLanguage = "python" | "nodejs" | "java" | "dotnet" | "ruby" | "go" | "provided";

/** A version of a language that Lambda supports, and until when. */
export interface LambdaRuntime {
  readonly language: LambdaLanguage;
  /** Lambda's name, for example `python3.13`. */
  readonly name: string;
  /** The tag of its base image, for example `3.13`. Longer tags name a build or an architecture of it. */
  readonly tag: string;
  readonly os: "Amazon Linux" | "Amazon Linux 2" | "Amazon Linux 2023";
  /** The day from which AWS no longer supports it and need not patch its base image. ISO 8601. */
  readonly deprecated: string;
}

/** One of AWS's base images for Lambda. */
export interface LambdaBaseImage {
  readonly language: LambdaLanguage;
  /** @default - the tag names no version, or one that is not in the table */
  readonly runtime?: LambdaRuntime;
}

/** The source of the table. AWS changes these dates. */
export const LAMBDA_RUNTIMES_SOURCE = {
  title: "AWS Lambda Developer Guide, “Lambda runtimes”",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  /** The page itself could not be read. These are the dates that endoflife.date recorded from it on that day. */
  recorded: "2026-08-22",
} as const;

/** For each language the newest version comes first. */
export const LAMBDA_RUNTIMES: readonly LambdaRuntime[] = (
  [
    ["python", "python3.14", "3.14", "Amazon Linux 2023", "2029-06-30"],
    ["python", "python3.13", "3.13", "Amazon Linux 2023", "2029-06-30"],
    ["python", "python3.12", "3.12", "Amazon Linux 2023", "2028-10-31"],
    ["python", "python3.11", "3.11", "Amazon Linux 2", "2027-06-30"],
    ["python", "python3.10", "3.10", "Amazon Linux 2", "2026-10-31"],
    ["python", "python3.9", "3.9", "Amazon Linux 2", "2025-12-15"],
    ["python", "python3.8", "3.8", "Amazon Linux 2", "2024-10-14"],
    ["python", "python3.7", "3.7", "Amazon Linux", "2023-12-04"],
    ["python", "python3.6", "3.6", "Amazon Linux", "2022-07-18"],
    ["python", "python2.7", "2.7", "Amazon Linux", "2021-07-15"],
    ["nodejs", "nodejs24.x", "24", "Amazon Linux 2023", "2028-04-30"],
    ["nodejs", "nodejs22.x", "22", "Amazon Linux 2023", "2027-04-30"],
    ["nodejs", "nodejs20.x", "20", "Amazon Linux 2023", "2026-04-30"],
    ["nodejs", "nodejs18.x", "18", "Amazon Linux 2", "2025-09-01"],
    ["nodejs", "nodejs16.x", "16", "Amazon Linux 2", "2024-06-12"],
    ["nodejs", "nodejs14.x", "14", "Amazon Linux 2", "2023-12-04"],
    ["nodejs", "nodejs12.x", "12", "Amazon Linux 2", "2023-03-31"],
    ["nodejs", "nodejs10.x", "10", "Amazon Linux 2", "2021-07-30"],
    ["java", "java25", "25", "Amazon Linux 2023", "2029-06-30"],
    ["java", "java21", "21", "Amazon Linux 2023", "2029-06-30"],
    ["java", "java17.al2023", "17.al2023", "Amazon Linux 2023", "2029-06-30"],
    ["java", "java17", "17", "Amazon Linux 2", "2027-06-30"],
    ["java", "java11.al2023", "11.al2023", "Amazon Linux 2023", "2029-06-30"],
    ["java", "java11", "11", "Amazon Linux 2", "2027-06-30"],
    ["java", "java8.al2023", "8.al2023", "Amazon Linux 2023", "2029-06-30"],
    ["java", "java8.al2", "8.al2", "Amazon Linux 2", "2027-06-30"],
    ["java", "java8", "8", "Amazon Linux", "2024-01-08"],
    ["dotnet", "dotnet10", "10", "Amazon Linux 2023", "2028-11-14"],
    ["dotnet", "dotnet9", "9", "Amazon Linux 2023", "2026-11-10"],
    ["dotnet", "dotnet8", "8", "Amazon Linux 2023", "2026-11-10"],
    ["dotnet", "dotnet7", "7", "Amazon Linux 2", "2024-05-14"],
    ["dotnet", "dotnet6", "6", "Amazon Linux 2", "2024-12-20"],
    ["dotnet", "dotnet5.0", "5.0", "Amazon Linux 2", "2022-05-10"],
    ["dotnet", "dotnetcore3.1", "core3.1", "Amazon Linux 2", "2023-04-03"],
    ["ruby", "ruby4.0", "4.0", "Amazon Linux 2023", "2029-03-31"],
    ["ruby", "ruby3.4", "3.4", "Amazon Linux 2023", "2028-03-31"],
    ["ruby", "ruby3.3", "3.3", "Amazon Linux 2023", "2027-03-31"],
    ["ruby", "ruby3.2", "3.2", "Amazon Linux 2", "2026-03-31"],
    ["ruby", "ruby2.7", "2.7", "Amazon Linux 2", "2023-12-07"],
    ["ruby", "ruby2.5", "2.5", "Amazon Linux", "2021-07-30"],
    ["go", "go1.x", "1", "Amazon Linux", "2024-01-08"],
    ["provided", "provided.al2023", "al2023", "Amazon Linux 2023", "2029-06-30"],
    ["provided", "provided.al2", "al2", "Amazon Linux 2", "2026-07-31"],
    ["provided", "provided", "alami", "Amazon Linux", "2024-01-08"],
  ] as const
).map(([language, name, tag, os, deprecated]) => ({ language, name, tag, os, deprecated }));

/**
 * The AWS base image that a name certainly refers to: on ECR Public, on Docker Hub, or in a mirror whose path contains
 * ECR Public (`…/ecr-public/lambda/python`, AWS's own example for pull-through caches). A company's `…/lambda/python`
 * may contain anything.
 */
export function lambdaBaseImage(image: string): LambdaBaseImage | undefined {
  const { name, tag } = imageReference(image);
  const [, language] =
    /^(?:(?:.*\/)?(?:public\.ecr\.aws|ecr-public|public-ecr-aws)\/lambda\/|(?:docker\.io\/)?amazon\/aws-lambda-)([a-z]+)$/.exec(
      name,
    ) ?? [];
  if (!isLanguage(language)) return undefined;
  const runtime = LAMBDA_RUNTIMES.filter((candidate) => candidate.language === language)
    .filter((candidate) => tag !== undefined && isBuildOf(tag, candidate.tag))
    .sort((one, other) => other.tag.length - one.tag.length)[0];
  return { language, ...(runtime && { runtime }) };
}

/** A tag of AWS's base images that no runtime of the table has. */
export interface UnknownTag {
  /** It is above the newest version of the table. */
  readonly mayBeNew: boolean;
  /** The tags of the supported versions, newest first. */
  readonly known: readonly string[];
}

/**
 * Whether the tag of an AWS base image names a version that AWS hasn't published. Tags without a version (`latest`) and
 * less than one (`3`) are not judged.
 */
export function unknownTag(image: string): UnknownTag | undefined {
  const { tag = "", digest } = imageReference(image);
  const base = lambdaBaseImage(image);
  if (base === undefined || digest !== undefined) return undefined;
  const known = LAMBDA_RUNTIMES.filter(({ language }) => language === base.language);
  const tags = known.slice(0, 5).map((runtime) => runtime.tag);
  // The images of Docker have such variants, those of AWS don't.
  if (base.runtime && /-(slim|alpine|bookworm|bullseye|buster|trixie|jammy|noble)/.test(tag))
    return { mayBeNew: false, known: tags };
  const [version] = VERSIONS[base.language].exec(tag) ?? [];
  if (base.runtime || version === undefined) return undefined;
  const newest = Math.max(...known.map((runtime) => numberOf(runtime.tag)));
  return { mayBeNew: numberOf(version) > newest, known: tags };
}

/** What of a tag is its version. Java, .NET and the OS-only images have tags of other kinds, too. */
const VERSIONS: Readonly<Record<LambdaLanguage, RegExp>> = {
  python: /^\d+\.\d+(?=$|[.-])/,
  ruby: /^\d+\.\d+(?=$|[.-])/,
  nodejs: /^\d+(?=$|[.-])/,
  java: /^\d+(?=$|[.-])/,
  dotnet: /^\d+(\.0)?(?=$|[.-])/,
  go: /^\d+(?=$|[.-])/,
  provided: /^$/,
};

/** For comparing: 3.14 is above 3.9. */
function numberOf(version: string): number {
  const [major = 0, minor = 0] = version
    .replace(/^\D+/, "")
    .split(".")
    .map((part) => Number.parseInt(part, 10) || 0);
  return major * 1000 + minor;
}

/** The runtime of that language with the longest support. */
export function newestRuntime(language: LambdaLanguage): LambdaRuntime | undefined {
  return LAMBDA_RUNTIMES.find((runtime) => runtime.language === language);
}

/** The variables that the base images set (github.com/aws/aws-lambda-base-images). */
export const LAMBDA_IMAGE_VARIABLES: Readonly<Record<string, string>> = {
  LAMBDA_TASK_ROOT: "/var/task",
  LAMBDA_RUNTIME_DIR: "/var/runtime",
};

/** The folder in which the runtime looks for the handler. It is also the working directory of the base images. */
export const LAMBDA_TASK_ROOT = "/var/task";

function isLanguage(text: string | undefined): text is LambdaLanguage {
  return LAMBDA_RUNTIMES.some(({ language }) => language === text);
}

/** `3.13`, `3.13-arm64`, `3.13.2025.11.24.01-x86_64`; not `3.1` for `3.13`. */
function isBuildOf(tag: string, version: string): boolean {
  return tag === version || (tag.startsWith(version) && /^(-[a-z]|\.\d)/.test(tag.slice(version.length)));
}
