import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  checkManifestIsNew,
  lastStacks,
  markManifest,
  readManifest,
  selectStacks,
} from "../../../cli/app/manifest";

const MANIFEST = {
  stacks: {
    functions: {
      name: "functions",
      workingDirectory: "stacks/functions",
      dependencies: ["images"],
      annotations: [],
    },
    images: { name: "images", workingDirectory: "stacks/images", dependencies: [], annotations: [] },
  },
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifest-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeManifest(): void {
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(MANIFEST));
}

test("a stack comes after those that it depends on", () => {
  writeManifest();
  expect(readManifest(folder).map(({ name }) => name)).toEqual(["images", "functions"]);
});

test("an app that writes no stacks is told what it lacks", () => {
  expect(() => readManifest(folder)).toThrow("manifest.json is missing. Does the app call app.synth()?");
});

test("the last stacks are those that still exist, and none before the first synth", () => {
  expect(lastStacks(folder)).toEqual([]);
  writeManifest();
  const images = path.join(folder, "stacks/images");
  mkdirSync(images, { recursive: true });
  writeFileSync(path.join(images, "cdk.tf.json"), "{}");
  expect(lastStacks(folder)).toEqual([{ name: "images", folder: images, dependencies: [] }]);
});

test("a stack that doesn't exist can't be selected", () => {
  writeManifest();
  const stacks = readManifest(folder);
  expect(selectStacks(stacks, ["functions"]).map(({ name }) => name)).toEqual(["functions"]);
  expect(() => selectStacks(stacks, ["other"])).toThrow(
    'There is no stack "other". This environment has: images, functions.',
  );
});

test("a manifest that the app didn't write again is not taken for a new one", () => {
  checkManifestIsNew(folder, markManifest(folder));
  writeManifest();
  const mark = markManifest(folder);
  expect(() => checkManifestIsNew(folder, mark)).toThrow(
    /^The app wrote no stacks: .*manifest\.json is that of an earlier run\. Does the app call app\.synth\(\)/,
  );
  // It is still that of the last synth.
  expect(readManifest(folder)).toHaveLength(2);
  writeManifest();
  checkManifestIsNew(folder, mark);
  // Another command is about to write it too.
  markManifest(folder);
  checkManifestIsNew(folder, mark);
});
