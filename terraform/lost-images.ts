import { readFileSync } from "node:fs";
import path from "node:path";

/** What AWS provider 5.100.0 ("Your query returned no results") and 6 say of an image that is not there. */
const NOT_FOUND =
  /Error: [^\n]*(?:no results|empty result|couldn't find resource|ImageNotFoundException)[\s\S]*?with data\.aws_ecr_image\.(\w+)/g;

interface StackJson {
  readonly data?: {
    readonly aws_ecr_image?: Readonly<Record<string, { readonly depends_on?: readonly string[] }>>;
  };
}

/**
 * The pushes whose images are gone, read from what Terraform said when a plan failed.
 * @returns addresses for `-replace`; none when the plan failed for another reason
 */
export function lostImages(stderr: string, stackFolder: string): string[] {
  const names = [...stderr.matchAll(NOT_FOUND)].map((match) => match[1] as string);
  if (names.length === 0) {
    return [];
  }
  const stack = JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8")) as StackJson;
  return names.flatMap((name) => stack.data?.aws_ecr_image?.[name]?.depends_on ?? []);
}
