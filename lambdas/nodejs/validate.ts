/** What the function is called with. */
export interface Greeted {
  readonly name?: string;
}

/** Says what is wrong in an event. @returns undefined when it is a valid one */
export function findProblem(event: unknown): string | undefined {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    return "the event must be a JSON object";
  }
  return "name" in event && typeof event.name !== "string" ? '"name" must be text' : undefined;
}
