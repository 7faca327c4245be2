import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { outputsReadFrom } from "../../../cli/terraform/stack-inputs";

test("the outputs that a stack reads from each of the others", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  const from = (stack: string, output: string) =>
    `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.cross-stack-output-${output}}`;
  writeFileSync(
    path.join(folder, "cdk.tf.json"),
    JSON.stringify({
      a: `x/${from("images", "one_id")}@${from("images", "two_id")}`,
      b: from("images", "one_id"),
      c: from("images-2", "three_id"),
    }),
  );
  expect(outputsReadFrom("images", folder)).toEqual([
    "cross-stack-output-one_id",
    "cross-stack-output-two_id",
  ]);
  expect(outputsReadFrom("images-2", folder)).toEqual(["cross-stack-output-three_id"]);
  expect(outputsReadFrom("other", folder)).toEqual([]);
});
