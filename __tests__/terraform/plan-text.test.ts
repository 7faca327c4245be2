import { summarizePlanText } from "../../terraform/plan-text";

const PLAN = `
Terraform used the selected providers to generate the following execution plan.

  # aws_lambda_function.one_A57B7CE0 will be updated in-place
  ~ resource "aws_lambda_function" "one_A57B7CE0" {
        # (22 unchanged attributes hidden)
    }

  # aws_s3_bucket.Documents will be created
  + resource "aws_s3_bucket" "Documents" {
    }

  # docker_registry_image.one_Image_Push_C3213866 must be replaced
+/- resource "docker_registry_image" "one_Image_Push_C3213866" {
    }

  # terraform_data.two_Image_Push_0A1B2C3D is tainted, so must be replaced
-/+ resource "terraform_data" "two_Image_Push_0A1B2C3D" {
    }

  # terraform_data.three_Image_Push_0A1B2C3E will be replaced, as requested
  # terraform_data.other will be created
  # docker_registry_image.four_Image_Push_C3213867 will be destroyed

Plan: 5 to add, 1 to change, 4 to destroy.
`;

test("the text of a plan tells what it counts and which images it builds", () => {
  expect(summarizePlanText(PLAN)).toEqual({
    add: 5,
    change: 1,
    destroy: 4,
    images: [
      "docker_registry_image.one_Image_Push_C3213866",
      "terraform_data.two_Image_Push_0A1B2C3D",
      "terraform_data.three_Image_Push_0A1B2C3E",
    ],
  });
});

test("a plan that changes nothing builds nothing", () => {
  expect(summarizePlanText("No changes. Your infrastructure matches the configuration.")).toEqual({
    add: 0,
    change: 0,
    destroy: 0,
    images: [],
  });
});
