import { readFileSync } from "node:fs";
import * as byName from "cdktf-lambda-images/synth";
import * as synth from "../../../lib/synth";

test("an app can ask for the fast synth and the hash cache, and for nothing else", () => {
  expect(Object.keys(synth).sort()).toEqual(["cacheHashes", "fastSynth"]);
});

test("is what the app of this repository imports by its name", () => {
  expect(byName.fastSynth).toBe(synth.fastSynth);
  expect(readFileSync("main.ts", "utf8")).toContain('from "cdktf-lambda-images/synth"');
});
