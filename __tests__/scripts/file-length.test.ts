import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** In lines. A longer file has more than one topic. */
const LONGEST = 260;

test("no source file in lib/ is too long to be read at once", () => {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const lengths = files.map((name) => ({
    name: path.join("lib", name),
    lines: readFileSync(path.join("lib", name), "utf8").split("\n").length - 1,
  }));
  expect(files.length).toBeGreaterThan(200);
  expect(lengths.filter(({ lines }) => lines > LONGEST)).toEqual([]);
});
