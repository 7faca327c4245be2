import fc from "fast-check";
import { readPython } from "../../../lib/python/python-syntax";

function place(source: string): string | undefined {
  const { error } = readPython(source);
  if (!error) return undefined;
  const lines = source.slice(0, error.at).split("\n");
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} ${error.message}`;
}

describe("what every Python refuses", () => {
  test.each([
    ["f(\n", "1:2 '(' was never closed"],
    ["x = [1, 2)\n", "1:10 closing parenthesis ')' does not match opening parenthesis '['"],
    ["x = 1)\n", "1:6 unmatched ')'"],
    ["x = 'a\n", "1:5 unterminated string literal (it begins on line 1)"],
    ['y = 1\nx = """a\n', "2:5 unterminated triple-quoted string literal (it begins on line 2)"],
    ['x = f"{a}\n', "1:5 unterminated f-string literal (it begins on line 1)"],
    ["if x\n    y\n", "1:5 expected ':'"],
    ["def f()\n    y\n", "1:8 expected ':'"],
    ["class A\n    y\n", "1:8 expected ':'"],
    ["def f:\n    y\n", "1:6 expected '('"],
    ["def f():\nreturn 1\n", "2:1 expected an indented block after 'def'"],
    ["x = 1\n  y = 2\n", "2:3 unexpected indent"],
    ["if x:\n    y\n  z\n", "3:3 unindent does not match any outer indentation level"],
    ["if x:\n\ty\n        z\n", "3:9 inconsistent use of tabs and spaces in indentation"],
    ["try:\n    x\ny\n", "3:1 expected 'except' or 'finally' block"],
    ["else:\n    x\n", "1:1 'else' without a statement it belongs to"],
    ["if x = 1:\n    y\n", "1:6 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
    ["x = {'a': 1 'b': 2}\n", "1:13 invalid syntax (perhaps a comma or an operator is missing)"],
    ["x = 1 +\n", "1:7 invalid syntax"],
    ["x = * 2,, 3\n", "1:9 invalid syntax"],
    ["print 'a'\n", "1:1 Missing parentheses in call to 'print'. Did you mean print(...)?"],
    ["if x: print x\n", "1:7 Missing parentheses in call to 'print'. Did you mean print(...)?"],
    ["except E, e:\n", "1:1 'except' without a statement it belongs to"],
    ["x = 0777\n", undefined],
    ["x = 10L\n", "1:5 invalid decimal literal"],
    ["x = a <> b\n", "1:8 invalid syntax"],
    ["x = `a`\n", "1:5 invalid syntax"],
    ["x = “a”\n", "1:5 invalid character '“' (U+201C)"],
    ["x =\u00a01\n", "1:4 invalid character '\u00a0' (U+00A0)"],
    ["x = a \\ b\n", "1:8 unexpected character after line continuation character"],
    ["return 1\n", "1:1 'return' outside function"],
    ["class A:\n    return 1\n", "2:5 'return' outside function"],
    ["x = class\n", "1:5 invalid syntax"],
    ["<<<<<<< HEAD\n", "1:1 invalid syntax"],
    ['y = 1\nx = "a\0"\n', "2:7 source code string cannot contain null bytes"],
    ["# \0\n", "1:3 source code string cannot contain null bytes"],
  ])("GIVEN %p THEN %p", (source, expected) => {
    if (expected === undefined) expect(place(source)).toMatch(/leading zeros/);
    else expect(place(source)).toBe(expected);
  });
});

describe("what some version of Python accepts", () => {
  test.each([
    ["brackets over lines", "f(\n  a,\n)\n"],
    ["a string with a line break", "x = 'a\\\nb'\n"],
    ["strings in a row", "x = 'a' \"b\" f'{c}'\n"],
    ["quotes in an f-string (3.12)", "x = f'{a['b']}{d['e']!r:>{w}}'\n"],
    ["braces in an f-string", "x = f'{{' rf'\\{a}' f'{b:{{}}}' f'{c:%H:%M}'\n"],
    ["a comment in an f-string (3.12)", 'x = f"""{\n  a  # it\'s\n}"""\n'],
    ["a template string (3.14)", "x = t'{a}'\n"],
    ["except without brackets (3.14)", "try:\n    a\nexcept A, B:\n    c\n"],
    ["except*", "try:\n    a\nexcept* A as b:\n    c\nelse:\n    d\nfinally:\n    e\n"],
    ["match", "match x:\n    case [1, *_] if y: pass\n    case {'a': b, **c}: pass\n"],
    ["match as a name", "match = type = case = 1\nmatch[1]\nmatch.x(case)\n"],
    ["type", "type A[T: int = str, *B, **C] = list[T]\n"],
    ["type parameters", "def f[T](a: T, /, *, b) -> T: return a\nclass A[T](B, c=D): pass\n"],
    ["a lambda in a header", "if (lambda: 1)(): pass\nwhile lambda x=1: x: break\n"],
    ["a bare yield", "def f():\n    x = yield\n    (yield)\n    await g(), (yield x)\n"],
    ["with brackets", "with (open(a) as b, c as (d, e),): pass\n"],
    ["stars", "a, *b = *c, *d\nprint(*a, **b)\nfrom x import *\ndef f(*, a): pass\n"],
    ["relative imports", "from . import a\nfrom .. import (b, c as d,)\nfrom ...e.f import g\n"],
    ["numbers", "x = 0x_f + 0o7 + 0b1 + 1_0.5e-3j + .5 + 5. + 00 + 1if y else 2\n"],
    ["several on a line", "if x: a; b = 1; del c\nelif d: pass\nelse: pass\n"],
    ["print without call", "print\nprint >>out, x\nx.print\n"],
    ["decorators", "@a.b(c)\n@d\nasync def f(): pass\n"],
    ["unpacking of one", "a, = b\n(c,) = d\n"],
    ["slices", "x[1:2, ::3, ...] = y[:]\n"],
    ["annotations", "x: int\ny: str = 'a'\n"],
    ["loops with else", "for a in *b, c:\n    pass\nelse:\n    pass\nwhile d: pass\nelse: pass\n"],
    ["odd comments", "if x:\n  # a\n        # b\n    y\n# c\n"],
    ["blank lines with spaces", "if x:\n    y\n  \n\t\n    z\n"],
    ["other line ends", "if x:\r\n    y\r\nz = '''a\r\nb'''\r\n"],
    ["a byte order mark", "\ufeffx = 1\n"],
    ["no line end", "if x: y"],
    ["other scripts", "größe = naïve = 変数 = 1\n"],
    ["a form feed", "x = 1\n\f\ny = 2\n"],
    ["continued lines", "x = a \\\n  + b\nassert x, \\\n    'c'\n"],
    ["nothing", ""],
  ])("GIVEN %s THEN nothing is reported", (_what, source) => {
    expect(place(source)).toBeUndefined();
  });
});

test("GIVEN any text THEN it is read to its end, and an error is a place in it", () => {
  const piece = fc.constantFrom(
    ..."( ) [ ] { } : , . = == * ** ' \" ''' f\" \\ # \n \t if else def f x 1 0 ; @ return try except lambda print".split(
      " ",
    ),
    "\n    ",
    " ",
    "\r\n",
    "é",
    "“",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 30 }), (pieces) => {
      const source = pieces.join("");
      const { error } = readPython(source);
      if (!error) return;
      expect(error.at).toBeGreaterThanOrEqual(0);
      expect(error.at).toBeLessThanOrEqual(source.length);
    }),
    { numRuns: 500 },
  );
});
