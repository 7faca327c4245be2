import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProviderMirrors, mirrorEnvironment } from "../../cli/terraform/provider-mirror";
import { terraformBinary } from "../../cli/terraform/terraform";

/** Whether the docker provider is available on this machine. */
export function dockerProviderAvailable(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), "provider-"));
  const docker = { source: "kreuzwerker/docker", version: ">= 4.3.0, < 5.0.0" };
  writeFileSync(
    path.join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: { docker } } }),
  );
  try {
    execFileSync(terraformBinary(), ["init", "-input=false"], {
      cwd: folder,
      stdio: "ignore",
      env: { ...process.env, ...mirrorEnvironment(findProviderMirrors(), folder) },
    });
    return true;
  } catch {
    return false;
  }
}
