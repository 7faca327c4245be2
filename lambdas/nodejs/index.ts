import { findProblem, type Greeted } from "./validate";

/** Answers {"name": "…"} with a greeting. */
export async function handler(event: unknown) {
  const problem = findProblem(event);
  if (problem !== undefined) {
    return { statusCode: 400, body: { error: problem } };
  }
  const { name = "world" } = event as Greeted;
  return { statusCode: 200, body: { message: `Hello, ${name}!` } };
}
