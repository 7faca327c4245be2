import { readdirSync, readFileSync } from "node:fs";

/** The codes that the checks and the known errors give, as they stand in the sources. */
function codes(): string[] {
  const sources = readdirSync("cli/doctor").map((name) => readFileSync(`cli/doctor/${name}`, "utf8"));
  const found = sources.flatMap((text) => [
    ...text.matchAll(/(?:code: |problem: |^ {2}\| )"([a-z]+(?:-[a-z]+)+)"/gm),
  ]);
  return [...new Set(found.map((match) => match[1] as string))].sort();
}

test("each problem that can be found stands in docs/doctor.md", () => {
  const documented = [...readFileSync("docs/doctor.md", "utf8").matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(
    (match) => match[1] as string,
  );
  expect(codes().length).toBeGreaterThan(30);
  expect(codes().filter((code) => !documented.includes(code))).toEqual([]);
});
