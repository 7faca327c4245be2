import fs from "node:fs";
import { handlerProblems } from "../../../lib/handler/handler-problems";
import type { ImageFiles } from "../../../lib/image-files";
import type { Problem } from "../../../lib/problem";
import { imageOf } from "./image-files";

const HANDLER = "def handler(event, context):\n    return {}\n";

function check(
  handler: string,
  files: ImageFiles | Record<string, string>,
  more: { searchesElsewhere?: boolean; file?: string } = {},
) {
  return handlerProblems({
    handler,
    where: { file: more.file ?? "Dockerfile", line: 17, column: 7 },
    language: "python",
    files: "find" in files ? (files as ImageFiles) : imageOf(files as Record<string, string>),
    taskRoot: "/var/task",
    ...(more.searchesElsewhere !== undefined && { searchesElsewhere: more.searchesElsewhere }),
  });
}

function only(problems: readonly Problem[]): Problem {
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}

const AT_CMD = { severity: "error", file: "Dockerfile", line: 17, column: 7 };

describe("handler-malformed", () => {
  test.each([
    ["app", 'CMD [ "app.handler" ]'],
    ["app:handler", 'CMD [ "app.handler" ]'],
    ["app.py:handler", 'CMD [ "app.handler" ]'],
    ["./app.handler", 'CMD [ "app.handler" ]'],
    ["/var/task/app.handler", 'CMD [ "app.handler" ]'],
    ["app..handler", 'CMD [ "app.handler" ]'],
    ["app.handler ", 'CMD [ "app.handler" ]'],
  ])("GIVEN %p THEN it is reported, with the corrected line", (handler, fix) => {
    const problem = only(check(handler, { "app.py": HANDLER }));
    expect(problem).toMatchObject({ code: "handler-malformed", ...AT_CMD });
    expect(problem.fix).toContain(fix);
  });

  test("GIVEN a file without a function THEN the function in the file is suggested", () => {
    const files = { "app.py": "def helper(): pass\ndef lambda_handler(event, context): pass\n" };
    expect(only(check("app", files)).fix).toContain('CMD [ "app.lambda_handler" ]');
  });

  test("GIVEN a dot between file and function THEN nothing is reported", () => {
    expect(check("app.handler", { "app.py": HANDLER })).toEqual([]);
  });
});

describe("handler-module-taken", () => {
  test.each(["time.handler", "json.handler", "sys.path"])("GIVEN %p THEN it is reported", (handler) => {
    const name = handler.split(".")[0] as string;
    expect(only(check(handler, { [`${name}.py`]: HANDLER }))).toMatchObject({
      code: "handler-module-taken",
      ...AT_CMD,
    });
  });

  test("GIVEN a name that only begins like a built-in module THEN nothing is reported", () => {
    expect(check("time_handler.handler", { "time_handler.py": HANDLER })).toEqual([]);
    expect(check("json.app.handler", { "json/app.py": HANDLER })).toEqual([]);
  });
});

describe("handler-file-missing", () => {
  test.each([
    ["lamda_function.handler", "lambda_function.py", "lambda_function.handler"],
    ["Lambda_Function.handler", "lambda_function.py", "lambda_function.handler"],
    ["app.handler", "src/app.py", "src.app.handler"],
    ["app.py.handler", "app.py", "app.handler"],
    ["pkg.ap.handler", "pkg/app.py", "pkg.app.handler"],
    ["pkgs.handler", "pkg/__init__.py", "pkg.handler"],
  ])("GIVEN %p with %p in the image THEN %p is suggested", (handler, file, meant) => {
    const problem = only(check(handler, { [file]: HANDLER }));
    expect(problem).toMatchObject({ code: "handler-file-missing", ...AT_CMD });
    expect(problem.message).toContain(`did you mean \`${meant}\`?`);
    expect(problem.fix).toBe(`Write CMD [ "${meant}" ]`);
  });

  test("GIVEN cmd in TypeScript THEN the corrected line is TypeScript", () => {
    const problem = only(check("ap.handler", { "app.py": HANDLER }, { file: "stacks/functions-stack.ts" }));
    expect(problem).toMatchObject({ file: "stacks/functions-stack.ts", line: 17 });
    expect(problem.fix).toBe('Write cmd: ["app.handler"]');
  });

  test("GIVEN no similar name THEN the existing names are listed", () => {
    expect(only(check("main.handler", { "orders.py": HANDLER })).fix).toContain("there is `orders`");
  });

  test("GIVEN a folder without __init__.py and no file THEN it is reported", () => {
    expect(only(check("pkg.handler", { "pkg/data.txt": "" })).code).toBe("handler-file-missing");
  });

  test.each([
    ["a file of a RUN step", imageOf({}, { unknown: /app\.py$/ })],
    ["a package of a RUN step", imageOf({}, { unknown: /app\/__init__/ })],
    ["a compiled module", imageOf({ "app.cpython-313-x86_64-linux-gnu.so": "" })],
    ["compiled code", imageOf({ "app.pyc": "" })],
  ])("GIVEN %s THEN nothing is reported", (_what, files) => {
    expect(check("app.handler", files)).toEqual([]);
  });

  test("GIVEN more folders that Python searches THEN nothing is reported", () => {
    expect(check("app.handler", {}, { searchesElsewhere: true })).toEqual([]);
  });

  test.each([
    ["pkg/sub.handler", { "pkg/sub.py": HANDLER, "pkg/__init__.py": "" }],
    ["pkg.sub.handler", { "pkg/sub.py": HANDLER }],
    ["pkg.handler", { "pkg/__init__.py": HANDLER }],
    ["my-app.handler", { "my-app.py": HANDLER }],
  ])("GIVEN %p in a package THEN nothing is reported", (handler, files) => {
    expect(check(handler, files)).toEqual([]);
  });
});

describe("handler-file-ignored", () => {
  const ignoredBy = { file: ".dockerignore", line: 3, text: "*.py" };

  test("GIVEN a file that .dockerignore excludes THEN its line is named", () => {
    const files = imageOf({}, { absent: { "app.py": { why: "ignored", contextPath: "app.py", ignoredBy } } });
    const problem = only(check("app.handler", files));
    expect(problem).toMatchObject({ code: "handler-file-ignored", ...AT_CMD });
    expect(problem.message).toBe(
      "`app.handler` names the file app.py, which line 3 of .dockerignore (`*.py`) excludes from the image",
    );
    expect(problem.fix).toContain("!app.py");
  });

  test("GIVEN an unknown line THEN the ignore file is named", () => {
    const files = imageOf({}, { absent: { "app.py": { why: "ignored" } } });
    expect(only(check("app.handler", files)).message).toContain("the ignore file excludes");
  });

  test("GIVEN an ignored package with the name of the file THEN nothing is reported", () => {
    const files = imageOf(
      { "app.py": HANDLER },
      { absent: { "app/__init__.py": { why: "ignored", ignoredBy } } },
    );
    expect(check("app.handler", files)).toEqual([]);
  });
});

describe("handler-file-not-copied", () => {
  test("GIVEN a file of the context that no COPY copies THEN the line to add is shown", () => {
    const files = imageOf({}, { absent: { "pkg/app.py": { why: "not-copied", contextPath: "pkg/app.py" } } });
    const problem = only(check("pkg.app.handler", files));
    expect(problem).toMatchObject({ code: "handler-file-not-copied", ...AT_CMD });
    expect(problem.fix).toContain("COPY pkg/app.py ${LAMBDA_TASK_ROOT}/pkg/");
  });

  test("GIVEN a file that is copied to another folder THEN that folder is named", () => {
    const problem = only(check("app.handler", { "/srv/app.py": HANDLER }));
    expect(problem.code).toBe("handler-file-not-copied");
    expect(problem.message).toContain("no COPY copies to /var/task/app.py: it is copied to /srv/app.py");
  });

  test("GIVEN a copy in both folders THEN nothing is reported", () => {
    expect(check("app.handler", { "/srv/app.py": "", "app.py": HANDLER })).toEqual([]);
  });
});

describe("handler-function-missing", () => {
  test("GIVEN a misspelled function THEN the right one is suggested", () => {
    const problem = only(check("app.hander", { "app.py": HANDLER }));
    expect(problem).toMatchObject({ code: "handler-function-missing", ...AT_CMD });
    expect(problem.message).toBe("app.py has no `hander` — did you mean `handler`?");
    expect(problem.fix).toBe('Write CMD [ "app.handler" ]');
  });

  test("GIVEN the name of a file THEN the function is added", () => {
    const problem = only(check("app.py", { "app.py": HANDLER }));
    expect(problem.code).toBe("handler-function-missing");
    expect(problem.fix).toBe('Write CMD [ "app.handler" ]');
  });

  test.each([
    ["a function in a function", "def outer():\n    def handler(event, context): pass\n"],
    ["a method", "class A:\n    def handler(self, event, context): pass\n"],
    ["a comment", "# def handler(event, context): pass\n"],
    ["a string", '"""def handler(event, context): pass"""\n'],
    ["a name that is only used", "print(handler)\n"],
    ["a name with a type but no value", "handler: object\n"],
    ["nothing", ""],
  ])("GIVEN %s THEN it is reported", (_what, source) => {
    expect(only(check("app.handler", { "app.py": source })).code).toBe("handler-function-missing");
  });

  test.each([
    ["def", "def handler(event, context): pass"],
    ["assignment", "handler = make()"],
    ["several targets", "a = handler = make()"],
    ["a tuple", "a, (handler, *b) = make()"],
    ["a type", "handler: Handler = make()"],
    ["a walrus", "print(handler := make())"],
    ["import", "import handler"],
    ["import as", "import mangum as handler"],
    ["from import", "from .api import handler"],
    ["from import as", "from api import (\n    main as handler,  # the entry\n)"],
    ["import *", "from api import *"],
    ["a decorated function", "@logged\ndef handler(event): pass"],
    ["a class", "class handler:\n    def __call__(self): pass"],
    ["if", "if PROD:\n    handler = a\nelse:\n    handler = b"],
    ["try", "try:\n    from a import handler\nexcept ImportError:\n    handler = None"],
    ["with", "with open() as handler: pass"],
    ["for", "for handler in handlers: pass"],
    ["match", "match x:\n    case {'a': handler}: pass"],
    ["global", "def init():\n    global handler\n    handler = 1\ninit()"],
    ["globals()", "globals()['handler'] = make()"],
    ["vars()", "vars()['handler'] = make()"],
    ["sys.modules", "setattr(sys.modules[__name__], 'handler', make())"],
    ["exec", "exec(code)"],
    ["__getattr__", "def __getattr__(name): return make()"],
    ["two on a line", "a = 1; handler = make()"],
    ["syntax that the parser doesn't know", "with a as (b, c):\n    handler = make()"],
  ])("GIVEN %s THEN nothing is reported", (_what, source) => {
    expect(check("app.handler", { "app.py": `${source}\n` })).toEqual([]);
  });
});

describe("handler-async", () => {
  test("GIVEN async def THEN its place is reported", () => {
    const problem = only(check("app.handler", { "app.py": "\n\nasync def handler(event, context): pass\n" }));
    expect(problem).toMatchObject({ code: "handler-async", severity: "error", file: "app.py", line: 3 });
  });

  test("GIVEN an object whose __call__ is async THEN it is reported", () => {
    const source = "class App:\n    async def __call__(self, event, context): pass\nhandler = App()\n";
    expect(only(check("app.handler", { "app.py": source }))).toMatchObject({
      code: "handler-async",
      line: 2,
    });
  });

  test.each([
    ["a decorator that may run it", "@sync\nasync def handler(event, context): pass\n"],
    ["an async function that is not the handler", `async def main(): pass\n${HANDLER}`],
    ["a second definition", "async def handler(event, context): pass\nhandler = sync(handler)\n"],
  ])("GIVEN %s THEN nothing is reported", (_what, source) => {
    expect(check("app.handler", { "app.py": source })).toEqual([]);
  });
});

describe("handler-arguments", () => {
  test.each([
    ["def handler(): pass", "takes no arguments"],
    ["def handler(event): pass", "takes one argument"],
    ["def handler(event, *, context): pass", "takes one argument"],
    ["def handler(event, context, more): pass", "needs 3 arguments"],
    ["def handler(*args, key): pass", "needs the keyword argument `key`"],
    ["handler = lambda: 1", "takes no arguments"],
    ["class App:\n    def __call__(self, event): pass\nhandler = App()", "takes one argument"],
  ])("GIVEN %p THEN it is reported", (source, what) => {
    const problem = only(check("app.handler", { "app.py": `${source}\n` }));
    expect(problem).toMatchObject({ code: "handler-arguments", severity: "error", file: "app.py" });
    expect(problem.message).toContain(what);
  });

  test.each([
    "def handler(event, context): pass",
    "def handler(event, context, /): pass",
    "def handler(*args): pass",
    "def handler(event, *rest, key=1, **more): pass",
    "def handler(event, context=None): pass",
    "def handler(event, context, more=None, *, key=None): pass",
    "@inject\ndef handler(): pass",
    "handler = lambda event, context: 1",
    "class App:\n    def __call__(self, event, context): pass\nhandler = App()",
    "class App(Base):\n    def __call__(self, event): pass\nhandler = App()",
    "class handler:\n    def __init__(self): pass",
    "def handler(): pass\nhandler = wrap(handler)",
  ])("GIVEN %p THEN nothing is reported", (source) => {
    expect(check("app.handler", { "app.py": `${source}\n` })).toEqual([]);
  });
});

describe("python-syntax", () => {
  test("GIVEN a syntax error THEN file, line, column and the line are reported, and nothing else", () => {
    const problem = only(
      check("app.handler", { "app.py": "x = 1\ndef handler(event, context)\n    return 1\n" }),
    );
    expect(problem).toMatchObject({
      code: "python-syntax",
      severity: "error",
      file: "app.py",
      line: 2,
      column: 28,
    });
    expect(problem.message).toBe("Python can't read app.py: expected ':'");
    expect(problem.reason).toContain(`def handler(event, context)\n${" ".repeat(27)}^`);
  });

  test("GIVEN one in a module that the handler's file loads THEN it is reported", () => {
    const files = {
      "src/app.py": `import os\nfrom . import logic\nfrom src.deep import more\n${HANDLER}`,
      "src/__init__.py": "x = (\n",
      "src/logic.py": "print 'hello'\n",
      "src/deep/__init__.py": "from ..other import a\n",
      "src/other.py": "a = [1\n",
      "src/unused.py": "def (\n",
    };
    const problems = check("src.app.handler", files);
    expect(problems.map(({ code, file, line }) => `${code} ${file}:${line}`).sort()).toEqual([
      "python-syntax src/__init__.py:1",
      "python-syntax src/logic.py:1",
      "python-syntax src/other.py:1",
    ]);
  });

  test.each([
    ["a byte that is not UTF-8", `x = 1\ny = "\uFFFD"\n${HANDLER}`, ["python-syntax app.py:2"]],
    ["a byte that is not UTF-8, in a comment", `x = 1  # caf\uFFFD\n${HANDLER}`, []],
    [
      "text of another encoding, which looks like an error",
      `# coding: shift_jis\nx = '\uFFFD\\'\n${HANDLER}`,
      [],
    ],
    ["UTF-16, which could be decoded", HANDLER, ["python-syntax app.py:1"]],
    [
      "another encoding, which it names",
      `#!/usr/bin/python\n# -*- coding: latin-1 -*-\nx = "\uFFFD"\n${HANDLER}`,
      [],
    ],
  ])("GIVEN %s THEN it is as Python sees it", (_, text, expected) => {
    const problems = check("app.handler", imageOf({ "app.py": text }, { notUtf8: "app.py" }));
    expect(problems.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(expected);
  });

  test("GIVEN one in a module that is loaded only when needed THEN nothing is reported", () => {
    const files = {
      "app.py": `try:\n    import old\nexcept SyntaxError:\n    pass\n${HANDLER}`,
      "old.py": "print 1\n",
    };
    expect(check("app.handler", files)).toEqual([]);
  });
});

describe("the example", () => {
  const folder = "lambdas/python";
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".py"));
  const texts = Object.fromEntries(names.map((name) => [name, fs.readFileSync(`${folder}/${name}`, "utf8")]));

  test("GIVEN the unchanged folder THEN nothing is reported, and each file is read once", () => {
    const files = imageOf(texts);
    expect(check("lambda_function.handler", files)).toEqual([]);
    expect(files.reads.sort()).toEqual([...names].sort());
  });

  test("GIVEN its code without any single bracket THEN a syntax error in that file, and nothing else", () => {
    for (const name of names) {
      const source = texts[name] as string;
      for (const bracket of source.matchAll(/[()[\]{}]/g)) {
        const before = source.slice(0, bracket.index);
        // A bracket in a string or a comment doesn't matter.
        if (
          ((before.split("\n").at(-1) as string).match(/["'`#]/g) ?? []).length > 0 ||
          before.split('"""').length % 2 === 0
        )
          continue;
        const broken = { ...texts, [name]: before + source.slice(bracket.index + 1) };
        expect(check("lambda_function.handler", broken)).toMatchObject([
          { code: "python-syntax", file: name },
        ]);
      }
    }
  });

  test("GIVEN a language without a check THEN nothing is reported", () => {
    const where = { file: "Dockerfile" };
    const common = { handler: "nonsense", where, files: imageOf({}), taskRoot: "/var/task" };
    expect(handlerProblems({ ...common, language: "other" })).toEqual([]);
  });
});
