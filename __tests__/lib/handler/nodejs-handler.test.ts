import { handlerProblems } from "../../../lib/handler/handler-problems";
import type { ImageFiles } from "../../../lib/image-files";
import type { Problem } from "../../../lib/problem";
import { imageOf } from "./image-files";

const HANDLER = "exports.handler = async (event) => event;\n";

function check(handler: string, files: ImageFiles | Record<string, string>, searchesElsewhere = false) {
  return handlerProblems({
    handler,
    where: { file: "Dockerfile", line: 9 },
    language: "nodejs",
    files: "find" in files ? (files as ImageFiles) : imageOf(files as Record<string, string>),
    taskRoot: "/var/task",
    searchesElsewhere,
  });
}

function only(problems: readonly Problem[]): Problem {
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}

const AT_CMD = { severity: "error", file: "Dockerfile", line: 9 };

describe("handler-malformed", () => {
  test.each([
    ["index", 'CMD [ "index.handler" ]'],
    ["src.d/index", 'CMD [ "src.d/index.handler" ]'],
    ["../index.handler", "CMD"],
    ["index..handler", 'CMD [ "index.handler" ]'],
  ])("GIVEN %p THEN it is reported", (handler, fix) => {
    const problem = only(check(handler, { "index.js": HANDLER }));
    expect(problem).toMatchObject({ code: "handler-malformed", ...AT_CMD });
    expect(problem.fix).toContain(fix);
  });

  test.each(["index.handler", "./index.handler", "/var/task/index.handler"])(
    "GIVEN %p THEN nothing is reported",
    (handler) => {
      expect(check(handler, { "index.js": HANDLER })).toEqual([]);
    },
  );
});

describe("handler-file-missing", () => {
  test.each([
    ["indx.handler", "index.js", "index.handler"],
    ["index.handler", "src/index.mjs", "src/index.handler"],
    ["src.app.handler", "src/app.js", "src/app.handler"],
  ])("GIVEN %p with %p in the image THEN it is reported", (handler, file, meant) => {
    const problem = only(check(handler, { [file]: HANDLER }));
    expect(problem).toMatchObject({ code: "handler-file-missing", ...AT_CMD });
    if (handler !== "src.app.handler") expect(problem.fix).toBe(`Write CMD [ "${meant}" ]`);
  });

  test.each([
    ["app.handler", { "app.js": HANDLER }],
    ["app.handler", { "app.mjs": "export const handler = 1;" }],
    ["app.handler", { "app.cjs": HANDLER }],
    ["app.handler", { app: HANDLER }],
    ["app.handler", { "app/index.js": HANDLER }],
    ["app.handler", { "app/package.json": '{"main":"lib.js"}' }],
    ["dist.v1/app.handler", { "dist.v1/app.js": HANDLER }],
    ["app.handler", { "package.json": '{"dependencies":{"app":"1"}}' }],
    ["datadog-tracing.handler", { "package.json": '{"dependencies":{"datadog-tracing":"^1.2.3"}}' }],
    ["app.handler", { "app.node": "" }],
  ])("GIVEN %p with %p THEN nothing is reported", (handler, files) => {
    expect(check(handler, files as Record<string, string>)).toEqual([]);
  });

  test("GIVEN a file that a RUN step may make THEN nothing is reported", () => {
    expect(check("index.handler", imageOf({ "index.ts": "" }, { unknown: /\.js$/ }))).toEqual([]);
    expect(check("index.handler", {}, true)).toEqual([]);
  });
});

test("handler-file-ignored: GIVEN an ignored file THEN the line is named; GIVEN another file that is not ignored THEN nothing is reported", () => {
  const ignoredBy = { file: ".dockerignore", line: 2, text: "*.js" };
  const absent = { "index.js": { why: "ignored", contextPath: "index.js", ignoredBy } } as const;
  expect(only(check("index.handler", imageOf({}, { absent }))).message).toContain("line 2 of .dockerignore");
  expect(check("index.handler", imageOf({ "index.mjs": "export let handler" }, { absent }))).toEqual([]);
});

test("handler-file-not-copied: GIVEN a file that no COPY copies THEN it is reported", () => {
  const absent = { "index.js": { why: "not-copied", contextPath: "src/index.js" } } as const;
  const problem = only(check("index.handler", imageOf({}, { absent })));
  expect(problem).toMatchObject({ code: "handler-file-not-copied", ...AT_CMD });
  expect(problem.fix).toContain("COPY src/index.js ${LAMBDA_TASK_ROOT}/");
});

describe("handler-function-missing", () => {
  test("GIVEN a misspelled export THEN the right one is suggested", () => {
    const problem = only(check("index.hander", { "index.js": HANDLER }));
    expect(problem).toMatchObject({ code: "handler-function-missing", ...AT_CMD });
    expect(problem.message).toBe("index.js exports no `hander` — did you mean `handler`?");
  });

  test("GIVEN the suffix in the handler THEN the fix removes it", () => {
    const problem = only(check("index.js.handler", { "index.js": HANDLER }));
    expect(problem.fix).toBe('Write CMD [ "index.handler" ]');
  });

  test.each([
    "async function handler() {}",
    "const handler = () => {}; exports.main = handler;",
    "module.exports = { main };",
    "module.exports = async () => {};",
    "// exports.handler = 1",
    "const handler = require('./handler');",
    '"use strict"; 0 && (module.exports = { main }); module.exports = __toCommonJS(index_exports);',
    "export const main = 1; const handler = 2;",
    "export default handler;",
  ])("GIVEN %p THEN it is reported", (source) => {
    expect(only(check("index.handler", { "index.js": source })).code).toBe("handler-function-missing");
  });

  test.each([
    "exports.handler = 1",
    "exports['handler'] = 1",
    "exports.main = exports.handler = void 0",
    "module.exports.handler = 1",
    "module.exports = { handler }",
    "module.exports = { a: 1, async handler() {} }",
    "module.exports = { get handler() { return 1 } }",
    "module.exports = { 'handler': 1 }",
    "module.exports = { ...other }",
    "module.exports = { [name]: 1 }",
    "module.exports = require('./app')",
    "module.exports = new App()",
    "const app = module.exports = {}; app.handler = 1",
    "exports = module.exports = { handler }",
    'Object.defineProperty(exports, "handler", { get: () => 1 })',
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.handler = 1',
    '__exportStar(require("./app"), exports)',
    "Object.assign(exports, app)",
    "for (const name of names) exports[name] = app[name]",
    "this.handler = 1",
    "eval(code)",
    "0 && (module.exports = { handler }); module.exports = __toCommonJS(x)",
    '0 && (module.exports = { ...require("./app") }); module.exports = __toCommonJS(x)',
    "(function (root, factory) { factory(exports) })(this, f)",
    "export const handler = 1",
    "export async function handler() {}",
    "export let { handler } = app",
    "export const [a, { b: handler }] = app",
    "export { main as handler }",
    'export { main as "handler" }',
    "export { handler } from './app'",
    "export * from './app'",
    "export * as handler from './app'",
    "export class handler {}",
  ])("GIVEN %p THEN nothing is reported", (source) => {
    expect(check("index.handler", { "index.js": source })).toEqual([]);
  });

  test("GIVEN a path of properties THEN the first is checked", () => {
    expect(check("index.api.handler", { "index.js": "exports.api = make()" })).toEqual([]);
    expect(only(check("index.apis.handler", { "index.js": "exports.api = make()" })).message).toContain(
      "`apis`",
    );
  });

  test("GIVEN default THEN export default is the handler", () => {
    expect(check("index.default", { "index.mjs": "export default async () => {}" })).toEqual([]);
  });

  test("GIVEN CommonJS in an ES module THEN the mix-up is reported", () => {
    const files = { "index.js": HANDLER, "package.json": '{ "type": "module" }' };
    expect(only(check("index.handler", files)).message).toContain("is an ES module");
    expect(only(check("index.handler", { "index.mjs": HANDLER })).reason).toContain(
      ".mjs makes it an ES module",
    );
  });

  test.each([
    [
      "a nearer package.json",
      { "src/index.js": HANDLER, "src/package.json": "{}", "package.json": '{"type":"module"}' },
    ],
    ["a package.json that can't be read", { "src/index.js": HANDLER, "package.json": "{type: module" }],
    ["type commonjs", { "src/index.js": HANDLER, "package.json": '{"type":"commonjs"}' }],
    ["a .cjs file", { "src/index.cjs": HANDLER, "package.json": '{"type":"module"}' }],
  ])("GIVEN CommonJS and %s THEN nothing is reported", (_what, files) => {
    expect(check("src/index.handler", files as Record<string, string>)).toEqual([]);
  });

  test("GIVEN a package.json that a RUN step may make THEN nothing is reported", () => {
    expect(check("index.handler", imageOf({ "index.js": HANDLER }, { unknown: /package\.json$/ }))).toEqual(
      [],
    );
  });

  test("GIVEN a bundle too large to parse THEN a name is only missing if the text doesn't contain it", () => {
    const bundle = `/* handler */${" ".repeat(1_100_000)}`;
    expect(check("index.handler", { "index.js": bundle })).toEqual([]);
    expect(only(check("index.main", { "index.js": bundle })).code).toBe("handler-function-missing");
  });
});

describe("javascript-syntax", () => {
  test.each([
    ["exports.handler = async () => {\n  const a = ;\n};\n", 2, 13],
    ["exports.handler = async () => {\n", 2, 1],
    ["import a from 'a';\nexport const handler = () => {\n  return (1;\n};\n", 3, 12],
    ["export default {\n  a: 1\n  b: 2\n};\n", 3, 3],
    ["#!/usr/bin/env node\nconst x = 1 2;\n", 2, 13],
  ])("GIVEN %p THEN line and column are reported", (source, line, column) => {
    const problem = only(check("index.handler", { "index.js": source }));
    expect(problem).toMatchObject({
      code: "javascript-syntax",
      severity: "error",
      file: "index.js",
      line,
      column,
    });
    expect(problem.reason).toContain(`${source.split("\n")[line - 1]}\n${" ".repeat(column - 1)}^`);
  });

  test.each([
    'import data from "./data.json" with { type: "json" };\nexport const handler = 1;',
    "const a = await import('a', { with: { type: 'json' } });\nexport const handler = a;",
    "await start();\nexports.handler = 1;",
    "exports.handler = 1;\nreturn;",
    "#!/usr/bin/env node\nexports.handler = 1;",
    "export default class extends A { static #x = 1; static {} }\nexport const handler = import.meta.url;",
    "using file = open();\nexport const handler = 1;",
    "<!-- as in a browser\nexports.handler = 1;",
  ])("GIVEN %p THEN nothing is reported", (source) => {
    expect(check("index.handler", { "index.js": source })).toEqual([]);
  });
});
