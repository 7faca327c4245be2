import { readFileSync } from "node:fs";
import path from "node:path";
import { rolePolicies } from "../../../../cli/permissions/roles/role-policies";
import { allFeatures } from "../../../all-features";
import { synth } from "../../../synth";

test("all types of resources that the library makes are known", () => {
  const { folder } = synth((stack) => allFeatures(stack));
  const json = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
  const { deploy } = rolePolicies([{ name: "shop", json }], { account: "123456789012" });
  expect(deploy.Statement.length).toBeGreaterThan(20);
});
