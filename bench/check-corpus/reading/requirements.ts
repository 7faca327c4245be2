import path from "node:path";
import { distributionName } from "../words";
import type { Facts } from "./facts";
import type { Instruction } from "./instructions";
import { originOf } from "./origin";
import type { Run, Stage } from "./stages";

/** A package that an install names, and the edit that takes it away. */
export interface Requirement {
  /** Normalized. */
  readonly name: string;
  /** The files without it. */
  readonly without: Readonly<Record<string, string>>;
  /** The file in which a person would add it. */
  readonly file: string;
  /** The step that installs it. */
  readonly step: Instruction;
  /** No other package brings it, as far as can be told. */
  readonly alone: boolean;
}

/** The packages that the steps of the Dockerfile install by name, as far as simple reading can tell. */
export function requirementsOf(facts: Facts): readonly Requirement[] {
  return facts.needed.flatMap((stage) =>
    stage.runs.flatMap((run) => [
      ...requirementsFiles(facts, stage, run),
      ...pythonProject(facts, stage, run),
      ...nodeProject(facts, stage, run),
    ]),
  );
}

function contextFile({ project }: Facts, stage: Stage, run: Run, name: string): string | undefined {
  if (run.workdir === undefined && !name.startsWith("/")) return undefined;
  const imagePath = path.posix.resolve(run.workdir ?? "/", name);
  return originOf(stage, imagePath, project.files, run.copiesBefore)?.file;
}

/** The requirements files of a `pip install -r`. */
export function requirementFilesOf(text: string): readonly string[] {
  // With a condition, or `||`, the step goes on without the file.
  if (!/\bpip[\d.]* (\S+ )*install\b/.test(text) || /\bif\b|\btest -|\[ -|\|\|/.test(text)) return [];
  return [...text.matchAll(/(?:\s-r\s*|\s--requirement[= ])([^\s;&|"']+)/g)].map(([, file = ""]) => file);
}

function requirementsFiles(facts: Facts, stage: Stage, run: Run): readonly Requirement[] {
  return requirementFilesOf(run.instruction.text).flatMap((name) => {
    const file = contextFile(facts, stage, run, name);
    const text = file === undefined ? undefined : facts.project.files[file];
    if (file === undefined || text === undefined) return [];
    const lines = text.split("\n");
    const own = lines.filter((line) => /^\s*[\w-]/.test(line) && !/^\s*-/.test(line));
    // A list that another file, an address or a folder adds to can't be judged.
    if (lines.some((line) => /^\s*(-r|-e|-c|--hash|\.|\/)|:\/\/| @ |\\$/.test(line))) return [];
    return lines.flatMap((line, index) => {
      const [, written] = /^([A-Za-z0-9][\w.-]*)/.exec(line) ?? [];
      if (written === undefined) return [];
      const rest = lines.map((each, at) => (at === index ? "" : each)).join("\n");
      const name = distributionName(written);
      return [
        {
          name,
          without: { [file]: rest },
          file,
          step: run.instruction,
          alone: own.length === 1 || isLeaf(name),
        },
      ];
    });
  });
}

/** What many other distributions require. */
const COMMON =
  /^(requests|urllib3|certifi|idna|charset-normalizer|typing-extensions|six|python-dateutil|numpy|pydantic|click|jinja2|packaging|pytz|attrs|pyyaml|cryptography|pyjwt|boto3|botocore|s3transfer|jmespath|httpx|anyio|pillow|wrapt|protobuf|jsonschema|python-dotenv|tqdm|rich|sqlalchemy|pandas|scipy|lxml|aiohttp|setuptools|beautifulsoup4|tenacity|markdown|orjson|ujson|redis|psycopg2|google-.*|opentelemetry-.*|azure-.*|importlib-metadata|zipp|fastapi|starlette|uvicorn|flask|werkzeug|django|openai|tiktoken|torch|transformers|langchain-.*|selenium|matplotlib|scikit-learn|filelock|websockets|sniffio|h11|httpcore|greenlet|soupsieve|platformdirs)$/;

function isLeaf(name: string): boolean {
  return !COMMON.test(name);
}

/** Poetry, uv and Pipenv. */
function pythonProject(facts: Facts, stage: Stage, run: Run): readonly Requirement[] {
  const { text } = run.instruction;
  const { files } = facts.project;
  const pipenv = /\bpipenv\b.*\b(install|sync|requirements)\b/.test(text);
  const pyproject =
    /\b(poetry\b.*\b(install|export)|uv (sync|export)|uv pip install\b.*-r pyproject\.toml)\b/.test(text);
  if (!pipenv && !pyproject) return [];
  const file = contextFile(facts, stage, run, pipenv ? "Pipfile" : "pyproject.toml");
  if (file === undefined) return [];
  const manifest = files[file] ?? "";
  const lock = ["poetry.lock", "uv.lock"]
    .map((name) => path.posix.join(path.posix.dirname(file), name))
    .find((name) => files[name] !== undefined);
  return manifest.split("\n").flatMap((line, index, lines) => {
    const [, quoted, bare] =
      /^\s+"([A-Za-z0-9][\w.-]*)(?:[[<>=~!; ].*)?",?$|^([A-Za-z0-9][\w.-]*) = ["{]/.exec(line) ?? [];
    const written = quoted ?? bare;
    const section = lines.slice(0, index).findLast((each) => each.startsWith("[")) ?? "";
    const isList = quoted !== undefined && section === "[project]";
    const isTable = bare !== undefined && /^\[(tool\.poetry\.dependencies|packages)\]$/.test(section);
    if (written === undefined || bare === "python" || !(isList || isTable)) return [];
    const name = distributionName(written);
    const rest = lines.map((each, at) => (at === index ? "" : each)).join("\n");
    const locked = lock === undefined ? undefined : withoutPackage(files[lock] ?? "", name);
    const pipLock = pipenv ? withoutPipfileEntry(files, file, name) : {};
    return [
      {
        name,
        without: {
          [file]: rest,
          ...pipLock,
          ...(lock !== undefined && locked !== undefined && { [lock]: locked }),
        },
        file,
        step: run.instruction,
        alone: locked === undefined ? isLeaf(name) : !requiredInLock(locked, name),
      },
    ];
  });
}

/** A lock file of Poetry or uv without a package. In uv's the project itself names it too. */
function withoutPackage(text: string, name: string): string {
  const blocks = text.split(/^(?=\[\[package\]\])/m);
  return blocks
    .filter((block) => !block.startsWith(`[[package]]\nname = "${name}"`))
    .map((block) =>
      /^source = \{ (virtual|editable) = /m.test(block)
        ? block.replace(new RegExp(`^ +\\{ name = "${name}".*\\n`, "gm"), "")
        : block,
    )
    .join("");
}

function requiredInLock(text: string, name: string): boolean {
  return new RegExp(`^${name} = |\\{ name = "${name}"`, "im").test(text);
}

function withoutPipfileEntry(
  files: Readonly<Record<string, string>>,
  pipfile: string,
  name: string,
): Record<string, string> {
  const file = `${pipfile}.lock`;
  const text = files[file];
  if (text === undefined) return {};
  const lock = JSON.parse(text) as { default?: Record<string, unknown> };
  const rest = Object.entries(lock.default ?? {}).filter(([each]) => each !== name);
  return { [file]: `${JSON.stringify({ ...lock, default: Object.fromEntries(rest) }, null, 4)}\n` };
}

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface PackageLock {
  readonly packages?: Readonly<Record<string, PackageJson>>;
}

function nodeProject(facts: Facts, stage: Stage, run: Run): readonly Requirement[] {
  const { text } = run.instruction;
  if (!/\b(npm (ci|i|install)|pnpm (i|install)|yarn( install)?)\b/.test(text)) return [];
  const file = contextFile(facts, stage, run, "package.json");
  const { files } = facts.project;
  if (file === undefined) return [];
  const manifest = parsed<PackageJson>(files[file]);
  const lockFile = path.posix.join(path.posix.dirname(file), "package-lock.json");
  const lock = parsed<PackageLock>(files[lockFile]);
  const installed = Object.entries(lock?.packages ?? {}).filter(([each]) => each !== "");
  const names = Object.keys(manifest?.dependencies ?? {});
  return names.map((name) => {
    const others = installed.filter(([each]) => each !== `node_modules/${name}`);
    const root = withoutDependency(lock?.packages?.[""] ?? {}, name);
    const required = others.some(([, each]) =>
      [each.dependencies, each.peerDependencies, each.optionalDependencies].some((all) => all && name in all),
    );
    const without = {
      [file]: json(withoutDependency(manifest ?? {}, name)),
      ...(lock?.packages && {
        [lockFile]: json({ ...lock, packages: { "": root, ...Object.fromEntries(others) } }),
      }),
    };
    return {
      name,
      without,
      file,
      step: run.instruction,
      alone: lock?.packages ? !required : names.length === 1,
    };
  });
}

function withoutDependency(manifest: PackageJson, name: string): PackageJson {
  const rest = Object.entries(manifest.dependencies ?? {}).filter(([each]) => each !== name);
  return { ...manifest, dependencies: Object.fromEntries(rest) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function parsed<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
