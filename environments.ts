import type { Environments } from "./stacks/environment";

/**
 * The environments that the stacks can be deployed to: `npm run deploy -- --env dev`, or `ENVIRONMENT=dev npx cdktf
 * deploy`. Each can also run on this machine: `npm run local` deploys its stacks to a local AWS, without the account
 * and the backend. Replace the accounts and backends by your own. stacks/environment.ts explains the settings.
 */
export const environments = {
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
