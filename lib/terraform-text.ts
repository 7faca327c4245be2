/**
 * Terraform reads `${` and `%{` in the keys and values of its JSON as the start of a template. Text that comes from
 * outside (a file's name, a build argument) has to be escaped to stay what it is.
 */
export function literal(text: string): string {
  // By functions: in a replacement text, `$$` is one `$`.
  return text.replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}
