import { contentProblems, MAX_MEBIBYTES } from "../../scripts/package-contents";

const BUILT = ["dist/.javascript.json", "dist/lib/index.js", "dist/cli/init/template/.dockerignore"];
const PACKED = ["CHANGELOG.md", "LICENSE", "README.md", "package.json", ...BUILT.slice(1)].map((path) => ({
  path,
  size: 1000,
}));

describe("what would be published", () => {
  test("is dist/, but not what the build notes about itself, and the files that every package has", () => {
    expect(contentProblems(PACKED, BUILT)).toEqual([]);
  });

  test.each(["lib/index.ts", "dist/.javascript.json", "dist/lib/old.js", ".env", "main.ts"])(
    "may not be %s",
    (path) => {
      expect(contentProblems([...PACKED, { path, size: 1 }], BUILT)).toEqual([
        `${path} would be published, but doesn't belong`,
      ]);
    },
  );

  test.each(PACKED.map(({ path }) => path))("has to have %s", (path) => {
    expect(
      contentProblems(
        PACKED.filter((file) => file.path !== path),
        BUILT,
      ),
    ).toEqual([`${path} would not be published`]);
  });

  test("has a bound", () => {
    const [first, ...others] = PACKED as [(typeof PACKED)[number], ...typeof PACKED];
    const large = { ...first, size: MAX_MEBIBYTES * 2 ** 20 };
    expect(contentProblems([large, ...others], BUILT)).toEqual([
      expect.stringContaining(`the bound is ${MAX_MEBIBYTES} MiB`),
    ]);
  });
});
