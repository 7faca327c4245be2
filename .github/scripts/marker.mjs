// The first line of a comment with a plan, which people don't see: by it the comment is found again, and it holds what the
// comment shows the plan of.

const END = " -->";

/**
 * @param {string} environment
 * @param {string} plans `<stack>=<fingerprint>,…`; empty when there is none
 */
export function marker(environment, plans) {
  return `${start(environment)}${plans}${END}`;
}

/**
 * The plans in the marker of an environment.
 * @param {string} body a comment
 * @param {string} environment
 * @returns undefined when it is no comment of this environment
 */
export function plansOf(body, environment) {
  const [line = ""] = body.split(/\r?\n/, 1);
  return line.startsWith(start(environment)) && line.endsWith(END)
    ? line.slice(start(environment).length, -END.length)
    : undefined;
}

/** @param {string} environment */
function start(environment) {
  return `<!-- plan of environment: ${environment}; plans: `;
}
