import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../cli/process/steps";
import { functionFiles } from "./function-files";

/**
 * Checks the output of a program: it must contain all functions, and all their files must be staged.
 * @throws CommandError when something is missing
 */
export function checkOutputs(name: string, folder: string, many: number): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const functions = files
    .filter((file) => file.endsWith("template.json") || path.basename(file) === "cdk.tf.json")
    .map((file) => functionsIn(readFileSync(path.join(folder, file), "utf8")))
    .reduce((sum, found) => sum + found, 0);
  const names = new Set(Object.keys(functionFiles(0)));
  const staged = files.filter((file) => names.has(path.basename(file))).length;
  if (functions !== many || staged !== many * names.size) {
    throw new CommandError(
      `"${name}" should have written ${many} functions and staged ${many * names.size} files, but ${folder} has ${functions} and ${staged}. ` +
        "Its times would be meaningless.",
    );
  }
}

/** The functions in a template of CloudFormation, or in a stack of Terraform. */
function functionsIn(text: string): number {
  const { Resources, resource } = JSON.parse(text) as {
    readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
    readonly resource?: { readonly aws_lambda_function?: object };
  };
  return (
    Object.values(Resources ?? {}).filter(({ Type }) => Type === "AWS::Lambda::Function").length +
    Object.keys(resource?.aws_lambda_function ?? {}).length
  );
}
