import { contentOf, type ImageUse, imageRows, type RepositoryImage } from "../../../cli/images/image-list";
import { imageTable } from "../../../cli/images/image-table";

const OLD = "a".repeat(32);
const NEW = "b".repeat(32);
const ours = (name: string): boolean => name.startsWith("shop-dev/");
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

function image(more: Partial<RepositoryImage> = {}): RepositoryImage {
  return {
    repository: "shop-dev/python",
    digest: digest("1"),
    tags: [OLD],
    pushedAt: "2026-11-01T10:00:00.000Z",
    expiry: { state: "kept", rule: 51, position: 1, maxImageCount: 50 },
    ...more,
  };
}

describe("the content in a tag", () => {
  test.each<[string, string, string | undefined]>([
    ["of the docker CLI's builder", OLD, OLD],
    ["of the docker provider's builder", "aaaaaaaaaaaa-20261101100000", "aaaaaaaaaaaa"],
    ["in a shared repository", `jobs-python.${OLD}`, OLD],
    ["in a shared repository, of the docker provider", "python.aaaaaaaaaaaa-20261101100000", "aaaaaaaaaaaa"],
    ["but not of another tool's tag", "latest", undefined],
    ["but not of a version", "1.2.3", undefined],
    ["but not of a short commit", "aaaaaaa", undefined],
  ])("%s", (_title, tag, content) => {
    expect(contentOf(tag)).toBe(content);
  });
});

describe("the list of images", () => {
  test("has the newest first, with the functions that run it", () => {
    const rows = imageRows(
      [image(), image({ digest: digest("2"), tags: [NEW], pushedAt: "2026-11-02T10:00:00.000Z" })],
      [
        { name: "shop-dev-python:3", kind: "version", digest: digest("1") },
        { name: "shop-dev-python", kind: "function", digest: digest("2") },
        { name: "shop-dev-python:live", kind: "alias", digest: digest("1") },
      ],
      [{ repository: "shop-dev/python", content: NEW }],
      ours,
    );
    expect(rows.map(({ content, current, usedBy }) => ({ content, current, usedBy }))).toEqual([
      { content: NEW, current: true, usedBy: ["shop-dev-python"] },
      { content: OLD, current: false, usedBy: ["shop-dev-python:live", "shop-dev-python:3"] },
    ]);
  });

  test("includes images that are not pushed yet", () => {
    const [first] = imageRows([image()], [], [{ repository: "shop-dev/python", content: NEW }], ours);
    expect(first).toEqual({
      repository: "shop-dev/python",
      tags: [],
      content: NEW,
      current: true,
      usedBy: [],
    });
  });

  test("separates the same content in two repositories", () => {
    const rows = imageRows([image()], [], [{ repository: "shop-dev/other", content: OLD }], ours);
    expect(rows.map(({ repository, current }) => [repository, current])).toEqual([
      ["shop-dev/other", true],
      ["shop-dev/python", false],
    ]);
  });

  test("is formatted as a table", () => {
    const rows = imageRows(
      [image({ tags: ["latest"] })],
      [{ name: "shop-dev-python", kind: "function", digest: digest("1") }],
      [{ repository: "shop-dev/python", content: NEW }],
      ours,
    );
    expect(imageTable(rows)).toBe(
      [
        "shop-dev/python",
        "  DIGEST               PUSHED            CONTENT                            TAG     EXPIRES            USED BY",
        "  not pushed yet                         bbbbbbbbbbbb (the present folder)",
        "  sha256:111111111111  2026-11-01 10:00                                     latest  1 of 50 (rule 51)  shop-dev-python",
      ].join("\n"),
    );
  });

  test("has a line for each cell where the terminal is too narrow for the table", () => {
    const rows = imageRows(
      [image({ tags: ["latest"] })],
      [{ name: "shop-dev-python", kind: "function", digest: digest("1") }],
      [{ repository: "shop-dev/python", content: NEW }],
      ours,
    );
    expect(imageTable(rows, 80)).toBe(
      [
        "shop-dev/python",
        "  not pushed yet",
        "    CONTENT  bbbbbbbbbbbb (the present folder)",
        "  sha256:111111111111",
        "    PUSHED   2026-11-01 10:00",
        "    TAG      latest",
        "    EXPIRES  1 of 50 (rule 51)",
        "    USED BY  shop-dev-python",
      ].join("\n"),
    );
  });

  test("shows a few of many users in the table, and all in the list", () => {
    const uses = Array.from({ length: 8 }, (_, index): ImageUse => {
      return { name: `shop-dev-python:${index + 1}`, kind: "version", digest: digest("1") };
    });
    const rows = imageRows([image()], uses, [], ours);
    expect(rows[0]?.usedBy).toHaveLength(8);
    expect(imageTable(rows)).toMatch(/shop-dev-python:3, shop-dev-python:4 and 4 more$/);
  });

  test("has the image that a function or alias runs and that is gone, but not of a mere version or another account", () => {
    const use = (kind: ImageUse["kind"], digit: string, more: Partial<ImageUse> = {}): ImageUse => {
      return { name: kind, kind, digest: digest(digit), repository: "shop-dev/python", ...more };
    };
    const uses = [
      use("alias", "2"),
      use("version", "3"),
      use("function", "4", { repository: "other/images" }),
      { name: "promoted", kind: "function", digest: digest("5") } as const,
      use("version", "2"),
    ];
    const [gone, ...others] = imageRows([image()], uses, [], ours);
    expect(gone).toEqual({
      repository: "shop-dev/python",
      digest: digest("2"),
      tags: [],
      current: false,
      usedBy: ["alias", "version"],
      expiry: { state: "gone" },
    });
    expect(others).toHaveLength(1);
  });
});
