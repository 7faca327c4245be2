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

test("of a build that failed, docker's last lines are shown, and not the command", () => {
  const output = [
    "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.",
    "            Install the buildx component to build images with BuildKit:",
    "            https://docs.docker.com/go/buildx/",
    "",
    ...Array.from({ length: 40 }, (_, index) => `Step ${index + 1}/41 : RUN true`),
    "\u001B[91m./main.go:30:9: syntax error: unexpected {, expected )",
    "\u001B[0mThe command '/bin/sh -c go build' returned a non-zero code: 1",
  ].join("\n");
  const text = diagnosticText({
    severity: "error",
    summary: "local-exec provisioner error",
    address: "terraform_data.gopher_Image_Push_F85613D4",
    range: { filename: "cdk.tf.json", start: { line: 659 } },
    detail: `Error running command 'if docker manifest inspect "$IMAGE" >/dev/null 2>&1; then\n  echo there\nelse\n    docker build --file 'assets/a/Dockerfile' --tag "$IMAGE" assets/a\n  docker push "$IMAGE"\nfi': exit status 1. Output: ${output}\n`,
  });
  expect(text.split("\n")).toEqual([
    "Error: terraform_data.gopher_Image_Push_F85613D4: the image was not built and pushed (exit status 1). Docker's last lines:",
    "",
    "  …",
    ...Array.from({ length: 28 }, (_, index) => `  Step ${index + 13}/41 : RUN true`),
    "  ./main.go:30:9: syntax error: unexpected {, expected )",
    "  The command '/bin/sh -c go build' returned a non-zero code: 1",
  ]);
});

test("another command that failed is shown as Terraform does", () => {
  const detail = "Error running command 'exit 3': exit status 3. Output: ";
  expect(diagnosticText({ severity: "error", summary: "local-exec provisioner error", detail })).toBe(
    `Error: local-exec provisioner error\n\n${detail.trim()}`,
  );
});
