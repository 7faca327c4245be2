import * as vm from "node:vm";
import type { Tree } from "@lezer/common";

/** JavaScript that Node.js would refuse. */
export interface JavaScriptSyntaxError {
  /** In V8's words. */
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

const FILE = "source.js";

/**
 * The error of a source in which @lezer/javascript found one, if V8, which Node.js itself parses with, agrees: lezer alone sees
 * errors in 4 of 1000 good files, and this Node.js alone may be older than the function's. Nothing is run.
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
  // Without `import` and `export` it may still be a module: `await` at the top, in an .mjs file.
  const error = refused(isModule ? asModule : asCommon);
  return error && refused(asModule) ? placed(error, source) : undefined;
}

function refused(compile: () => unknown): SyntaxError | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    // Not `instanceof`: code that itself runs in a context of node:vm has a SyntaxError of its own.
    if ((error as Error).name === "SyntaxError") return error as SyntaxError;
    throw error;
  }
}

/**
 * Only a flag of Node.js's lets V8 parse an ES module; so what only a module may have is taken out, and the rest is parsed as
 * the body of an async function. Every character stays in its place.
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

/** V8 tells the place at the top of the stack: `source.js:3`, the line, and a line with `^` below the token. */
function placed(error: SyntaxError, source: string): JavaScriptSyntaxError {
  const [first = "", , mark = ""] = (error.stack ?? "").split("\n");
  const lines = source.split(/\r\n|\r|\n/);
  const line = Number(/:(\d+)$/.exec(first)?.[1] ?? 1);
  const last = lines.length;
  // Past the end: the bracket that closes what was put around the source.
  if (line > last)
    return { message: "Unexpected end of input", line: last, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { message: error.message, line: Math.max(1, line), column: Math.max(0, mark.indexOf("^")) + 1 };
}
