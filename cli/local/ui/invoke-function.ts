import { codeFolder } from "../deployed-functions";
import { invoke } from "../invoke";
import { invokeWithDenials } from "../invoke-with-denials";
import { answerOf } from "./answer";
import type { Answer, FunctionFacts } from "./messages";
import { eventIn } from "./saved-events";

/** Invokes a function, and explains why it failed. @throws CommandError when the event isn't JSON, or it can't be invoked */
export async function invokeFunction(fn: FunctionFacts, event: string, port: number): Promise<Answer> {
  eventIn(event);
  const { functionName, region } = fn;
  const aws = { port, region };
  const seen = await invokeWithDenials(fn, aws, () => invoke(functionName, event, aws));
  return answerOf(seen, codeFolder(fn.id));
}
