import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AwsEnvironment, DockerCliBuilder, DockerProviderBuilder, type RegistryLogin } from "../lib";
import { LOCAL_AWS_CONTEXT } from "../lib/local-aws";

/** A folder with a Dockerfile, a handler, and the given files. */
export function functionFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), "function-"));
  const all = {
    Dockerfile: 'FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]\n',
    "app.py": "def handler(event, context):\n    return event\n",
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** A synthesized stack. */
export interface Synthesized {
  // biome-ignore lint/suspicious/noExplicitAny: the tests read the JSON of a stack
  readonly json: any;
  /** The stack's folder. */
  readonly folder: string;
}

/** Synthesizes a stack in the environment `shop-dev`, account 123456789012, eu-central-1. */
export function synth(
  build: (stack: TerraformStack) => void,
  options: {
    readonly builder?: "docker-provider" | "docker-cli";
    readonly login?: RegistryLogin;
    /** Whether it is deployed to the local AWS. */
    readonly local?: boolean;
  } = {},
): Synthesized {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  const local = { registry: "localhost:4566", imageBuilder: "docker-provider" };
  const app = new App({ outdir, ...(options.local && { context: { [LOCAL_AWS_CONTEXT]: local } }) });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
  const login = options.login ? { login: options.login } : {};
  if (options.builder === "docker-cli") {
    DockerCliBuilder.addTo(stack, login);
  } else {
    DockerProviderBuilder.addTo(stack, login);
  }
  build(stack);
  app.synth();
  const folder = path.join(outdir, "stacks", "shop");
  return { json: JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8")), folder };
}

/** The only resource (or data source) of a type. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function only(json: any, type: string, section: "resource" | "data" = "resource"): any {
  const all = Object.values(json[section]?.[type] ?? {});
  if (all.length !== 1) {
    throw new Error(`expected one ${type}, found ${all.length}`);
  }
  return all[0];
}
