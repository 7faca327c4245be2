import { driftText } from "../../../cli/terraform/drift";

test("what was deleted and is created again is reported; what the provider itself may have changed is not", () => {
  expect(
    driftText({
      drift: [
        { address: "aws_lambda_function.one", action: "delete" },
        { address: "docker_registry_image.two", action: "update" },
        { address: "aws_s3_bucket.three", action: "delete" },
      ],
      changes: [
        { address: "aws_lambda_function.one", action: "create" },
        { address: "docker_registry_image.two", action: "replace" },
      ],
    }),
  ).toEqual(["aws_lambda_function.one was deleted outside of Terraform: it is created again"]);
});

test("more than three are named in one line", () => {
  const addresses = ["a", "b", "c", "d", "e"].map((name) => `aws_iam_role.${name}`);
  expect(
    driftText({
      drift: addresses.map((address) => ({ address, action: "delete" })),
      changes: addresses.map((address) => ({ address, action: "create" })),
    }),
  ).toEqual([
    "5 resources were deleted outside of Terraform, and are created again: aws_iam_role.a, aws_iam_role.b, aws_iam_role.c, …",
  ]);
});
