import type { Kind, Variant } from "../kind";
import { replaced, withDockerfile, withInstruction } from "../reading/edit";
import type { Facts } from "../reading/facts";
import { readInstructions } from "../reading/instructions";

/** Changes the FROM of the image that the final stage is built on. */
function withFrom(facts: Facts, change: (text: string) => string): Variant | undefined {
  const { from } = facts.root;
  const changed = change(from.text);
  if (changed === from.text) return undefined;
  return withDockerfile(facts, replaced(facts.text, from, `FROM ${changed}`), [from.line]);
}

function withPlatform(facts: Facts, platform: string): Variant | undefined {
  return withFrom(facts, (text) => `--platform=${platform} ${text.replace(/--platform=\S+\s+/, "")}`);
}

/** The image in a FROM: the first word that is no flag. */
const IMAGE = /^((?:--\S+\s+)*)(\S+)/;

function otherOf({ project }: Facts): "arm64" | "x86_64" {
  return project.architecture === "arm64" ? "x86_64" : "arm64";
}

const tagOfOtherArchitecture: Kind = {
  name: "tag for another architecture",
  codes: ["platform-mismatch"],
  severity: "error",
  variant(facts) {
    if (!facts.aws || /@|-(arm64|x86_64)$/.test(facts.root.image)) return undefined;
    if (!facts.root.image.includes(":") || /--platform=/.test(facts.root.from.text)) return undefined;
    return withFrom(facts, (text) => text.replace(IMAGE, `$1$2-${otherOf(facts)}`));
  },
};

const otherPlatform: Kind = {
  name: "`--platform` of another architecture",
  codes: ["platform-mismatch"],
  severity: "error",
  variant: (facts) => withPlatform(facts, otherOf(facts) === "arm64" ? "linux/arm64" : "linux/amd64"),
};

const buildPlatform: Kind = {
  name: "`--platform=$BUILDPLATFORM` in the final stage",
  codes: ["platform-mismatch"],
  // Where the build runs isn't known.
  severity: "warning",
  variant: (facts) => withPlatform(facts, "$BUILDPLATFORM"),
};

/** Changes the version of AWS's image, in FROM or in the ARG that FROM names. */
function withVersion(facts: Facts, version: string): Variant | undefined {
  const { root, text, project } = facts;
  const written = /(python|nodejs):(\d[\d.]*)(?=$|\s|-(?:arm64|x86_64))/;
  if (written.test(root.from.text)) return withFrom(facts, (from) => from.replace(written, `$1:${version}`));
  const [, name = ""] = /(?:python|nodejs):\$\{?(\w+)\}?(?=$|\s|-)/.exec(root.from.text) ?? [];
  const arg = readInstructions(text).find(
    (each) => each.keyword === "ARG" && each.text.startsWith(`${name}=`),
  );
  if (name === "" || !arg || project.buildArgs?.[name] !== undefined) return undefined;
  return withDockerfile(facts, replaced(text, arg, `ARG ${name}=${version}`), [arg.line, root.from.line]);
}

const futureTag: Kind = {
  name: "a tag above all versions (`3.31`, `41`)",
  codes: ["base-image-missing"],
  severity: "warning",
  variant(facts) {
    if (facts.aws === "python") return withVersion(facts, "3.31");
    return facts.aws === "nodejs" ? withVersion(facts, "41") : undefined;
  },
};

const neverPublished: Kind = {
  name: "a tag that AWS left out (`3.1`, `21`)",
  codes: ["base-image-missing"],
  severity: "error",
  variant(facts) {
    if (facts.aws === "python") return withVersion(facts, "3.1");
    return facts.aws === "nodejs" ? withVersion(facts, "21") : undefined;
  },
};

const placeholder: Kind = {
  name: "a placeholder in FROM",
  codes: ["base-image-invalid", "dockerfile-syntax"],
  severity: "error",
  variant: (facts) =>
    withFrom(facts, (text) =>
      text.replace(IMAGE, "$1<account-id>.dkr.ecr.eu-central-1.amazonaws.com/base:latest"),
    ),
};

const upperCase: Kind = {
  name: "an upper-case image name in FROM",
  codes: ["base-image-invalid", "dockerfile-syntax"],
  severity: "error",
  variant: (facts) =>
    withFrom(facts, (text) =>
      text.replace(/\/(python|nodejs|java|dotnet|ruby|provided)(?=:)/, (name) => name.toUpperCase()),
    ),
};

/** Installs with the package manager of another system. */
const packageManager: Kind = {
  name: "the package manager of another system",
  codes: ["package-manager-missing"],
  severity: "error",
  variant(facts) {
    const { image } = facts.root;
    if (facts.final.instructions.some(({ keyword }) => keyword === "USER" || keyword === "SHELL"))
      return undefined;
    if (facts.aws) return withInstruction(facts, "RUN apt-get update && apt-get install -y git");
    if (/alpine/.test(image)) return withInstruction(facts, "RUN apt-get update && apt-get install -y git");
    return /^(python|node|ubuntu|debian):/.test(image)
      ? withInstruction(facts, "RUN apk add --no-cache git")
      : undefined;
  },
};

const yum: Kind = {
  name: "`yum` on Amazon Linux 2023",
  codes: ["package-manager-missing"],
  severity: "error",
  variant(facts) {
    const newer =
      /lambda\/(python:3\.1[2-9]|nodejs:2\d|provided:al2023|java:(21|25)|dotnet:(8|9|10)|ruby:(3\.[34]|4))/;
    if (!newer.test(facts.root.image)) return undefined;
    // A step may install yum itself.
    if (/install\b.*\byum\b/.test(facts.text)) return undefined;
    return withInstruction(facts, "RUN yum install -y git");
  },
};

export const BASE_IMAGE_KINDS: readonly Kind[] = [
  tagOfOtherArchitecture,
  otherPlatform,
  buildPlatform,
  futureTag,
  neverPublished,
  placeholder,
  upperCase,
  packageManager,
  yum,
];
