import { commandLine } from "../command-line";
import { type RegistryAnswer, UNREACHABLE } from "../doctor/registry";
import type { PushedImage } from "../terraform/pushed-images";

/** What came of asking for an image that the docker provider didn't find. */
export interface ImageAnswers {
  /** The registry itself, asked with the login that Terraform uses; `no-login` where there is none to ask with. */
  readonly registry: RegistryAnswer | "no-login";
  /** Whether ECR's API knows the image. @default - it wasn't asked, or didn't say */
  readonly inEcr?: boolean;
}

/** Why the docker provider took an image for gone, whose content is still what it was made from. */
export interface ImageFinding {
  readonly image: PushedImage;
  /** Only with `gone` is it right to push again. With `there`, the registry answers again. */
  readonly kind: "gone" | "login-refused" | "registry-in-trouble" | "there";
  /** What is so, in one sentence. */
  readonly text: string;
}

/**
 * kreuzwerker/docker 4.3 to 4.5 takes any answer of a registry but the image itself for "gone", and plans to build and push it again
 * (resourceDockerRegistryImageRead).
 */
export function classifyImage(image: PushedImage, { registry: answer, inEcr }: ImageAnswers): ImageFinding {
  const { address, registry, repositoryName, imageTag } = image;
  const name = `${repositoryName}:${imageTag}`;
  const found = (kind: ImageFinding["kind"], text: string): ImageFinding => ({ image, kind, text });
  const status = answer === "no-login" ? undefined : answer.status;
  if (inEcr === false || (status === 404 && inEcr === undefined)) {
    return found(
      "gone",
      `The image ${name} of ${address} is gone from its repository, though nothing here deleted it: it is pushed again`,
    );
  }
  const there = inEcr === true ? " ECR's API says that the image is there." : "";
  if (answer === "no-login") {
    return found("login-refused", `There is no login for ${registry} to look for ${name} with.${there}`);
  }
  if (status === 401 || status === 403) {
    return found(
      "login-refused",
      `The registry ${registry} refuses the login (${status}), so Terraform can't see ${name} and takes it for gone.${there}`,
    );
  }
  if (status !== undefined && status < 300) {
    return found("there", `The image ${name} is there, and the registry ${registry} answers by now`);
  }
  const how =
    answer.status === undefined
      ? (UNREACHABLE[answer.code] ?? answer.code)
      : status === 429
        ? "it answers 429: too many requests"
        : `it answers ${answer.status}`;
  return found(
    "registry-in-trouble",
    `The registry ${registry} is in trouble (${how}), so Terraform can't see ${name} and takes it for gone.${there}`,
  );
}

/** Whether an apply would push images that may well be there. */
export function isDoubtful({ kind }: ImageFinding): boolean {
  return kind !== "gone";
}

/** What to do about what is doubtful, a line each. */
export function adviceFor(findings: readonly ImageFinding[]): string[] {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return [
    ...(kinds.has("login-refused")
      ? [
          `Log in to the registry again and repeat this: \`${commandLine("doctor --")} --env <name>\` says how. A \`docker login\` to ECR lasts 12 hours.`,
        ]
      : []),
    ...(kinds.has("registry-in-trouble")
      ? ["Wait until the registry answers and repeat this. AWS's state is at https://health.aws.amazon.com."]
      : []),
  ];
}
