import { readFileSync } from "node:fs";
import path from "node:path";

/** A synthesized stack as CDKTF wrote it. @typeParam T the part of it that is read */
export function readStackJson<T>(stackFolder: string): T {
  return JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8")) as T;
}
