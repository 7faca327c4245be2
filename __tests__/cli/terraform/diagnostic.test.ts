import { diagnosticText } from "../../../cli/terraform/diagnostic";

test("an error is formatted as in Terraform", () => {
  expect(
    diagnosticText({
      severity: "error",
      summary: "Unsupported attribute",
      detail: 'This object does not have an attribute named "x".',
      address: "terraform_data.a",
      range: { filename: "cdk.tf.json", start: { line: 12 } },
      snippet: {
        context: "resource.terraform_data.a",
        code: '"input": "${data.x.y}"',
        start_line: 12,
        values: [{ traversal: "data.x", statement: "is object with no attributes" }],
      },
    }),
  ).toBe(`Error: Unsupported attribute

  with terraform_data.a,
  on cdk.tf.json line 12, in resource.terraform_data.a:
  12: "input": "\${data.x.y}"
    │ data.x is object with no attributes

This object does not have an attribute named "x".`);
});

test("a login that a provider prints is removed", () => {
  const text = diagnosticText({
    severity: "error",
    summary: "Unable to get authConfig for registry",
    detail:
      'in auth configs: map[string]registry.AuthConfig{"h":registry.AuthConfig{Username:"AWS", Password:"eyJwYXls"}}',
  });
  expect(text).toContain("Unable to get authConfig for registry");
  expect(text).not.toContain("eyJwYXls");
});

test("unknown parts are left out", () => {
  expect(diagnosticText({ severity: "warning", summary: "Deprecated", detail: "" })).toBe(
    "Warning: Deprecated",
  );
});
