import type { AppEnvironment } from "../../../cli/bootstrap/app-environment";

/** An environment with its state in S3. */
export const environment: AppEnvironment = {
  name: "dev",
  account: "111111111111",
  region: "eu-central-1",
  partition: "aws",
  backend: {
    type: "s3",
    settings: {
      bucket: "111111111111-terraform-state",
      key: "bootstrap-dev.tfstate",
      region: "eu-central-1",
      encrypt: true,
      use_lockfile: true,
    },
  },
  stackName: "bootstrap-dev",
};
