import { ownPackage, testedVersion } from "../../../cli/init/own-package";

test("the package knows its own name and version", () => {
  expect(ownPackage()).toMatchObject({
    name: "cdktf-lambda-images",
    version: require("../../../package.json").version,
  });
});

test("a package that it doesn't know has no version", () => {
  expect(() => testedVersion("left-pad", ownPackage())).toThrow("names no version of left-pad");
});
