import type { Environments } from "./stacks/environment";

/**
 * Where the stacks can be deployed to: `npm run deploy -- --env dev`, or `ENVIRONMENT=dev npx cdktf deploy`.
 * Put in your own accounts and backends. What each setting means: stacks/environment.ts.
 */
export const environments = {
  /** A whole AWS on this machine: `npm run local`. */
  local: {
    account: "000000000000",
    region: "us-east-1",
    namePrefix: "hello-local",
    tags: { Environment: "local" },
    backend: { type: "local" },
    localAws: true,
    disposable: true,
  },
  dev: {
    account: "111111111111",
    region: "eu-central-1",
    namePrefix: "hello-dev",
    tags: { Environment: "dev" },
    backend: { type: "s3", bucket: "111111111111-terraform-state", region: "eu-central-1" },
    disposable: true,
  },
  prod: {
    account: "222222222222",
    region: "eu-central-1",
    namePrefix: "hello-prod",
    tags: { Environment: "prod" },
    backend: { type: "s3", bucket: "222222222222-terraform-state", region: "eu-central-1" },
  },
} satisfies Environments;
