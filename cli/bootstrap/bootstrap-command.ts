import { writeFileSync } from "node:fs";
import path from "node:path";
import { LOCAL_FOLDER } from "../app/local-folder";
import { keepPrivate } from "../app/private-folders";
import { synthesize } from "../app/synthesize";
import { readTarget } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { confirmed } from "../deploy/confirmed";
import { applyPlan } from "../deploy/plan-stack";
import { PLANS_FOLDER } from "../deploy/plans-folder";
import { privateFolder } from "../process/private-files";
import { printResult } from "../process/progress";
import { CommandError, log, step } from "../process/steps";
import { readPlan } from "../review/read-plan";
import { summarize } from "../review/summarize";
import { toHtml } from "../review/to-html";
import { toMarkdown } from "../review/to-markdown";
import { summarizePlan, summaryText } from "../terraform/plan-summary";
import { findProviderMirrors, mirrorEnvironment } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import { Terraform } from "../terraform/terraform";
import { type AppEnvironment, readAppEnvironment } from "./app-environment";
import { awsClients, checkCredentials, explainRefusal } from "./aws-clients";
import type * as bootstrapStack from "./bootstrap-stack";
import { chooseSettings } from "./choose-settings";
import { findExisting } from "./existing";
import { issuerHost, roleNames } from "./identity";
import { nextStepsText } from "./next-steps";
import { bootstrapPolicies } from "./role-policies";
import { setVariables } from "./set-variables";
import { hasOwnKey, localStateFile, readBucketState, readLocalState, settingsOf } from "./state";
import { findState, removeMoved } from "./state-place";

export const command: Command = {
  examples: [[`${commandLine("bootstrap --")} --env dev`, "prepares the account of dev, after asking"]],
  help: `${commandLine("bootstrap --")} --env <name> [--github-repository <owner>/<name>] [--kms] [--budget <USD> --email <address>]
    [--github] [--yes]

Prepares an AWS account for reviewed deploys of an environment: the bucket of its states, the identity provider of GitHub, and the
roles that plan and deploy. Their policies are generated from the environment's stacks. It plans, shows the plan as a page, asks, and
applies; then its own state moves into the bucket. Run it again after the stacks have changed: then the roles' policies change. What
the account has already is imported. It needs an administrator's credentials of the account.

  --env <name>                        the environment, in environments.ts
  --github-repository <owner>/<name>  who deploys [default: the git remote origin]
  --gitlab <group>/<project>          a project on GitLab deploys instead
  --hcp <organization>                workspaces of HCP Terraform deploy instead, by dynamic credentials
  --kms                               encrypt the states with a KMS key of their own, instead of S3's
  --budget <USD> --email <address>    a monthly budget of the account, and the address that gets a message when it is exceeded
  --github                            set the variables of the repository by GitHub's CLI (gh), after asking
  --yes                               don't ask

The next run remembers these choices. docs/aws-account.md of cdktf-lambda-images shows a whole run, and how to remove everything.`,
  options: {
    env: { type: "string" },
    "github-repository": { type: "string" },
    gitlab: { type: "string" },
    hcp: { type: "string" },
    kms: { type: "boolean" },
    budget: { type: "string" },
    email: { type: "string" },
    github: { type: "boolean" },
    yes: { type: "boolean" },
  },
  async run(args) {
    const target = readTarget(args.text("env"));
    if (target.environment === undefined) {
      throw new CommandError(`Which environment? ${commandLine("bootstrap --")} --env <name>`);
    }
    const stacks = await step(`Synthesized for ${target.environment}`, () => synthesize(target));
    const environment = readAppEnvironment(target.environment, stacks);
    await step(`Checked the credentials of account ${environment.account}`, () =>
      checkCredentials(environment),
    );
    const clients = await awsClients(environment.region);
    const { place, state } = await explainRefusal(() => findState(environment, clients.s3));
    const settings = await chooseSettings(args, environment, settingsOf(state));
    const names = roleNames(settings.identity, environment.name);
    const policies = bootstrapPolicies(stacks, names);
    policies.warnings.forEach(log);
    const { backend, account, partition } = environment;
    const existing = await step("Looked for what the account has", () =>
      explainRefusal(() =>
        findExisting(clients, {
          account,
          partition,
          ...(backend.type === "s3" && {
            bucket: { name: backend.settings.bucket, region: backend.settings.region ?? environment.region },
          }),
          issuer: issuerHost(settings.identity),
          roles: [names.plan, names.deploy],
          policies: [...policies.plan, ...policies.deploy, policies.boundary].map(({ name }) => name),
        }),
      ),
    );
    // A bucket that is there takes the state at once, unless an interrupted run has left one on this machine.
    const isLocal = place === "local" && (state !== undefined || existing.bucket === undefined);
    const props = { environment, settings, names, policies, existing, hasOwnKey: hasOwnKey(state) };
    const terraform = synthesizeOwn(target.outdir, props, isLocal);
    await step(`Initialized ${environment.stackName}`, () => terraform.init("forget"));
    const changes = await plan(terraform, environment);
    if (changes !== undefined) {
      printResult(`\n${changes.page}`);
      log(`The whole plan: ${changes.textFile}; the page for a browser: ${changes.htmlFile}`);
      if (!args.flag("yes") && !(await confirmed(`Apply this in account ${account}?`))) {
        log("Nothing was changed");
        return 1;
      }
      await step(`Applied ${environment.stackName}`, () =>
        applyPlan({ terraform, file: changes.planFile, stack: { name: environment.stackName } }),
      );
    }
    const outputs = await terraform.output();
    if (isLocal) {
      await step(`Moved the state into the bucket`, () => moveState(target.outdir, props, clients));
    }
    const roles = {
      plan: String(outputs.plan_role?.value),
      deploy: String(outputs.deploy_role?.value),
    };
    if (settings.identity.kind === "github") {
      const [prefix = ""] = settings.identity.plan;
      const repository = prefix
        .replace(/^repo:/, "")
        .replace(/:pull_request$/, "")
        .replace(/@\d+/g, "");
      const [set, yes] = [args.flag("github"), args.flag("yes")];
      await setVariables({ repository, environment: environment.name, roles, set, yes });
    } else {
      printResult(`\n${nextStepsText(settings.identity, environment, roles)}\n`);
    }
    return 0;
  },
};

/** Synthesizes the bootstrap's own stack into a folder beside those of the app. */
function synthesizeOwn(
  outdir: string,
  props: Omit<bootstrapStack.BootstrapStackProps, "stateFile">,
  isLocal: boolean,
): Terraform {
  // Loaded here, since CDKTF and the bindings take a second.
  const { synthesizeBootstrap } = require("./bootstrap-stack") as typeof bootstrapStack;
  const { environment } = props;
  const own = path.join(outdir, "bootstrap");
  keepPrivate(own, LOCAL_FOLDER);
  const stateFile = path.relative(
    path.join(own, "stacks", environment.stackName),
    localStateFile(environment),
  );
  const folder = synthesizeBootstrap(own, { ...props, ...(isLocal && { stateFile }) });
  return new Terraform(folder, {
    ...mirrorEnvironment(findProviderMirrors(), LOCAL_FOLDER, requiredProviders(folder)),
    // HCP Terraform has only the state: its workers have no credentials of the account yet.
    ...(environment.backend.type === "cloud" && { TF_FORCE_LOCAL_BACKEND: "1" }),
  });
}

interface Changes {
  readonly planFile: string;
  readonly textFile: string;
  readonly htmlFile: string;
  /** As Markdown. */
  readonly page: string;
}

/** @returns undefined when nothing changes */
async function plan(terraform: Terraform, { stackName }: AppEnvironment): Promise<Changes | undefined> {
  privateFolder(PLANS_FOLDER);
  const base = path.resolve(PLANS_FOLDER, stackName);
  const planFile = `${base}.tfplan`;
  const { json, text, anyChanges } = await step(
    `Planned ${stackName}`,
    async () => {
      const { anyChanges } = await terraform.plan(planFile);
      const [json, text] = await Promise.all([terraform.showJson(planFile), terraform.showText(planFile)]);
      return { anyChanges, json, text };
    },
    ({ anyChanges, json }) => (anyChanges ? summaryText(summarizePlan(JSON.parse(json))) : "No changes"),
  );
  if (!anyChanges) {
    return undefined;
  }
  const summary = summarize(readPlan(json, planFile, stackName));
  const [textFile, htmlFile] = [`${base}.txt`, `${base}.html`];
  writeFileSync(textFile, text);
  writeFileSync(htmlFile, toHtml([summary]));
  return {
    planFile,
    page: toMarkdown([summary]),
    textFile: path.relative(".", textFile),
    htmlFile: path.relative(".", htmlFile),
  };
}

/** Moves the state from this machine into the bucket, and removes it here once it is there. */
async function moveState(
  outdir: string,
  props: Omit<bootstrapStack.BootstrapStackProps, "stateFile">,
  { s3 }: Awaited<ReturnType<typeof awsClients>>,
): Promise<void> {
  const { environment } = props;
  const { backend } = environment;
  if (backend.type !== "s3") {
    return;
  }
  const here = readLocalState(environment);
  const terraform = synthesizeOwn(outdir, props, false);
  await terraform.init("move");
  if (here !== undefined) {
    removeMoved(environment, here, await explainRefusal(() => readBucketState(s3, backend.settings)));
  }
}
