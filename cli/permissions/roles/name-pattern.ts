/**
 * The pattern of all names of an environment that begin as a given one: `hello-dev-python` → `hello-dev-*`,
 * `/aws/lambda/hello-dev-python` → `/aws/lambda/hello-dev-*`. So a new function needs no new policy. A name without the
 * prefix stays as it is.
 */
export function namePattern(name: string, prefix: string | undefined): string {
  if (prefix === undefined || prefix === "") {
    return name;
  }
  for (let at = name.indexOf(prefix); at >= 0; at = name.indexOf(prefix, at + 1)) {
    const end = at + prefix.length;
    const begins = at === 0 || "/:".includes(name.charAt(at - 1));
    if (begins && end < name.length && "-/_.".includes(name.charAt(end))) {
      return `${name.slice(0, end + 1)}*`;
    }
  }
  return name;
}
