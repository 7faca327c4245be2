import { LOCAL_AWS_CONTEXT, type LocalAws } from "../../lib/tooling";
import type { ImageBuilderName } from "../local/local-deployment";
import type { AccessKey } from "../local/root-key";
import { findProviderMirrors, mirrorEnvironment } from "../terraform/provider-mirror";
import { type AppSettings, readAppSettings } from "./app-settings";
import { LOCAL_FOLDER, LOCAL_OUTDIR } from "./local-folder";
import { neededProviders } from "./needed-providers";

/** The place that an app's stacks are deployed to. */
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
  /** Variables for Terraform. An undefined variable is removed. */
  readonly terraformEnvironment: Readonly<Record<string, string | undefined>>;
}

/** The local AWS as a target. */
export interface LocalTarget {
  readonly port: number;
  readonly imageBuilder: ImageBuilderName;
  /** Providers that may reach other things than the local AWS. */
  readonly allowedProviders: readonly string[];
  /** The key that requests to it are signed with. */
  readonly key: AccessKey;
  /** Variables for Terraform, which override the user's own. */
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
    // Computed on demand, since it writes a file, and a read-only command may not have permission for that.
    get terraformEnvironment() {
      return {
        ...mirrorEnvironment(findProviderMirrors(), LOCAL_FOLDER, neededProviders(target)),
        ...local?.terraformEnvironment,
      };
    },
  };
  return target;
}

/** Names a target: ` for dev`, ` for the local AWS`; empty if the app decides. */
export function forTarget({ environment, local }: Pick<Target, "environment" | "local">): string {
  return local ? " for the local AWS" : environment === undefined ? "" : ` for ${environment}`;
}

/** The options of a target, for commands in a message: ` --env dev`. */
export function targetOptions({
  environment,
  local,
}: Pick<Target, "environment"> & { readonly local?: unknown }): string {
  return `${environment === undefined ? "" : ` --env ${environment}`}${local ? " --local-aws" : ""}`;
}

/** The context variable of CDKTF's command line (cdktf 0.21.0), with the context of the local AWS for constructs. */
function contextVariable({ context }: AppSettings, local: LocalTarget | undefined): Record<string, string> {
  const localAws: LocalAws | undefined = local && {
    registry: `localhost:${local.port}`,
    imageBuilder: local.imageBuilder,
  };
  const all = { ...context, ...(localAws && { [LOCAL_AWS_CONTEXT]: localAws }) };
  return Object.keys(all).length === 0 ? {} : { CDKTF_CONTEXT_JSON: JSON.stringify(all) };
}
