import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageReference } from "../image-reference";
import { LAMBDA_RUNTIMES_SOURCE, newestRuntime } from "../lambda-runtimes";
import { rootOf } from "../stage";

/** How many days before its end a runtime is reported. */
const SOON = 90;

/** `runtime-deprecated` and, up to 90 days before, `runtime-deprecation-soon`. */
export function runtimeDeprecated(checked: CheckedDockerfile): readonly Problem[] {
  const { stage, file, today } = checked;
  const runtime = checked.lambdaImage?.runtime;
  const { line, from } = rootOf(stage);
  const days = runtime === undefined ? undefined : daysBetween(today, runtime.deprecated);
  if (runtime === undefined || days === undefined || days > SOON) return [];
  const newest = newestRuntime(runtime.language);
  const newImage =
    newest && newest !== runtime ? `${imageReference(from.image ?? "").name}:${newest.tag}` : undefined;
  const packages =
    newest?.os === "Amazon Linux 2023" && runtime.os !== newest.os
      ? " It is Amazon Linux 2023: install packages with dnf (microdnf), not yum."
      : "";
  const { title, recorded, url } = LAMBDA_RUNTIMES_SOURCE;
  const source = `${title}, as endoflife.date recorded it on ${recorded}: ${url}`;
  const over = days <= 0;
  return [
    {
      code: over ? "runtime-deprecated" : "runtime-deprecation-soon",
      severity: over ? "warning" : "hint",
      file,
      line,
      message: over
        ? `The runtime ${runtime.name} has been deprecated since ${runtime.deprecated}.`
        : `The runtime ${runtime.name} will be deprecated on ${runtime.deprecated}, in ${days} ${days === 1 ? "day" : "days"}.`,
      reason: `From then on AWS doesn't support it and need not patch its base image (${source}).`,
      fix: newImage === undefined ? "Move to another runtime." : `Build on ${newImage}.${packages}`,
    },
  ];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000));
}
