import type { Kind, Place, Variant } from "../kind";
import { codeLines } from "../reading/code-lines";
import { lineOf, placesOf, replaceLine } from "../reading/edit";
import type { Facts, Handler, HandlerSource } from "../reading/facts";
import { installsItself } from "../reading/installs-itself";
import { names } from "../reading/origin";
import { losesHandler } from "../variant";

interface Found {
  readonly handler: Handler;
  readonly source: HandlerSource;
}

function sourceIn({ handler }: Facts, language?: Handler["language"]): Found | undefined {
  if (!handler?.source || (language && handler.language !== language)) return undefined;
  return { handler, source: handler.source };
}

const TYPE = "[\\w.]+(?:\\[[^\\]]*\\])?";

/** The line of `def handler(event, context):`, and its second parameter with the comma. Undefined if it isn't one plain line, or a decorator may change the call. */
function definition({
  handler,
  source,
}: Found): { readonly line: number; readonly text: string; readonly second: string } | undefined {
  const lines = source.text.split("\n");
  const pattern = new RegExp(
    `^def ${handler.function}\\(\\w+(?:: ${TYPE})?(, \\w+(?:: ${TYPE}(?: = \\w+)?)?)\\)(?: -> .*)?:\\s*(?:#.*)?$`,
  );
  const found = lines.flatMap((text, index) => {
    const [, second] = pattern.exec(text) ?? [];
    return second === undefined ? [] : [{ text, line: index + 1, second }];
  });
  const [only] = found;
  if (!only || found.length > 1 || lines[only.line - 2]?.startsWith("@")) return undefined;
  return new RegExp(`^\\s*(${handler.function}\\s*=|global\\b)`, "m").test(source.text) ? undefined : only;
}

function withText({ source }: Found, text: string, ...places: readonly Place[]): Variant {
  return { files: { [source.file]: text }, places };
}

const functionRenamed: Kind = {
  name: "handler function renamed",
  codes: ["handler-function-missing"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts);
    if (!found) return undefined;
    const { handler, source } = found;
    const name = handler.function;
    const patterns =
      handler.language === "python"
        ? [`^(def )${name}(\\()`]
        : [
            `^((?:module\\.)?exports\\.)${name}( =)`,
            `^(export (?:const|async function|function) )${name}\\b()`,
          ];
    const matches = patterns.flatMap((pattern) => [...source.text.matchAll(new RegExp(pattern, "gm"))]);
    const [match] = matches;
    const bound = new RegExp(
      `^\\s*${name}\\s*=|import .*\\b${name}\\b|\\bas ${name}\\b|module\\.exports = \\{`,
      "m",
    );
    if (!match || matches.length > 1 || bound.test(source.text)) return undefined;
    const line = source.text.slice(0, match.index).split("\n").length;
    const text = source.text.replace(match[0], `${match[1]}process_event${match[2]}`);
    return withText(found, text, handler.place, { file: source.file, line });
  },
};

const fileRenamed: Kind = {
  name: "handler file renamed",
  codes: ["handler-file-missing", "copy-source-missing"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const found = sourceIn(facts);
    if (!found || found.source.file.endsWith("__init__.py") || installsItself(facts)) return undefined;
    const { handler, source } = found;
    const named = source.copies.filter((copy) => names(copy, source.file));
    const renamed = source.file.replace(/([^/]+)$/, "old_$1");
    const variant: Variant = {
      files: { [source.file]: null, [renamed]: source.text },
      places: placesOf(
        handler.place,
        ...named.map(({ instruction }) => ({ file: facts.dockerfile, line: instruction.line })),
      ),
    };
    return losesHandler(facts, variant) ? variant : undefined;
  },
};

const fileIgnored: Kind = {
  name: "handler file in `.dockerignore`",
  codes: ["handler-file-ignored", "copy-source-ignored"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const found = sourceIn(facts);
    if (!found || installsItself(facts)) return undefined;
    const { files } = facts.project;
    const own = `${facts.dockerfile}.dockerignore`;
    const ignoreFile = files[own] === undefined ? ".dockerignore" : own;
    const before = (files[ignoreFile] ?? "").replace(/\n?$/, files[ignoreFile] ? "\n" : "");
    const line = before.split("\n").length;
    return {
      files: { [ignoreFile]: `${before}${found.source.file}\n` },
      places: [
        found.handler.place,
        { file: ignoreFile, line },
        ...found.source.copies.map(({ instruction }) => ({ file: facts.dockerfile, line: instruction.line })),
      ],
    };
  },
};

const oneParameter: Kind = {
  name: "handler with one parameter",
  codes: ["handler-arguments"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts, "python");
    const own = found && definition(found);
    if (!own) return undefined;
    const text = replaceLine(found.source.text, own.line, own.text.replace(own.second, ""));
    return withText(found, text, { file: found.source.file, line: own.line });
  },
};

const asyncHandler: Kind = {
  name: "async handler in Python",
  codes: ["handler-async"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts, "python");
    const own = found && definition(found);
    if (!own) return undefined;
    const text = replaceLine(found.source.text, own.line, `async ${own.text}`);
    return withText(found, text, { file: found.source.file, line: own.line });
  },
};

/** Two simple lines after one another in the handler, at the same depth. */
const badIndent: Kind = {
  name: "bad indentation",
  codes: ["python-syntax"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts, "python");
    const own = found && definition(found);
    if (!own) return undefined;
    const lines = codeLines(found.source.file, found.source.text);
    for (let index = own.line; index + 1 < lines.length && !/^\S/.test(lines[index] ?? ""); index++) {
      const [one = "", two = ""] = [lines[index], lines[index + 1]];
      if (!isSimple(one) || !isSimple(two) || indentOf(one) !== indentOf(two)) continue;
      const line = index + 2;
      return withText(found, replaceLine(found.source.text, line, ` ${two}`), {
        file: found.source.file,
        line,
      });
    }
    return undefined;
  },
};

/** A whole statement in one line: nothing stays open. */
function isSimple(line: string): boolean {
  return (
    /^\s+(\w+(\.\w+)*( = |\()|return )[^#]*[^:,\\]$/.test(line) && !/["']{3}/.test(line) && openIn(line) === 0
  );
}

/** How many more brackets a line opens than it closes, outside of strings. */
function openIn(line: string): number {
  const code = line.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, "");
  return (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
}

function indentOf(line: string): number {
  return line.search(/\S/);
}

const unclosed: Kind = {
  name: "unclosed bracket",
  codes: ["python-syntax", "javascript-syntax"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts);
    if (!found) return undefined;
    const { handler, source } = found;
    const lines = codeLines(source.file, source.text);
    const index = lines.findIndex((line, at) =>
      handler.language === "python"
        ? isSimple(line) && line.endsWith(")") && indentOf(lines[at + 1] ?? "") <= indentOf(line)
        : /^\s*(const|let|return|await)\b.*\);$/.test(line) && openIn(line) === 0 && !line.includes("`"),
    );
    if (index < 0) return undefined;
    const line = lineOf(source.text, index + 1);
    const text = replaceLine(source.text, index + 1, line.replace(/\)(;?)$/, "$1"));
    // Node.js tells it where it gives up, which is at this line or below.
    const places =
      handler.language === "python"
        ? [{ file: source.file, line: index + 1 }]
        : lines.slice(index).map((_, below) => ({ file: source.file, line: index + 1 + below }));
    return withText(found, text, ...places);
  },
};

const MATCH = "    match value:\n        case 1:\n            return True\n    return False";
/** What each version of Python can't read yet. */
const NEW_SYNTAX: Readonly<Record<string, string>> = {
  "3.7": MATCH,
  "3.8": MATCH,
  "3.9": MATCH,
  "3.10": "    try:\n        return int(value)\n    except* ValueError:\n        raise",
  "3.11": "    type Number = int | float\n    return isinstance(value, Number)",
};

const newerSyntax: Kind = {
  name: "syntax newer than the runtime (`match` on 3.9)",
  codes: ["python-syntax"],
  severity: "error",
  variant(facts) {
    const found = sourceIn(facts, "python");
    const [, version = ""] = /(?:^|\/)python:(3\.\d+)/.exec(facts.root.image) ?? [];
    const body = NEW_SYNTAX[version];
    if (!found || body === undefined) return undefined;
    const text = `${found.source.text.trimEnd()}\n\n\ndef is_known(value):\n`;
    const first = text.split("\n").length;
    const places = body.split("\n").map((_, index) => ({ file: found.source.file, line: first + index }));
    return withText(found, `${text}${body}\n`, ...places);
  },
};

export const HANDLER_FILE_KINDS: readonly Kind[] = [
  functionRenamed,
  fileRenamed,
  fileIgnored,
  oneParameter,
  asyncHandler,
  badIndent,
  unclosed,
  newerSyntax,
];
