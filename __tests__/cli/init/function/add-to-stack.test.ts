import ts from "typescript";
import { addFunction } from "../../../../cli/init/function/add-to-stack";

const IMPORT = 'import { DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";\n';

/** A stack with these statements in its constructor. */
function stack(statements: string, imports = IMPORT): string {
  return `${imports}
export class FunctionsStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
${statements}
  }
}
`;
}

const PYTHON = `    new DockerImageFunction(this, "python", {
      code: DockerImageCode.fromImageAsset("lambdas/python"),
    });`;

const HELLO = `    new DockerImageFunction(this, "hello", {
      code: DockerImageCode.fromImageAsset("lambdas/hello"),
      memorySize: 256,
    });`;

function added(text: string): string {
  const addition = addFunction(ts, text, "hello");
  if (!("text" in addition)) throw new Error(JSON.stringify(addition));
  return addition.text;
}

describe("a function is added", () => {
  test("after the last one of the constructor", () => {
    const queue = '    new SqsQueue(this, "queue");';
    expect(added(stack(`${PYTHON}\n${queue}`))).toBe(stack(`${PYTHON}\n${HELLO}\n${queue}`));
  });

  test("after one that is kept in a variable or a property", () => {
    for (const keep of ["const python = ", "this.python = "]) {
      const kept = PYTHON.replace("new", `${keep}new`);
      expect(added(stack(kept))).toBe(stack(`${kept}\n${HELLO}`));
    }
  });

  test("after a comment at the end of the line", () => {
    expect(added(stack(`${PYTHON} // the first\n    done();`))).toBe(
      stack(`${PYTHON} // the first\n${HELLO}\n    done();`),
    );
  });

  test("before what follows in the same line", () => {
    expect(added(stack(`${PYTHON} done();`))).toBe(stack(`${PYTHON}\n${HELLO} done();`));
  });

  test("with the import that is missing, where the other one is", () => {
    const alone = 'import { Duration, DockerImageFunction } from "../lib";\n';
    const both = 'import { Duration, DockerImageCode, DockerImageFunction } from "../lib";\n';
    expect(added(stack(PYTHON, alone))).toBe(stack(`${PYTHON}\n${HELLO}`, both));
    const lines = 'import {\n  Duration,\n  DockerImageFunction,\n} from "../lib";\n';
    expect(added(stack(PYTHON, lines))).toBe(
      stack(`${PYTHON}\n${HELLO}`, lines.replace("  DockerImageF", "  DockerImageCode,\n  DockerImageF")),
    );
  });

  test("in a file of statements, to the stack that the last one is made in", () => {
    const text = `${IMPORT}const stack = make();\nnew DockerImageFunction(stack, "one", { code });\n`;
    expect(added(text)).toBe(
      `${text}new DockerImageFunction(stack, "hello", {\n  code: DockerImageCode.fromImageAsset("lambdas/hello"),\n  memorySize: 256,\n});\n`,
    );
  });

  test("in the style of the file: quotes, semicolons, tabs, ends of lines", () => {
    const text = stack(PYTHON)
      .replaceAll('"', "'")
      .replaceAll("  ", "\t")
      .replace("});", "})")
      .replaceAll("\n", "\r\n");
    const hello = HELLO.replaceAll('"', "'").replaceAll("  ", "\t").replace("});", "})");
    expect(added(text)).toContain(`\t\t})\r\n${hello.replaceAll("\n", "\r\n")}\r\n\t}`);
    expect(added(text).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  test("with four spaces where the file has four", () => {
    const wide = (text: string) => text.replaceAll(/^ +/gm, (spaces) => spaces + spaces);
    expect(added(wide(stack(PYTHON)))).toBe(wide(stack(`${PYTHON}\n${HELLO}`)));
  });

  test("a name that is only in a comment or a text is no function", () => {
    const comment = '    // new DockerImageFunction(this, "later", {})';
    expect(added(stack(`${PYTHON}\n${comment}`))).toBe(stack(`${PYTHON}\n${HELLO}\n${comment}`));
  });
});

describe("nothing is added, and the reason is printed,", () => {
  test.each([
    [
      "in a loop",
      `    for (const name of names) {\n  ${PYTHON}\n    }`,
      "no statement|not created by a separate statement",
    ],
    ["in a condition", `    if (wanted) {\n  ${PYTHON}\n    }`, "not created by a separate statement"],
    ["in a condition without braces", `    if (wanted) ${PYTHON}`, "not created by a separate statement"],
    [
      "in a callback",
      "    names.forEach((name) => new DockerImageFunction(this, name, {}));",
      "not created by a separate statement",
    ],
    [
      "in a list",
      "    const all = names.map((name) => new DockerImageFunction(this, name, {}));",
      "not created by a separate statement",
    ],
    [
      "after a return",
      '    return new DockerImageFunction(this, "python", {});',
      "not created by a separate statement",
    ],
    [
      "in a computed scope",
      '    new DockerImageFunction(this.scope(), "python", {});',
      "not created by a separate statement",
    ],
    ["in a file without functions", "", "it creates no function"],
    ["in a file that is not TypeScript", `${PYTHON} }}}`, "TypeScript can't parse it"],
  ])("%s", (_, statements, reason) => {
    expect(addFunction(ts, stack(statements), "hello")).toEqual({
      unsure: expect.stringMatching(reason),
    });
  });

  test.each([
    ['import * as images from "cdktf-lambda-images";\nconst { DockerImageFunction } = images;\n'],
    ['import { ImageFunction as DockerImageFunction } from "./own";\n'],
    ['import type { DockerImageFunction } from "cdktf-lambda-images";\n'],
  ])("when the function is not imported by name: %s", (imports) => {
    expect(addFunction(ts, stack(PYTHON, imports), "hello")).toEqual({
      unsure: "it doesn't import DockerImageFunction by name",
    });
  });

  test("when another construct has the id", () => {
    const queue = '    new SqsQueue(this, "hello", {});';
    expect(addFunction(ts, stack(`${queue}\n${PYTHON}`), "hello")).toEqual({ taken: true });
  });
});
