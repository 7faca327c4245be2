import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lostImages } from "../../terraform/lost-images";

function stackFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  const data = {
    aws_ecr_image: {
      one_Image_Pushed_1: { depends_on: ["terraform_data.one_Image_Push_2"] },
      two_Image_Pushed_3: { depends_on: ["terraform_data.two_Image_Push_4"] },
      other: {},
    },
  };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ data }));
  return folder;
}

const notFound = (name: string) => `
Error: Your query returned no results. Please change your search criteria and try again.

  with data.aws_ecr_image.${name},
  on cdk.tf.json line 37, in data.aws_ecr_image.${name}:
  37:       }
`;

describe("a plan that failed", () => {
  test("for images that are gone: these pushes have to be made again", () => {
    expect(
      lostImages(notFound("one_Image_Pushed_1") + notFound("two_Image_Pushed_3"), stackFolder()),
    ).toEqual(["terraform_data.one_Image_Push_2", "terraform_data.two_Image_Push_4"]);
  });

  test("for an image that nothing here pushes: nothing can be done", () => {
    expect(lostImages(notFound("other"), stackFolder())).toEqual([]);
  });

  test("for any other reason: nothing is to be replaced", () => {
    expect(lostImages("Error: No valid credential sources found\n", stackFolder())).toEqual([]);
    expect(
      lostImages("Error: timeout\n\n  with data.aws_ecr_image.one_Image_Pushed_1,\n", stackFolder()),
    ).toEqual([]);
  });
});
