import type { z } from "zod";
import { commandLine } from "../command-line";
import { type Plan, planSchema } from "./plan";

/** A file that is not a plan. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}

const HOW = `Create one with ${commandLine("plan")}, or terraform show -json <saved plan> > <file>.`;

/**
 * Reads a plan as JSON. New fields are ignored. Errors contain nothing of the text, since it may be a secret.
 * @param text the output of `terraform show -json <plan>`
 * @param file its name in messages
 * @param stack the name of the stack
 * @throws PlanError when it is something else
 */
export function readPlan(text: string, file: string, stack: string): Plan {
  if (text.startsWith("PK")) {
    throw new PlanError(
      `${file} is a plan as Terraform saves it, not its JSON. Use the output of: terraform show -json ${file}`,
    );
  }
  const json = parse(text, file);
  const other = whatElse(json);
  if (other !== undefined) {
    throw new PlanError(`${file} is not a plan: it is ${other}. ${HOW}`);
  }
  const result = planSchema.safeParse(json);
  if (!result.success) {
    throw new PlanError(
      `${file} is not a valid plan: ${problems(result.error)}. The file may be cut off or edited. ${HOW}`,
    );
  }
  const { format_version: version } = result.data;
  if (!version.startsWith("1.")) {
    throw new PlanError(
      `${file} has an unknown format: format_version ${JSON.stringify(version.slice(0, 20))}, but only 1.x is ` +
        "supported. Update this project, or use a Terraform version that writes 1.x.",
    );
  }
  return { stack, ...result.data };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    if (/^\{"@level"/.test(text)) {
      throw new PlanError(
        `${file} is the log of terraform plan -json, with one message per line, not a plan. ${HOW}`,
      );
    }
    throw new PlanError(
      text.trim() === "" ? `${file} is empty. ${HOW}` : `${file} is not JSON, or cut off. ${HOW}`,
    );
  }
}

/** Describes what it is, if it certainly is not a plan. */
function whatElse(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return "JSON, but not an object";
  }
  if ("lineage" in json && "serial" in json) {
    return "a state file";
  }
  if ("format_version" in json && !("resource_changes" in json || "planned_values" in json)) {
    return "values" in json || Object.keys(json).every((key) => /^(format|terraform)_version$/.test(key))
      ? "a state as JSON (terraform show -json without the name of a saved plan)"
      : "Terraform's JSON, but without resource_changes";
  }
  return "format_version" in json ? undefined : "JSON without a format_version";
}

/** The invalid fields, by path and type, never by value. */
function problems(error: z.ZodError): string {
  const [first, ...more] = error.issues;
  const path = first?.path.join(".") || "the whole";
  const expected = first && "expected" in first ? ` should be ${first.expected}` : " is not as expected";
  return `${path}${expected}${more.length > 0 ? `, and ${more.length} more` : ""}`;
}
