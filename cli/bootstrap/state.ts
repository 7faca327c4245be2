import { existsSync, readFileSync } from "node:fs";
import type { S3Client } from "@aws-sdk/client-s3";
import type { AppEnvironment, S3BackendSettings } from "./app-environment";
import type { Settings } from "./settings";

/** A state, as far as it is looked at. */
export interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly { readonly type: string }[];
}

/** The output with the settings. */
export const SETTINGS_OUTPUT = "settings";

/** The file of the state until it moves into the bucket, beside cdktf.json. */
export function localStateFile({ stackName }: Pick<AppEnvironment, "stackName">): string {
  return `terraform.${stackName}.tfstate`;
}

/** The state on this machine: that of a run that was interrupted before it moved. */
export function readLocalState(environment: Pick<AppEnvironment, "stackName">): State | undefined {
  const file = localStateFile(environment);
  return existsSync(file) ? parseState(readFileSync(file, "utf8")) : undefined;
}

/** The state in the bucket, if it is there. */
export async function readBucketState(
  s3: Pick<S3Client, "send">,
  { bucket, key }: Pick<S3BackendSettings, "bucket" | "key">,
): Promise<State | undefined> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return parseState((await Body?.transformToString()) ?? "");
  } catch (error) {
    if (["NoSuchKey", "NoSuchBucket"].includes((error as Error).name)) {
      return undefined;
    }
    throw error;
  }
}

/** An empty file is a state that holds nothing. */
function parseState(text: string): State | undefined {
  return text.trim() === "" ? undefined : (JSON.parse(text) as State);
}

/** The settings of the last run. */
export function settingsOf(state: State | undefined): Settings | undefined {
  const value = state?.outputs?.[SETTINGS_OUTPUT]?.value;
  return typeof value === "string" ? (JSON.parse(value) as Settings) : undefined;
}

/** Whether the state has the key that a bootstrap made. */
export function hasOwnKey(state: State | undefined): boolean {
  return state?.resources?.some(({ type }) => type === "aws_kms_key") ?? false;
}
