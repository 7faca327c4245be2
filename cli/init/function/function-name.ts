/** After the name prefix of an environment, which has 31 characters at most, and a dash: Lambda takes 64. */
const MAX_LENGTH = 32;

/**
 * What keeps a name from being that of a function, in words. It is the id of the construct, a part of the function's name and of its ECR
 * repository (ECR allows no two dashes in a row, and none at the end), it begins the names of outputs, and it is the name of a folder.
 * @returns undefined when it can be one
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_LENGTH) {
    return `it has ${name.length} characters, and ${MAX_LENGTH} are the most: the names of functions begin with the prefix of the environment`;
  }
  return /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name)
    ? undefined
    : 'it has to be of a-z and 0-9, a letter first, with single "-" or "_" in between';
}
