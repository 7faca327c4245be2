import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The file beside cdk.tf.json that sends a stack to the local AWS (cli/local/local-override.ts). */
export const LOCAL_OVERRIDE_FILE = "local_override.tf.json";

/** Reads a synthesized stack. @typeParam T the used part of it */
export function readStackJson<T>(stackFolder: string): T {
  return JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8")) as T;
}

/** The block `terraform` of a stack, as far as commands look into it. */
export interface TerraformBlock {
  readonly backend?: Readonly<Record<string, { readonly path?: string } | undefined>>;
  readonly cloud?: unknown;
  readonly required_providers?: Readonly<
    Record<string, { readonly source?: string; readonly version?: string }>
  >;
}

/** The block `terraform` of a synthesized stack, with what an override file puts in its place; empty for a stack without a cdk.tf.json (HCL). */
export function readTerraformBlock(stackFolder: string): TerraformBlock {
  const [stack, override] = ["cdk.tf.json", LOCAL_OVERRIDE_FILE].map((name): TerraformBlock => {
    const file = path.join(stackFolder, name);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).terraform ?? {}) : {};
  });
  const { backend, required_providers } = override ?? {};
  return {
    ...stack,
    // A backend in an override file takes the place of both.
    ...(backend && { backend, cloud: undefined }),
    ...(required_providers && {
      required_providers: { ...stack?.required_providers, ...required_providers },
    }),
  };
}
