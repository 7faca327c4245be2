import { spawnSync } from "node:child_process";
import { PythonModule } from "../../lib/python/python-module";

/**
 * Compares our syntax errors with CPython's, on its own standard library and on copies with one broken token. We must
 * never report an error in a source that CPython accepts. The share of its errors that we find must stay high.
 */

interface Judged {
  readonly path: string;
  readonly source: string;
  /** CPython compiles it. */
  readonly valid: boolean;
  /** The kind of change of the source. */
  readonly change?: "bracket" | "colon" | "quote" | "token";
  /** The names with a value at module level, by `symtable`, or possibly by `global` in a function. */
  readonly names: readonly string[];
  /** Undecorated functions that are defined once: line, async, required, positional (-1: any number), keywords. */
  readonly functions: Readonly<Record<string, readonly unknown[]>>;
}

const JUDGE = `
import ast, io, json, os, random, symtable, sys, sysconfig, tokenize, warnings
warnings.simplefilter("ignore")
random.seed(20261124)
def valid(source):
    try: compile(source, "x", "exec", dont_inherit=True); return True
    except (SyntaxError, ValueError): return False
def judge(path, source, change=None):
    judged = dict(path=path, source=source, valid=valid(source), names=[], functions={})
    if change: judged["change"] = change
    elif judged["valid"]:
        table = symtable.symtable(source, path, "exec")
        names = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
        tree = ast.parse(source)
        inner = {n.id for c in ast.walk(tree) if isinstance(c, ast.comprehension) for n in ast.walk(c.target) if isinstance(n, ast.Name)}
        typed = {n.target.id for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) and n.value is None and isinstance(n.target, ast.Name)}
        judged["names"] = sorted(names - inner - typed)
        defined = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)) and not n.decorator_list]
        for n in defined:
            a = n.args; count = len(a.posonlyargs) + len(a.args)
            judged["functions"][n.name] = [n.lineno, isinstance(n, ast.AsyncFunctionDef), count - len(a.defaults),
                -1 if a.vararg else count, [k.arg for k, d in zip(a.kwonlyargs, a.kw_defaults) if d is None]]
    print(json.dumps(judged))
root = sysconfig.get_paths()["stdlib"]
paths = [os.path.join(d, f) for d, _, fs in os.walk(root) if "packages" not in d for f in fs if f.endswith(".py")]
sources = {}
for path in sorted(paths):
    try: sources[path] = open(path, encoding="utf-8", newline="").read().lstrip("\\ufeff")
    except UnicodeDecodeError: pass
small = [p for p in sources if 200 < len(sources[p]) < 9000 and valid(sources[p])]
for path in random.sample(sorted(sources), min(600, len(sources))): judge(path, sources[path])
made = 0
while made < 3000:
    path = random.choice(small); source = sources[path]
    try: tokens = [t for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.string.strip() and t.type != tokenize.COMMENT]
    except Exception: continue
    change = random.choice(["bracket", "colon", "quote", "token", "token"])
    fit = [t for t in tokens if (t.string in "()[]{}" if change == "bracket" else t.string == ":" if change == "colon" else t.type == tokenize.STRING if change == "quote" else True)]
    if not fit: continue
    t = random.choice(fit); starts = [0]
    for line in source.splitlines(True): starts.append(starts[-1] + len(line))
    begin, end = starts[t.start[0] - 1] + t.start[1], starts[t.end[0] - 1] + t.end[1]
    if change in ("bracket", "colon"): broken = source[:begin] + source[end:]
    elif change == "quote": broken = source[:end - 1] + source[end:]
    else: broken = source[:begin] + random.choice(["", t.string + " ", random.choice(tokens).string + " "]) + source[begin if random.random() < 0.5 else end:]
    judge(path, broken, change); made += 1
`;

let judged: readonly Judged[];

beforeAll(() => {
  const python = process.env.PYTHON ?? "python3";
  const options = { encoding: "utf8", maxBuffer: 1024 ** 3 } as const;
  const { status, stdout, stderr } = spawnSync(python, ["-c", JUDGE], options);
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  judged = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Judged);
});

test("GIVEN sources that CPython accepts THEN no syntax error", () => {
  const valid = judged.filter((file) => file.valid);
  expect(valid.length).toBeGreaterThan(500);
  const wrong = valid.flatMap(({ path, source }) => {
    const { syntaxError } = new PythonModule(source);
    return syntaxError ? [`${path}: ${syntaxError.message} at ${syntaxError.at}`] : [];
  });
  expect(wrong).toEqual([]);
});

test("GIVEN sources that CPython refuses THEN most errors are found, and nearly all broken brackets, colons and quotes", () => {
  const counts: Record<string, { all: number; found: number }> = {};
  for (const { source, valid, change } of judged) {
    if (valid || !change) continue;
    counts[change] ??= { all: 0, found: 0 };
    counts[change].all++;
    if (new PythonModule(source).syntaxError) counts[change].found++;
  }
  console.log(JSON.stringify(counts));
  const rate = (change: string) => (counts[change]?.found ?? 0) / (counts[change]?.all ?? 1);
  for (const change of ["bracket", "quote", "colon"]) expect(rate(change)).toBeGreaterThan(0.95);
  expect(rate("token")).toBeGreaterThan(0.7);
});

test("GIVEN sources that CPython accepts THEN no name with a value is missing, and signatures are equal", () => {
  const wrong: string[] = [];
  for (const { path, source, valid, change, names, functions } of judged) {
    if (!valid || change) continue;
    const module = new PythonModule(source);
    for (const name of names) if (module.find(name) === undefined) wrong.push(`${path}: ${name} is missing`);
    for (const [name, expected] of Object.entries(functions)) {
      const binding = module.find(name);
      if (!binding || binding === "unknown") continue;
      const { required, positional, keywords } = binding.call?.parameters ?? {};
      const line = source.slice(0, binding.from).split(/\r\n|\r|\n/).length;
      const many = positional === Number.POSITIVE_INFINITY ? -1 : positional;
      const own = [line, binding.call?.async, required, many, keywords];
      if (JSON.stringify(own) !== JSON.stringify(expected))
        wrong.push(`${path}: ${name} ${JSON.stringify(own)}`);
    }
  }
  expect(wrong).toEqual([]);
});
