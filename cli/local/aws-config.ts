import path from "node:path";
import { writePrivateFile } from "../process/private-files";
import type { LocalAws } from "./aws-request";
import { rootKey } from "./root-key";

/** The name of the profile. */
const PROFILE = "local";

/**
 * Writes a configuration file of AWS with a profile for the local AWS, for the AWS CLI and the SDKs: `AWS_CONFIG_FILE=.local/aws-config`.
 * @returns its path
 */
export function writeAwsConfig({ port, region }: LocalAws): string {
  const { accessKeyId, secretAccessKey } = rootKey();
  const file = path.resolve(".local", "aws-config");
  const lines = [
    `[profile ${PROFILE}]`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    `region = ${region}`,
    `endpoint_url = http://localhost:${port}`,
  ];
  writePrivateFile(file, `${lines.join("\n")}\n`);
  return file;
}
