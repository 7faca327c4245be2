import { driftText } from "../../../cli/terraform/drift";

test("what was deleted and is created again is told; what the provider itself may have changed is not", () => {
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
