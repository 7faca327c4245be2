import path from "node:path";
import { LOCAL_OUTDIR } from "../app/local-folder";
import { lastStacks, type SynthesizedStack } from "../app/manifest";
import { commandLine } from "../command-line";
import { checkStateFile } from "../deploy/state-file";
import { CommandError } from "../process/steps";
import { Terraform } from "../terraform/terraform";

/** A deployed function. */
export interface DeployedFunction {
  /** The id of its construct, for example `python`. For a function without a construct, the name of the resource. */
  readonly id: string;
  /** Its name in AWS, for example `hello-dev-python`. */
  readonly functionName: string;
  readonly region: string;
  /** The name of the log group. Functions can share one. */
  readonly logGroup: string;
}

/** The used part of Terraform's state (state format version 4). */
interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly attributes?: {
        readonly function_name?: string;
        readonly arn?: string;
        readonly logging_config?: readonly { readonly log_group?: string }[];
      };
    }[];
  }[];
}

const OUTPUT = /^(.+)_function_name$/;

/** The folder of a function's code, as it is usually named. */
export function codeFolder(id: string): string {
  return path.join("lambdas", id);
}

/** The functions in the states of stacks on the local AWS. */
export async function deployedFunctions(stacks: readonly SynthesizedStack[]): Promise<DeployedFunction[]> {
  for (const stack of stacks) {
    checkStateFile(stack, { local: true });
  }
  const states = await Promise.all(stacks.map(({ folder }) => new Terraform(folder).readState()));
  return states.flatMap((text) => (text === "" ? [] : functionsIn(JSON.parse(text) as State)));
}

/** The functions in a state. The construct adds an output with its id for each function. */
export function functionsIn({ outputs = {}, resources = [] }: State): DeployedFunction[] {
  const ids = new Map(
    Object.entries(outputs).flatMap(([name, { value }]) => {
      const id = OUTPUT.exec(name)?.[1];
      return id === undefined ? [] : [[String(value), id] as const];
    }),
  );
  return resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_lambda_function")
    .flatMap(({ name, instances }) =>
      instances.flatMap(({ attributes }) =>
        attributes?.function_name === undefined
          ? []
          : [
              {
                id: ids.get(attributes.function_name) ?? name,
                functionName: attributes.function_name,
                // arn:aws:lambda:<region>:…
                region: attributes.arn?.split(":")[3] ?? "us-east-1",
                logGroup:
                  attributes.logging_config?.[0]?.log_group || `/aws/lambda/${attributes.function_name}`,
              },
            ],
      ),
    );
}

/**
 * The deployed function of this id or name.
 * @throws CommandError when there is none
 */
export async function findFunction(wanted: string): Promise<DeployedFunction> {
  return functionNamed(wanted, await lastDeployedFunctions());
}

/**
 * The functions in the states of the stacks that were synthesized last for the local AWS.
 * @throws CommandError when there are none
 */
export async function lastDeployedFunctions(): Promise<readonly DeployedFunction[]> {
  const functions = await deployedFunctions(lastStacks(LOCAL_OUTDIR));
  if (functions.length === 0) {
    throw new CommandError(
      `No function is deployed to the local AWS. Deploy it first: ${commandLine("local")}`,
    );
  }
  return functions;
}

/**
 * The function of this id or name.
 * @throws CommandError when there is none
 */
export function functionNamed(wanted: string, functions: readonly DeployedFunction[]): DeployedFunction {
  const found = functions.find(({ id, functionName }) => id === wanted || functionName === wanted);
  if (!found) {
    const names = functions.map(({ id }) => id).join(", ");
    throw new CommandError(
      `There is no function "${wanted}" on the local AWS. It has: ${names}. To deploy a new one: ${commandLine("local")}`,
    );
  }
  return found;
}
