import * as vm from "node:vm";
import type { Tree } from "@lezer/common";

/** A syntax error for which Node.js would refuse the source. */
export interface JavaScriptSyntaxError {
  /** V8's message. */
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

const FILE = "source.js";

/**
 * The syntax error of a source in which @lezer/javascript found one, if V8 (the parser of Node.js) agrees. Both are
 * needed: lezer alone reports errors in 4 of 1000 valid files, and this Node.js may be older than the function's. No
 * code is run.
 */
export function javascriptSyntaxError(
  source: string,
  tree: Tree,
  isModule: boolean,
): JavaScriptSyntaxError | undefined {
  const plain = source.replace(/^\uFEFF?#!/, (start) => "//".padEnd(start.length));
  const asModule = () =>
    new vm.Script(`"use strict"; async () => {\n${withoutModuleSyntax(plain, tree)}\n}`, {
      filename: FILE,
      lineOffset: -1,
    });
  const asCommon = () =>
    vm.compileFunction(plain, ["exports", "require", "module", "__filename", "__dirname"], {
      filename: FILE,
    });
  // Without `import` and `export` it may still be a module, for example an .mjs file with `await` at the top level.
  const error = refused(isModule ? asModule : asCommon);
  return error && refused(asModule) ? placed(error, source) : undefined;
}

function refused(compile: () => unknown): SyntaxError | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    // Not `instanceof`: code that runs in a context of node:vm has its own SyntaxError class.
    if ((error as Error).name === "SyntaxError") return error as SyntaxError;
    throw error;
  }
}

/**
 * V8 can parse an ES module only with a flag of Node.js. So the syntax that only modules have is replaced, and the rest
 * is parsed as the body of an async function. Every character stays in its place.
 */
function withoutModuleSyntax(source: string, tree: Tree): string {
  const pieces: string[] = [];
  let done = 0;
  const replace = (from: number, to: number, text: string) => {
    pieces.push(
      source.slice(done, from),
      text + source.slice(from + text.length, to).replace(/[^\r\n]/g, " "),
    );
    done = to;
  };
  tree.iterate({
    enter({ name, from, to, node }) {
      if (from < done) return false;
      if (name === "ImportMeta") replace(from, to, "this");
      else if (name === "ImportDeclaration") replace(from, to, ";");
      else if (name === "ExportDeclaration") {
        const what = node.firstChild?.nextSibling;
        if (!what || what.name === "ExportGroup" || what.name === "Star") replace(from, to, ";");
        else
          replace(from, what.name === "default" ? what.to : what.from, what.name === "default" ? ";0," : ";");
      } else return true;
      return name === "ExportDeclaration" && done < to;
    },
  });
  return pieces.join("") + source.slice(done);
}

/** V8 prints the place at the top of the stack: `source.js:3`, the line, and a line with `^` below the token. */
function placed(error: SyntaxError, source: string): JavaScriptSyntaxError {
  const [first = "", , mark = ""] = (error.stack ?? "").split("\n");
  const lines = source.split(/\r\n|\r|\n/);
  const line = Number(/:(\d+)$/.exec(first)?.[1] ?? 1);
  const last = lines.length;
  // Past the end: the bracket that closes the added function.
  if (line > last)
    return { message: "Unexpected end of input", line: last, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { message: error.message, line: Math.max(1, line), column: Math.max(0, mark.indexOf("^")) + 1 };
}
