/**
 * Throws all problems as a list.
 * @param where the path of a construct, or what the user wrote
 * @param what for example `Lambda would refuse this function`
 * @throws Error if there is a problem
 */
export function throwProblems(where: string, what: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`[${where}] ${what}:\n${problems.map((text) => `  - ${text}`).join("\n")}`);
  }
}

/** The same in one sentence, for settings of which few can be wrong at once. @throws Error if there is a problem */
export function throwProblemsInLine(where: string, what: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`[${where}] ${what}: ${problems.join("; ")}.`);
  }
}
