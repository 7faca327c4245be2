import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  changesNothing,
  isRemotePlan,
  summarizeOutput,
  summaryText,
} from "../../../cli/terraform/plan-summary";

function planFile(content: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "plan-")), "x.tfplan");
  writeFileSync(file, content);
  return file;
}

test("a saved plan of HCP Terraform is applied there, any other here", () => {
  const note = '{"remote_plan_format":1,"run_id":"run-1","hostname":"app.terraform.io"}';
  expect(isRemotePlan(planFile(note))).toBe(true);
  expect(isRemotePlan(planFile("PK\u0003\u0004tfplan"))).toBe(false);
});

test("a summary counts resources that are only imported, moved or removed from the state", () => {
  const none = { add: 0, change: 0, destroy: 0, images: [], imported: 0, moved: 0, forgotten: 0 };
  expect(summaryText({ ...none, add: 1, destroy: 2, outputsChange: true })).toBe("+1 ~0 -2");
  expect(summaryText({ ...none, outputsChange: true })).toBe("+0 ~0 -0, outputs change");
  expect(summaryText({ ...none, imported: 1, moved: 2, forgotten: 3, outputsChange: false })).toBe(
    "+0 ~0 -0, 1 imported, 2 moved, 3 forgotten",
  );
  expect(changesNothing({ ...none, outputsChange: false })).toBe(true);
  for (const something of [{ add: 1 }, { imported: 1 }, { moved: 1 }, { forgotten: 1 }]) {
    expect(changesNothing({ ...none, outputsChange: false, ...something })).toBe(false);
  }
  expect(changesNothing({ ...none, outputsChange: true })).toBe(false);
});

test("the images of a plan are those that it creates or replaces", () => {
  const output = {
    changes: [
      { address: "docker_registry_image.a_Push_1", action: "create" },
      { address: "terraform_data.b_Image_Push_0A1B2C3D", action: "replace" },
      { address: "terraform_data.resize-images_Image_Push_0A1B2C3D", action: "create" },
      { address: "docker_registry_image.c_Push_3", action: "delete" },
      { address: "terraform_data.other", action: "create" },
    ],
    counts: { add: 3, change: 0, destroy: 2 },
    imported: 0,
    outputsChange: false,
  };
  expect(summarizeOutput(output).images).toEqual([
    "docker_registry_image.a_Push_1",
    "terraform_data.b_Image_Push_0A1B2C3D",
    "terraform_data.resize-images_Image_Push_0A1B2C3D",
  ]);
});
