import { readdirSync, readFileSync } from "node:fs";

/** The codes of the checks and the known errors, as written in the sources. */
function codes(): string[] {
  const sources = readdirSync("cli/doctor").map((name) => readFileSync(`cli/doctor/${name}`, "utf8"));
  const found = sources.flatMap((text) => [
    ...text.matchAll(/(?:code: |problem: |^ {2}\| )"([a-z]+(?:-[a-z]+)+)"/gm),
  ]);
  return [...new Set(found.map((match) => match[1] as string))].sort();
}

test("docs/doctor.md has each problem that can be reported", () => {
  const documented = [...readFileSync("docs/doctor.md", "utf8").matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(
    (match) => match[1] as string,
  );
  expect(codes().length).toBeGreaterThan(30);
  expect(codes().filter((code) => !documented.includes(code))).toEqual([]);
});
