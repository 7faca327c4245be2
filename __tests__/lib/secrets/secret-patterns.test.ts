import { SECRET_PATTERNS, secretPatternsFor } from "../../../lib/secrets/secret-patterns";
import table from "../../../lib/secrets/secret-patterns.json";

test("THEN the table says where it comes from, and each pattern compiles", () => {
  expect(table).toMatchObject({
    source: expect.stringMatching(/secretlint.* \d+\.\d+\.\d+/),
    licence: "MIT",
  });
  expect(SECRET_PATTERNS).toHaveLength(table.patterns.length);
});

test("THEN nearly all patterns have a fixed beginning, and those with alternatives have none", () => {
  const open = SECRET_PATTERNS.filter(({ beginning }) => beginning === undefined);
  expect(open.map(({ what }) => what).sort()).toEqual(["a token for openai", "an AWS secret access key"]);
});

test.each(SECRET_PATTERNS.flatMap(({ beginning, what }) => (beginning ? [[beginning, what] as const] : [])))(
  "GIVEN a text with the beginning %s THEN all patterns are tried",
  (beginning) => {
    const [first = ""] = beginning
      .replace(/\(\?:|[()\\]/g, "|")
      .split("|")
      .filter(Boolean);
    const rest = beginning.replace(/\([^)]*\)/g, "").replaceAll("\\", "");
    const text = beginning.startsWith("(")
      ? `${first}${rest}`
      : beginning.replace(/\(\?:([^|)]*)[^)]*\)/g, "$1").replaceAll("\\", "");
    expect(secretPatternsFor(`x = ${text}1`)).toHaveLength(SECRET_PATTERNS.length);
  },
);

test("GIVEN a text without any THEN only the others are tried", () => {
  expect(secretPatternsFor("print('hello')")).toHaveLength(2);
});
