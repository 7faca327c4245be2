/** A policy as a string of Terraform, in which `${aws:username}` would be an expression. */
export function policyJson(policy: object): string {
  return JSON.stringify(policy).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
