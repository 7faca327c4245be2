import { DockerfileParser } from "dockerfile-ast";
import { readInstructions } from "../../../lib/dockerfile/read-instructions";

function read(text: string) {
  return readInstructions(text).instructions.map(({ keyword, line, text, json }) => [
    keyword,
    line,
    json ?? text,
  ]);
}

describe("one instruction", () => {
  test.each<[what: string, text: string, expected: unknown[]]>([
    [
      "a keyword in small letters",
      "from a\ncmd b",
      [
        ["FROM", 1, "a"],
        ["CMD", 2, "b"],
      ],
    ],
    ["continued lines", "RUN a && \\\n  b", [["RUN", 1, "a &&   b"]]],
    [
      "a comment and an empty line in between",
      "RUN a \\\n # no\n\n  b\nCMD c",
      [
        ["RUN", 1, "a   b"],
        ["CMD", 5, "c"],
      ],
    ],
    ["blanks after the backslash", "RUN a \\ \n b", [["RUN", 1, "a  b"]]],
    [
      "two backslashes at the end",
      "RUN a \\\\\nCMD b",
      [
        ["RUN", 1, "a \\\\"],
        ["CMD", 2, "b"],
      ],
    ],
    [
      "Windows' line ends",
      "FROM a\r\nRUN b \\\r\n c\r\n",
      [
        ["FROM", 1, "a"],
        ["RUN", 2, "b  c"],
      ],
    ],
    ["a byte order mark", "\uFEFFFROM a", [["FROM", 1, "a"]]],
    [
      "another escape character",
      "# escape=`\nRUN a `\n b\\\nCMD c",
      [
        ["RUN", 2, "a  b\\"],
        ["CMD", 4, "c"],
      ],
    ],
    ["JSON", 'CMD [ "a b", \\\n # no\n "c" ]', [["CMD", 1, ["a b", "c"]]]],
    ["single quotes in a list, which is not JSON", "CMD ['a.b']", [["CMD", 1, "['a.b']"]]],
    ["something after the list", 'CMD ["a"] # no', [["CMD", 1, '["a"] # no']]],
  ])("GIVEN %s THEN it is read as the build reads it", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("GIVEN flags THEN they are separated from the rest", () => {
    const [copy] = readInstructions('COPY --from=a --chown=1:2 --parents --exclude="x y" b c').instructions;
    expect(copy?.flags).toEqual([
      { name: "from", value: "a" },
      { name: "chown", value: "1:2" },
      { name: "parents", value: "" },
      { name: "exclude", value: "x y" },
    ]);
    expect(copy?.text).toBe("b c");
  });

  test("GIVEN # syntax and # escape THEN both count; after any other line they are comments", () => {
    expect(readInstructions("# syntax=docker/dockerfile:1\n# escape=`\nFROM a")).toMatchObject({
      syntax: "docker/dockerfile:1",
      escapeChar: "`",
    });
    expect(readInstructions("# hello\n# escape=`\nFROM a").escapeChar).toBe("\\");
  });
});

describe("here-documents", () => {
  test("GIVEN two in one COPY THEN each has its lines, and the next instruction its own", () => {
    const { instructions } = readInstructions('COPY <<"A" <<-B /x/\nFROM z\nA\n\tb\n\tB\nCMD c');
    expect(instructions.map(({ keyword, line, endLine }) => [keyword, line, endLine])).toEqual([
      ["COPY", 1, 5],
      ["CMD", 6, 6],
    ]);
    expect(instructions[0]?.documents).toEqual([
      { name: "A", content: "FROM z" },
      { name: "B", content: "\tb" },
    ]);
  });

  test.each([
    ["in quotes", 'RUN bash -c "cat <<END"'],
    ["in a list", 'RUN ["echo", "<<END"]'],
    ["in the middle of a word", "RUN echo a<<END"],
    ["as a here-string", 'RUN cat <<< "END"'],
    ["in an instruction that has none", "ENV A=<<END"],
  ])("GIVEN << %s THEN it is not a here-document, and CMD is not swallowed", (_, line) => {
    expect(read(`${line}\nCMD b`).at(-1)).toEqual(["CMD", 2, "b"]);
  });

  test("GIVEN one with a file descriptor THEN it is a here-document", () => {
    expect(read("RUN cat 3<<END\nCMD a\nEND\nCMD b").at(-1)).toEqual(["CMD", 4, "b"]);
  });

  test("GIVEN one that is not closed THEN that is an error with its line", () => {
    expect(readInstructions("FROM a\nRUN <<END\nx").errors).toMatchObject([{ line: 2 }]);
  });
});

test("GIVEN an ordinary Dockerfile THEN dockerfile-ast finds the same instructions in the same lines", () => {
  const text = `# syntax=docker/dockerfile:1
ARG TAG=3.13
FROM public.ecr.aws/lambda/python:\${TAG} AS build
# a comment
RUN dnf install -y gcc && \\
    # and another
    dnf clean all

COPY --chown=1:1 requirements.txt ./
RUN <<EOF
set -e
pip install -r requirements.txt
EOF
ENV A=1 \\
    B="2 3"
ENTRYPOINT ["/lambda-entrypoint.sh"]
CMD [ "app.handler" ]
`;
  const theirs = DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => [
      instruction.getKeyword(),
      instruction.getRange().start.line + 1,
      instruction.getRange().end.line + 1,
    ]);
  const ours = readInstructions(text).instructions.map(({ keyword, line, endLine }) => [
    keyword,
    line,
    endLine,
  ]);
  expect(ours).toEqual(theirs);
});
