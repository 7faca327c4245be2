import { DockerImageCode, DockerImageFunction, Size } from "../../lib";
import { functionFolder, only, synth } from "../synth";

test("has the units of AWS CDK", () => {
  expect(Size.gibibytes(2).toMebibytes()).toBe(2_048);
  expect(() => Size.mebibytes(0.5)).toThrow(
    "A size must be a whole number of MiB, zero or more; got 0.5 MiB.",
  );
});

test("sets the size of /tmp, and is checked", () => {
  const of = (ephemeralStorageSize: Size) =>
    synth((stack) => {
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromImageAsset(functionFolder()),
        ephemeralStorageSize,
      });
    }).json;
  expect(only(of(Size.gibibytes(2)), "aws_lambda_function").ephemeral_storage.size).toBe(2_048);
  expect(() => of(Size.gibibytes(11))).toThrow(
    /ephemeralStorageSize must be .* from 512 to 10240 \(MiB\); got 11264/,
  );
});
