import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageReference } from "../image-reference";
import { rootOf } from "../stage";

/**
 * `platform-mismatch`: the base image is for another architecture than the function's, which is an error, or for that of
 * the machine that builds it, which is a warning.
 */
export function platformMismatch({ stage, file, architecture }: CheckedDockerfile): readonly Problem[] {
  const { from, line } = rootOf(stage);
  const found = platformOf(from.platform) ?? platformOfName(from.image);
  if (found === undefined && /--platform=\S*BUILD(PLATFORM|ARCH)/.test(from.source)) {
    return [
      {
        code: "platform-mismatch",
        severity: "warning",
        file,
        line,
        message: "The final stage is built for the machine that builds it, not for the function.",
        reason: `The function's architecture is ${architecture.name} (${architecture.dockerPlatform}). On another machine the image is one that Lambda can't start.`,
        fix: "Remove --platform from this FROM: the function's architecture sets it. $BUILDPLATFORM is for stages that only build something.",
      },
    ];
  }
  if (found === undefined || found === architecture.dockerPlatform) return [];
  return [
    {
      code: "platform-mismatch",
      severity: "error",
      file,
      line,
      message: `The base image is for ${found}, but the function's architecture is ${architecture.name} (${architecture.dockerPlatform}).`,
      reason:
        "Lambda can't start the image. Every invocation fails with “exec format error” or Runtime.InvalidEntrypoint.",
      fix: from.platform
        ? "Remove --platform from FROM: the function's architecture sets it. Or change the function's architecture."
        : "Use the tag without an architecture, it exists for both. Or change the function's architecture.",
    },
  ];
}

function platformOf(platform: string | undefined): string | undefined {
  if (platform === undefined) return undefined;
  if (/^(linux\/)?(amd64|x86_64|x86-64)(\/.*)?$/.test(platform)) return "linux/amd64";
  if (/^(linux\/)?(arm64|aarch64)(\/.*)?$/.test(platform)) return "linux/arm64";
  return undefined;
}

/** Some names are for one architecture only: AWS's tags like `3.13-arm64`, Docker's `arm64v8/python`. */
function platformOfName(image: string | undefined): string | undefined {
  const { name, tag = "" } = imageReference(image ?? "");
  if (/-(arm64|aarch64)$/.test(tag) || /(^|\/)arm64v8\//.test(name)) return "linux/arm64";
  if (/-(x86_64|amd64)$/.test(tag) || /^(docker\.io\/)?amd64\//.test(name)) return "linux/amd64";
  return undefined;
}
