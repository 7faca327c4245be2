import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRemotePlan } from "../../terraform/plan-summary";

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
