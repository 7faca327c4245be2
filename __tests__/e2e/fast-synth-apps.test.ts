import { readdirSync } from "node:fs";
import path from "node:path";
import { environments } from "../../environments";
import { outcome } from "../lib/synth/both-ways";

const APPS = [
  "main.ts",
  ...readdirSync("examples")
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `examples/${name}`),
];

/** Runs an app with newly loaded modules, with CDKTF's own or the fast functions. */
function run(app: string, variables: Readonly<Record<string, string>>, way: "stock" | "fast") {
  const before = { ...process.env };
  const listeners = process.listeners("exit");
  try {
    return outcome((outdir) => {
      Object.assign(process.env, variables, { CDKTF_OUTDIR: outdir, STOCK_SYNTH: String(way === "stock") });
      jest.isolateModules(() => {
        if (way === "fast") {
          require("../../lib/synth/fast-synth").fastSynth();
        }
        require(path.resolve(app));
      });
    });
  } finally {
    process.env = before;
    // What an app caches when the process ends doesn't matter here.
    for (const added of process.listeners("exit").filter((one) => !listeners.includes(one))) {
      process.off("exit", added);
    }
  }
}

describe.each(APPS)("%s", (app) => {
  test.each(Object.keys(environments))("is the same in %s, byte for byte", (environment) => {
    for (const builder of ["docker-provider", "docker-cli"]) {
      const variables = { ENVIRONMENT: environment, IMAGE_BUILDER: builder };
      const stock = run(app, variables, "stock");
      expect(Object.keys(stock)).toContain("manifest.json");
      expect(run(app, variables, "fast")).toEqual(stock);
    }
  });
});
