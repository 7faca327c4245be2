import { readStackJson } from "./stack-json";

/** Arguments of the AWS provider that select other credentials than the machine's (hashicorp/aws 5 and 6). */
const CREDENTIALS = [
  "access_key",
  "assume_role",
  "assume_role_with_web_identity",
  "profile",
  "secret_key",
  "shared_config_files",
  "shared_credentials_files",
  "token",
];

interface StackJson {
  readonly provider?: { readonly aws?: readonly Readonly<Record<string, unknown>>[] };
}

/** Whether a synthesized stack sets its AWS provider's credentials. Then the machine's credentials don't matter. */
export function hasOwnCredentials(stackFolder: string): boolean {
  const { provider } = readStackJson<StackJson>(stackFolder);
  return (provider?.aws ?? []).some((settings) => CREDENTIALS.some((name) => settings[name] !== undefined));
}
