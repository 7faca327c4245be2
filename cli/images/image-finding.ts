import { commandLine } from "../command-line";
import { type RegistryAnswer, UNREACHABLE } from "../doctor/registry";
import type { PushedImage } from "../terraform/pushed-images";

/** The answers about an image that the docker provider didn't find. */
export interface ImageAnswers {
  /** The registry itself, asked with the login that Terraform uses; `no-login` if there is no login to use. */
  readonly registry: RegistryAnswer | "no-login";
  /** Whether the image exists according to ECR's API. @default - it wasn't asked, or gave no certain answer */
  readonly inEcr?: boolean;
}

/** Why the docker provider reported an image as missing although its inputs are unchanged. */
export interface ImageFinding {
  readonly image: PushedImage;
  /** Only with `gone` it is right to push again. With `there`, the registry answers again. */
  readonly kind: "gone" | "login-refused" | "registry-in-trouble" | "there";
  /** The explanation in one sentence. */
  readonly text: string;
}

/**
 * Explains why an image is pushed again. kreuzwerker/docker 4.3 to 4.5 treats any error of a registry as a missing
 * image, and plans to build and push it again (resourceDockerRegistryImageRead).
 */
export function classifyImage(image: PushedImage, { registry: answer, inEcr }: ImageAnswers): ImageFinding {
  const { address, registry, repositoryName, imageTag } = image;
  const name = `${repositoryName}:${imageTag}`;
  const found = (kind: ImageFinding["kind"], text: string): ImageFinding => ({ image, kind, text });
  const status = answer === "no-login" ? undefined : answer.status;
  if (inEcr === false || (status === 404 && inEcr === undefined)) {
    return found(
      "gone",
      `The image ${name} of ${address} is missing from its repository, though nothing here deleted it: it is pushed again`,
    );
  }
  const there = inEcr === true ? " According to ECR's API the image exists." : "";
  if (answer === "no-login") {
    return found("login-refused", `There is no login for ${registry} to check ${name}.${there}`);
  }
  if (status === 401 || status === 403) {
    return found(
      "login-refused",
      `The registry ${registry} refuses the login (${status}), so Terraform can't see ${name} and treats it as missing.${there}`,
    );
  }
  if (status !== undefined && status < 300) {
    return found("there", `The image ${name} exists, and the registry ${registry} answers now`);
  }
  const how =
    answer.status === undefined
      ? (UNREACHABLE[answer.code] ?? answer.code)
      : status === 429
        ? "it answers 429: too many requests"
        : `it answers ${answer.status}`;
  return found(
    "registry-in-trouble",
    `The registry ${registry} has errors (${how}), so Terraform can't see ${name} and treats it as missing.${there}`,
  );
}

/** Whether an apply would push an image that may still exist. */
export function isDoubtful({ kind }: ImageFinding): boolean {
  return kind !== "gone";
}

/** The advice for doubtful findings, one line each. */
export function adviceFor(findings: readonly ImageFinding[]): string[] {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return [
    ...(kinds.has("login-refused")
      ? [
          `Log in to the registry again and repeat this. \`${commandLine("doctor --")} --env <name>\` shows how. A \`docker login\` to ECR is valid for 12 hours.`,
        ]
      : []),
    ...(kinds.has("registry-in-trouble")
      ? ["Wait until the registry answers and repeat this. AWS's state is at https://health.aws.amazon.com."]
      : []),
  ];
}
