/** Lambda allows 64 characters, including the environment's name prefix (at most 31) and a dash. */
const MAX_LENGTH = 32;

/**
 * Explains why a name is invalid for a function. The name is the id of the construct, a part of the names of the function and its
 * ECR repository (ECR allows no two dashes in a row, and none at the end), the prefix of the outputs' names, and the name of a
 * folder.
 * @returns undefined when it is valid
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_LENGTH) {
    return `it has ${name.length} characters, but at most ${MAX_LENGTH} are allowed, because the prefix of the environment is added`;
  }
  return /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name)
    ? undefined
    : 'use a-z and 0-9, starting with a letter, with single "-" or "_" in between';
}
