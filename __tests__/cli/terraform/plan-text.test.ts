import { readFileSync } from "node:fs";
import path from "node:path";
import { partsOf } from "../../../cli/terraform/plan-text";

/** Printed by Terraform 1.11. */
const TEXT = readFileSync(path.join(__dirname, "plans/first-deploy.txt"), "utf8");
const LOG_GROUP = "aws_cloudwatch_log_group.python_LogGroup_CA05B06B";

test("the part of a resource is complete, and ends with it", () => {
  const part = partsOf(TEXT, [LOG_GROUP]) as string;
  expect(part.split("\n")[0]).toBe(`  # ${LOG_GROUP} will be created`);
  expect(part).toContain('+ name              = "/aws/lambda/hello-local-python"');
  expect(part.endsWith("\n    }")).toBe(true);
  expect(part.match(/^ {2}# /gm)).toHaveLength(1);
});

test("the last part has neither the counts nor the outputs", () => {
  const [last = ""] = [...TEXT.matchAll(/^ {2}# (\S+) will be/gm)].at(-1)?.slice(1) ?? [];
  const part = partsOf(TEXT, [last]) as string;
  expect(part).toContain("+ dockerfile          = ");
  expect(part).not.toContain("Plan: ");
});

test("the parts are in the wanted order", () => {
  const addresses = [...TEXT.matchAll(/^ {2}# (\S+) will be/gm)].map(([, address = ""]) => address);
  const [first = "", second = ""] = addresses;
  const both = partsOf(TEXT, [second, first]) as string;
  expect(both.indexOf(`# ${second} `)).toBeLessThan(both.indexOf(`# ${first} `));
});

test("a resource that the text doesn't have: undefined, so that all of it is printed", () => {
  expect(partsOf(TEXT, [LOG_GROUP, "aws_s3_bucket.no"])).toBeUndefined();
  expect(partsOf("Running in HCP Terraform", [LOG_GROUP])).toBeUndefined();
});
