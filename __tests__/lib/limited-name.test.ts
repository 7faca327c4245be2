import { Token } from "cdktf";
import { limitedName } from "../../lib/limited-name";

test("a name that is short enough stays as it is", () => {
  expect(limitedName("a".repeat(64), 64)).toBe("a".repeat(64));
});

test("a longer name ends with a hash of all of it, so that two stay different", () => {
  const [one, two] = ["1", "2"].map((end) => limitedName(`${"a".repeat(64)}${end}`, 64));
  expect(one).toMatch(/^a{55}-[0-9a-f]{8}$/);
  expect(two).not.toBe(one);
});

test("a name that isn't known yet stays as it is", () => {
  const name = Token.asString({ later: true });
  expect(limitedName(name, 3)).toBe(name);
});
