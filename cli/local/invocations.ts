import * as z from "zod";
import { awsRequest, type LocalAws } from "./aws-request";

const counts = z.object({ started: z.int(), running: z.int() });

/** How many invocations of a function have started since the start of the emulator, and how many of them run (cli/local/invocations.py). */
export async function invocations(functionName: string, aws: LocalAws): Promise<z.output<typeof counts>> {
  const response = await awsRequest(aws, "lambda", `/_local/invocations/${functionName}`);
  return counts.parse(await response.json());
}
