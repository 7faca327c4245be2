import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { ProblemReport } from "cdktf-lambda-images";
import { environments } from "../../environments";
import { type Environment, readEnvironment } from "../../stacks/environment";
import { EnvironmentStack } from "../../stacks/environment-stack";

/** What the stack of an example is made of. */
export interface Surroundings {
  readonly app: App;
  readonly environment: Environment;
  /** A stack for the resources that AWS CDK's form gets from another stack. */
  readonly neighbours: EnvironmentStack;
}

/**
 * Synthesizes an example in the environment `hello-dev`, account 111111111111, eu-central-1. It fails when the folder of a
 * function has a problem, even if it is only a warning.
 */
// biome-ignore lint/suspicious/noExplicitAny: the tests read the JSON of a stack
export function synthExample(build: (surroundings: Surroundings) => EnvironmentStack): any {
  const outdir = mkdtempSync(path.join(tmpdir(), "from-aws-cdk-"));
  const app = new App({ outdir });
  ProblemReport.configure(app, { strict: true, today: "2026-11-28" });
  const environment = readEnvironment(environments, "dev");
  const stack = build({
    app,
    environment,
    neighbours: new EnvironmentStack(app, "neighbours", environment),
  });
  app.synth();
  return JSON.parse(readFileSync(path.join(outdir, "stacks", stack.node.id, "cdk.tf.json"), "utf8"));
}

/** What the roles of a stack may do, besides writing logs: `action on resource`, sorted. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function permissionsIn(json: any): string[] {
  const policies: { policy: string }[] = Object.values(json.resource.aws_iam_role_policy);
  const statements: { Action: string[]; Resource: string[]; Effect: string }[] = policies.flatMap(
    ({ policy }) => JSON.parse(policy).Statement,
  );
  return statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((on) => `${action} on ${on}`)))
    .filter((permission) => !permission.startsWith("logs:"))
    .sort();
}
