import fc from "fast-check";
import { readRequirements } from "../../../lib/python/requirements-file";

function names(text: string): string[] {
  return readRequirements(text).requirements.map(({ name, version }) => `${name} ${version}`.trim());
}

describe("a requirements file", () => {
  test.each([
    ["humanize==4.12.3", "humanize ==4.12.3"],
    ["PyYAML", "pyyaml"],
    ["zope.interface_x >= 1 , < 2", "zope-interface-x >=1,<2"],
    ["requests[security,socks]~=2.0 ; python_version < '3.14'  # why", "requests ~=2.0"],
    ["a (>=1)", "a >=1"],
    ["a @ https://example.com/a-1.tar.gz", "a https://example.com/a-1.tar.gz"],
    ["a==1 --hash=sha256:abc --hash=sha256:def", "a ==1"],
    ["git+https://example.com/a.git@v1#egg=My_Name", "my-name git+https://example.com/a.git@v1#egg=My_Name"],
    ["-e git+https://example.com/a.git#egg=a", "a git+https://example.com/a.git#egg=a"],
    ["./wheels/my_pkg-1.0-py3-none-any.whl", "my-pkg ./wheels/my_pkg-1.0-py3-none-any.whl"],
  ])("GIVEN %p THEN %p", (line, expected) => {
    expect(names(line)).toEqual([expected]);
  });

  test("GIVEN comments, options and empty lines THEN they require nothing", () => {
    const text = "\ufeff# all\n\n--index-url https://example.com\n-i x\n--no-binary :all:\n  # more \\\na\n";
    expect(readRequirements(text)).toMatchObject({ requirements: [{ name: "a", line: 7 }], unnamed: [] });
  });

  test("GIVEN continued lines THEN they are one, with the number of the first", () => {
    const text = "x\na==1 \\\n    --hash=sha256:abc \\\r\n    --hash=sha256:def\nb\n";
    expect(readRequirements(text).requirements).toMatchObject([
      { name: "x", line: 1, hashed: false },
      { name: "a", version: "==1", line: 2, hashed: true },
      { name: "b", line: 5 },
    ]);
  });

  test("GIVEN other files THEN they are named", () => {
    const text = "-r base.txt\n--requirement=more.txt\n-c limits.txt\n--constraint other.txt\n-rclose.txt\n";
    expect(readRequirements(text).references).toEqual([
      { kind: "requirements", file: "base.txt", line: 1 },
      { kind: "requirements", file: "more.txt", line: 2 },
      { kind: "constraints", file: "limits.txt", line: 3 },
      { kind: "constraints", file: "other.txt", line: 4 },
      { kind: "requirements", file: "close.txt", line: 5 },
    ]);
  });

  test.each([".", "-e .", "./folder", "../other[extra]", "https://example.com/a.tar.gz", "a b"])(
    "GIVEN %p THEN its name is not known",
    (line) => {
      expect(readRequirements(`x\n${line}\n`)).toMatchObject({ requirements: [{ name: "x" }], unnamed: [2] });
    },
  );

  test("GIVEN any text THEN it is read, with line numbers that exist", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "-r ", "#", "\\", "\n", "==1", "[x]", " ", "@", ";", "-")),
        (all) => {
          const text = all.join("");
          const { requirements, references, unnamed } = readRequirements(text);
          const lines = [...requirements, ...references].map(({ line }) => line).concat(unnamed);
          for (const line of lines) expect(line).toBeLessThanOrEqual(text.split("\n").length);
        },
      ),
    );
  });
});
