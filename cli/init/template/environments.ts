import type { Environments } from "./stacks/environment";

/**
 * Where the stacks can be deployed to: `npm run deploy -- --env dev`. What each setting means: stacks/environment.ts.
 * The accounts are examples: put in your own. `npm run local` needs no account.
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
