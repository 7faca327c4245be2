import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { imagesThatFailed } from "../../../cli/terraform/missing-images";

function stackFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  const image = (push: string) => ({
    repository_name: "${aws_ecr_repository.the-one.name}",
    image_tag: "0123",
    depends_on: [`terraform_data.${push}`],
  });
  const data = {
    aws_ecr_image: {
      "the-one_Image_Pushed_1": image("the-one_Image_Push_2"),
      two_Image_Pushed_3: { ...image("two_Image_Push_4"), registry_id: "111111111111" },
      other: { repository_name: "other", image_tag: "1" },
    },
  };
  const resource = { aws_ecr_repository: { "the-one": { name: "shop-dev/one" } } };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ data, resource }));
  return folder;
}

const failed = (address: string, severity = "error") => ({ severity, summary: "It failed", address });

describe("a plan that failed", () => {
  test("at images that the stack pushes: the place of each, and its push", () => {
    expect(
      imagesThatFailed(
        [
          failed("data.aws_ecr_image.the-one_Image_Pushed_1"),
          failed("data.aws_ecr_image.two_Image_Pushed_3"),
          failed("data.aws_ecr_image.the-one_Image_Pushed_1"),
        ],
        stackFolder(),
      ),
    ).toEqual([
      {
        pushes: ["terraform_data.the-one_Image_Push_2"],
        repositoryName: "shop-dev/one",
        imageTag: "0123",
      },
      {
        pushes: ["terraform_data.two_Image_Push_4"],
        repositoryName: "shop-dev/one",
        imageTag: "0123",
        registryId: "111111111111",
      },
    ]);
  });

  test("at an image that this stack doesn't push: nothing can be done", () => {
    expect(imagesThatFailed([failed("data.aws_ecr_image.other")], stackFolder())).toEqual([]);
  });

  test("at anything else: no image is checked", () => {
    expect(
      imagesThatFailed(
        [
          failed("aws_lambda_function.one"),
          { severity: "error", summary: "No valid credential sources found" },
          failed("data.aws_ecr_image.the-one_Image_Pushed_1", "warning"),
        ],
        stackFolder(),
      ),
    ).toEqual([]);
  });
});
