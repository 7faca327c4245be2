import type { Environments } from "./stacks/environment";

/**
 * The environments that the stacks can be deployed to: `npm run deploy -- --env dev`. stacks/environment.ts explains
 * the settings. The accounts are examples: replace them by your own. `npm run local` needs no account.
 */
export const environments = {
  dev: {
    account: "111111111111",
    region: "eu-central-1",
    namePrefix: "my-app-dev",
    // stateBucket: "111111111111-terraform-state",
    disposable: true,
  },
  prod: {
    account: "222222222222",
    region: "eu-central-1",
    namePrefix: "my-app-prod",
    stateBucket: "222222222222-terraform-state",
    disposable: false,
  },
} satisfies Environments;
