import { LOCAL_AWS_CONTEXT, type LocalAws } from "../../lib/tooling";
import { neededProviders } from "../deploy/needed-providers";
import type { ImageBuilderName } from "../local/local-deployment";
import { findProviderMirrors, mirrorEnvironment } from "../terraform/provider-mirror";
import { type AppSettings, readAppSettings } from "./app-settings";
import { LOCAL_FOLDER, LOCAL_OUTDIR } from "./local-folder";

/** Where an app's stacks are deployed to. */
export interface Target {
  /** The value of `$ENVIRONMENT` that the app is run with. @default - none: the app decides */
  readonly environment?: string;
  /** The local AWS that the stacks are deployed to. @default - they are deployed to AWS */
  readonly local?: LocalTarget;
  /** The folder that the stacks are written to. */
  readonly outdir: string;
  /** The command that runs the app. */
  readonly app: string;
  /** Variables for the app. */
  readonly appEnvironment: Readonly<Record<string, string>>;
  /** Variables for Terraform; an undefined one is taken away. */
  readonly terraformEnvironment: Readonly<Record<string, string | undefined>>;
}

/** The local AWS as a target. */
export interface LocalTarget {
  readonly port: number;
  readonly imageBuilder: ImageBuilderName;
  /** Providers that may reach other things than the local AWS. */
  readonly allowedProviders: readonly string[];
  /** Variables for Terraform, which take the place of the user's own. */
  readonly terraformEnvironment: Readonly<Record<string, string | undefined>>;
}

/**
 * The target of a command.
 * @param environment `--env`, else `$ENVIRONMENT`
 * @throws CommandError when there is no app in this folder
 */
export function readTarget(environment: string | undefined, local?: LocalTarget): Target {
  const name = environment ?? process.env.ENVIRONMENT;
  const settings = readAppSettings();
  const outdir = local ? LOCAL_OUTDIR : settings.output;
  const target: Target = {
    outdir,
    app: settings.app,
    appEnvironment: {
      CDKTF_OUTDIR: outdir,
      ...(name !== undefined && { ENVIRONMENT: name }),
      ...contextVariable(settings, local),
    },
    ...(name !== undefined && { environment: name }),
    ...(local && { local }),
    // Only when it is asked for: it writes a file, which a command that just looks around may not be allowed to.
    get terraformEnvironment() {
      return {
        ...mirrorEnvironment(findProviderMirrors(), LOCAL_FOLDER, neededProviders(target)),
        ...local?.terraformEnvironment,
      };
    },
  };
  return target;
}

/** What a target is called: ` for dev`, ` for the local AWS`; empty where the app decides. */
export function forTarget({ environment, local }: Pick<Target, "environment" | "local">): string {
  return local ? " for the local AWS" : environment === undefined ? "" : ` for ${environment}`;
}

/** The options that lead to a target, for commands that a message names: ` --env dev`. */
export function targetOptions({ environment, local }: Pick<Target, "environment" | "local">): string {
  return `${environment === undefined ? "" : ` --env ${environment}`}${local ? " --local-aws" : ""}`;
}

/** As CDKTF's command line hands an app its context (cdktf 0.21.0), with what tells constructs of the local AWS. */
function contextVariable({ context }: AppSettings, local: LocalTarget | undefined): Record<string, string> {
  const localAws: LocalAws | undefined = local && {
    registry: `localhost:${local.port}`,
    imageBuilder: local.imageBuilder,
  };
  const all = { ...context, ...(localAws && { [LOCAL_AWS_CONTEXT]: localAws }) };
  return Object.keys(all).length === 0 ? {} : { CDKTF_CONTEXT_JSON: JSON.stringify(all) };
}
