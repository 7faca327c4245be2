import path from "node:path";
import { readTerraformBlock } from "./stack-json";

/** Where a synthesized stack's state is. */
export interface StackBackend {
  /** Terraform's name, for example `s3`; `cloud` for HCP Terraform. */
  readonly type: string;
  /** The file of a local backend, absolute. @default - the backend is another */
  readonly file?: string;
}

export function stackBackend(stackFolder: string): StackBackend {
  const { backend = {}, cloud } = readTerraformBlock(stackFolder);
  if (cloud !== undefined) {
    return { type: "cloud" };
  }
  const [type = "local", settings] = Object.entries(backend)[0] ?? [];
  return type === "local"
    ? { type, file: path.resolve(stackFolder, settings?.path ?? "terraform.tfstate") }
    : { type };
}
