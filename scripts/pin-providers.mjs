// node scripts/pin-providers.mjs <folder> <source>=<version> …
//
// Fills a folder with one version of each provider ("hashicorp/aws=5.100.0", or a constraint: "kreuzwerker/docker=~> 4.3") and
// names it in TF_PROVIDER_MIRROR for the steps that follow. Terraform, or $TERRAFORM_BINARY_NAME, then finds no other version,
// and the stacks stay the same text.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run, variable } from "../cli/github/github.mjs";

await run((name, ...pins) => {
  const folder = path.resolve(name);
  const providers = Object.fromEntries(
    pins.map((pin) => {
      const [, source, version] = /^([^=]+)=(.+)$/.exec(pin) ?? [];
      if (!source) {
        throw new Error(`"${pin}" is not a pin of a provider: <namespace>/<name>=<version>.`);
      }
      return [path.posix.basename(source), { source, version }];
    }),
  );
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const configuration = mkdtempSync(path.join(tmpdir(), "providers-"));
  writeFileSync(
    path.join(configuration, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: providers } }),
  );
  mkdirSync(folder, { recursive: true });
  const { status, error } = spawnSync(program, ["providers", "mirror", folder], {
    cwd: configuration,
    stdio: "inherit",
  });
  rmSync(configuration, { recursive: true });
  if (error || status !== 0) {
    throw new Error(`${program} could not fetch the providers ${pins.join(", ")}.`);
  }
  appendFileSync(variable("GITHUB_ENV"), `TF_PROVIDER_MIRROR=${folder}\n`);
  for (const file of readdirSync(folder, { recursive: true })) {
    if (String(file).endsWith(".zip")) {
      console.log(`Pinned: ${path.basename(String(file))}`);
    }
  }
});
