import { driftText } from "../../../cli/terraform/drift";

test("drift that a plan changes back is reported, other drift isn't", () => {
  expect(
    driftText({
      drift: [
        { address: "aws_lambda_function.one", action: "delete" },
        { address: "aws_s3_bucket.two", action: "update" },
        { address: "aws_s3_bucket.three", action: "update" },
      ],
      changes: [
        { address: "aws_lambda_function.one", action: "create" },
        { address: "aws_s3_bucket.two", action: "update" },
      ],
    }),
  ).toEqual([
    "aws_lambda_function.one was deleted outside of Terraform: it is created again",
    "aws_s3_bucket.two is not as the last deploy left it: it is changed",
  ]);
});
