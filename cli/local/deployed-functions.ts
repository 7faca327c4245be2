import { OUTDIR, readManifest, type SynthesizedStack } from "../app/synthesize";
import type { Target } from "../app/target";
import { CommandError } from "../process/steps";
import { Terraform } from "../terraform/terraform";

/** A function that is deployed. */
export interface DeployedFunction {
  /** The id of its construct, for example `python`. */
  readonly id: string;
  /** Its name in AWS, for example `hello-local-python`. */
  readonly functionName: string;
}

const OUTPUT = /^(.+)_function_name$/;

/** The functions in the outputs of the stacks. */
export async function deployedFunctions(
  stacks: readonly SynthesizedStack[],
  target: Target,
): Promise<DeployedFunction[]> {
  const outputs = await Promise.all(
    stacks.map((stack) => new Terraform(stack.folder, target.terraformEnvironment).output()),
  );
  return outputs.flatMap((output) =>
    Object.entries(output).flatMap(([name, { value }]) => {
      const id = OUTPUT.exec(name)?.[1];
      return id === undefined ? [] : [{ id, functionName: String(value) }];
    }),
  );
}

/**
 * The deployed function of this id or name.
 * @throws CommandError when there is none
 */
export async function findFunction(wanted: string, target: Target): Promise<DeployedFunction> {
  const functions = await deployedFunctions(readManifest(), target);
  const found = functions.find(({ id, functionName }) => id === wanted || functionName === wanted);
  if (!found) {
    const names = functions.map(({ id }) => id).join(", ");
    throw new CommandError(
      functions.length === 0
        ? `No function is deployed to the local AWS (${OUTDIR} has no outputs). Deploy it first: npm run local`
        : `There is no function "${wanted}" on the local AWS. It has: ${names}.`,
    );
  }
  return found;
}
