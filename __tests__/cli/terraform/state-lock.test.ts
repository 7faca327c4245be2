import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockArguments, lockHolder } from "../../../cli/terraform/state-lock";

function stackFolder(terraform: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  return folder;
}

const LOCAL = { backend: { local: { path: "./terraform.shop.tfstate" } } };

test("a run waits two minutes for another one", () => {
  expect(lockArguments(stackFolder(LOCAL))).toEqual(["-lock-timeout=2m"]);
  expect(lockArguments(stackFolder({ backend: { s3: { bucket: "b" } } }))).toEqual(["-lock-timeout=2m"]);
});

test("in the queue of HCP Terraform it waits without a limit", () => {
  expect(lockArguments(stackFolder({ cloud: { organization: "o" } }))).toEqual([]);
});

test("the holder of the lock of a local state is named, with the time", () => {
  const folder = stackFolder(LOCAL);
  expect(lockHolder(folder)).toBeUndefined();
  // As Terraform 1.11.4 writes it.
  writeFileSync(
    path.join(folder, ".terraform.shop.tfstate.lock.info"),
    '{"ID":"4c1e","Operation":"OperationTypeApply","Info":"","Who":"ann@laptop","Version":"1.11.4","Created":"2026-11-24T15:02:11.5Z","Path":"terraform.shop.tfstate"}',
  );
  const time = new Date("2026-11-24T15:02:11.5Z").toTimeString().slice(0, 8);
  expect(lockHolder(folder)).toBe(`ann@laptop has held it since ${time} (OperationTypeApply)`);
});

test("nothing is printed for a lock that is just being written, or for a state elsewhere", () => {
  const folder = stackFolder(LOCAL);
  writeFileSync(path.join(folder, ".terraform.shop.tfstate.lock.info"), '{"ID":"4c');
  expect(lockHolder(folder)).toBeUndefined();
  expect(lockHolder(stackFolder({ backend: { s3: { bucket: "b" } } }))).toBeUndefined();
});
