import path from "node:path";
import type { Kind, Place, Variant } from "../kind";
import { removed, replaced, sourceOf, withDockerfile, withInstruction } from "../reading/edit";
import type { Facts } from "../reading/facts";
import type { Instruction } from "../reading/instructions";
import { originOf } from "../reading/origin";
import { requirementFilesOf, requirementsOf } from "../reading/requirements";
import { type Copy, lineage, type Run, type Stage } from "../reading/stages";
import { isStandardModule } from "../reading/standard-modules";
import { factsAfter } from "../variant";
import { distributionName } from "../words";

/** The distribution's name where it isn't that of its module. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  bs4: "beautifulsoup4",
  cv2: "opencv-python-headless",
  dateutil: "python-dateutil",
  dotenv: "python-dotenv",
  jwt: "pyjwt",
  PIL: "pillow",
  psycopg2: "psycopg2-binary",
  sklearn: "scikit-learn",
  yaml: "pyyaml",
};

/** AWS's images for Python contain boto3, and what it requires. */
const IN_RUNTIME = new Set([
  "boto3",
  "botocore",
  "jmespath",
  "s3transfer",
  "python-dateutil",
  "urllib3",
  "six",
]);

/** The package of an import. */
function packageOf(module: string, language: "python" | "nodejs"): string {
  if (language === "nodejs") return /^(@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  const top = module.split(".")[0] ?? module;
  return DISTRIBUTIONS[top] ?? distributionName(top);
}

function isInRuntime(name: string, { aws }: Facts): boolean {
  if (aws === "nodejs") return name === "aws-sdk" || name.startsWith("@aws-sdk/");
  return aws === "python" && IN_RUNTIME.has(name);
}

/** The imports of the handler's file that a package has to provide. */
function packagesImported({ handler }: Facts) {
  const source = handler?.source;
  if (!handler || !source) return [];
  const own = new Set(source.ownModules.map(({ imported }) => imported));
  return source.imports
    .filter((imported) => !own.has(imported) && !imported.module.startsWith("."))
    .filter(({ module }) => !isStandardModule(module, handler.language))
    .map(({ module, line }) => ({ name: packageOf(module, handler.language), file: source.file, line }));
}

const requirementRemoved: Kind = {
  name: "a requirement removed",
  codes: ["import-missing"],
  severity: "warning",
  variant(facts) {
    const requirements = requirementsOf(facts);
    for (const { name, file, line } of packagesImported(facts)) {
      const found = requirements.filter((each) => each.name === name);
      const [only] = found;
      if (!only?.alone || found.length > 1 || isInRuntime(name, facts)) continue;
      return {
        files: only.without,
        places: [{ file, line }, { file: only.file }, { file: facts.dockerfile, line: only.step.line }],
      };
    }
    return undefined;
  },
};

const packagesNotCopied: Kind = {
  name: "COPY --from of the packages removed",
  codes: ["import-missing", "install-file-missing"],
  severity: "warning",
  variant(facts) {
    const { text, final, handler } = facts;
    const brought = new Set(handler?.source?.copies);
    const imported = packagesImported(facts).filter(({ name }) => !isInRuntime(name, facts));
    const requirements = requirementsOf(facts);
    const others = lineage(final)
      .flatMap(({ copies }) => copies)
      .filter(({ from, foreign }) => from ?? foreign);
    const [copy, ...more] = others;
    if (!copy?.from || more.length > 0 || brought.has(copy)) return undefined;
    const before = new Set(
      lineage(copy.from).flatMap(({ runs }) => runs.map(({ instruction }) => instruction)),
    );
    const lost = imported.filter(({ name }) =>
      requirements.some((each) => each.name === name && before.has(each.step)),
    );
    if (lost.length === 0) return undefined;
    // What is copied may be the list of the packages, from which a step installs them.
    const steps = lineage(final).flatMap(({ runs }) => runs.map(({ instruction }) => instruction.line));
    const variant = withDockerfile(facts, removed(text, copy.instruction), [final.from.line, ...steps]);
    return {
      ...variant,
      places: [...lost.map(({ file, line }): Place => ({ file, line })), ...variant.places],
    };
  },
};

/** A file that a step installs from, and how the step would go on without it. */
interface Needed {
  readonly stage: Stage;
  readonly run: Run;
  readonly file: string;
}

/** Takes the file away that a step needs: from its COPY, or by moving the step above a COPY of the whole folder. */
function withoutFile(facts: Facts, { stage, run, file }: Needed): Variant | undefined {
  const { project, text } = facts;
  if (run.workdir === undefined && !file.startsWith("/")) return undefined;
  if (run.instruction.hasDocument || /--mount=\S*bind/.test(run.instruction.text)) return undefined;
  const imagePath = path.posix.resolve(run.workdir ?? "/", file);
  const origin = originOf(stage, imagePath, project.files, run.copiesBefore);
  const [copy, ...more] = origin?.copies ?? [];
  if (!origin || !copy || more.length > 0) return undefined;
  const own = copy.sources.filter((source) => isNamed(source, origin.file));
  if (own.length > 0) return checked(withoutSources(facts, copy, own, run.instruction));
  // A step between the two may be needed, or make the file.
  const between = text.split("\n").slice(copy.instruction.end, run.instruction.line - 1);
  if (between.some((line) => !/^\s*(#|$)/.test(line)) || copy.instruction.line > run.instruction.line)
    return undefined;
  return checked(movedUp(facts, copy.instruction, run.instruction));

  function checked(variant: Variant): Variant | undefined {
    const after = factsAfter(facts, variant);
    const step = after?.needed.flatMap((each) => each.runs.map((found) => ({ each, found })));
    const same = step?.find(({ found }) => found.instruction.text === run.instruction.text);
    if (!same) return undefined;
    const left = originOf(same.each, imagePath, project.files, same.found.copiesBefore);
    return left === undefined ? variant : undefined;
  }
}

function isNamed(source: string, file: string): boolean {
  const clean = source.replace(/^\.\//, "");
  const pattern = clean.replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]*").replaceAll("?", ".?");
  return clean === file || (/[*?]/.test(clean) && clean !== "*" && new RegExp(`^${pattern}$`).test(file));
}

function withoutSources(facts: Facts, copy: Copy, own: readonly string[], step: Instruction): Variant {
  const rest = copy.sources.filter((source) => !own.includes(source));
  const edited =
    rest.length === 0
      ? removed(facts.text, copy.instruction)
      : replaced(
          facts.text,
          copy.instruction,
          `COPY ${[...copy.flags, ...rest, copy.destination].join(" ")}`,
        );
  return withDockerfile(facts, edited, [step.line]);
}

function movedUp(facts: Facts, copy: Instruction, step: Instruction): Variant {
  const lines = facts.text.split("\n");
  const moved = [
    ...lines.slice(0, copy.line - 1),
    sourceOf(facts.text, step),
    sourceOf(facts.text, copy),
    ...lines.slice(step.end),
  ];
  return withDockerfile(facts, moved.join("\n"), [copy.line]);
}

function firstVariant(facts: Facts, filesOf: (text: string) => readonly string[]): Variant | undefined {
  for (const stage of facts.needed) {
    for (const run of stage.runs) {
      for (const file of filesOf(run.instruction.text)) {
        const variant = withoutFile(facts, { stage, run, file });
        if (variant) return variant;
      }
    }
  }
  return undefined;
}

const requirementsNotCopied: Kind = {
  name: "requirements.txt not there for `pip install -r`",
  codes: ["install-file-missing"],
  severity: "error",
  variant: (facts) => firstVariant(facts, requirementFilesOf),
};

const packageJsonNotCopied: Kind = {
  name: "package.json not there for `npm ci`",
  codes: ["install-file-missing"],
  severity: "error",
  variant: (facts) =>
    firstVariant(facts, (text) =>
      /\bnpm (\S+ )*ci\b|\bpnpm (install|i)\b.*--frozen-lockfile/.test(text) && !/\bcd\b|--prefix/.test(text)
        ? ["package.json"]
        : [],
    ),
};

const pyprojectNotCopied: Kind = {
  name: "pyproject.toml or Pipfile not there for the install",
  codes: ["install-file-missing"],
  severity: "error",
  variant: (facts) =>
    firstVariant(facts, (text) => {
      if (/\bcd\b/.test(text)) return [];
      if (/\bpipenv (install|sync|requirements)\b/.test(text)) return ["Pipfile"];
      return /\b(poetry (install|export)|uv (sync|export)|uv pip install .*-r pyproject\.toml)\b/.test(text)
        ? ["pyproject.toml"]
        : [];
    }),
};

const redirected: Kind = {
  name: "`pip install x>=1` without quotes",
  codes: ["requirement-redirected"],
  severity: "warning",
  variant(facts) {
    if (facts.aws !== "python" && !/^python:/.test(facts.root.image)) return undefined;
    return withInstruction(facts, "RUN pip install --no-cache-dir setuptools>=70.0.0");
  },
};

const CLIENTS = { python: "awslambdaric", nodejs: "aws-lambda-ric" } as const;

const clientMissing: Kind = {
  name: "awslambdaric or aws-lambda-ric not installed",
  codes: ["runtime-interface-missing", "entrypoint-missing", "import-missing"],
  severity: "warning",
  variant(facts) {
    const { aws, handler, needed, text, dockerfile, entrypoint, root, final } = facts;
    if (aws || !handler) return undefined;
    const client = CLIENTS[handler.language];
    const places = [entrypoint?.line, root.from.line, final.from.line].flatMap((line) =>
      line === undefined ? [] : [{ file: dockerfile, line }],
    );
    const [listed] = requirementsOf(facts).filter(({ name }) => name === client);
    if (listed) {
      const { without, file, step } = listed;
      return { files: without, places: [{ file }, { file: dockerfile, line: step.line }, ...places] };
    }
    const steps = needed
      .flatMap(({ runs }) => runs)
      .filter(({ instruction: step }) => /\b(install|add)\b/.test(step.text) && step.text.includes(client));
    const [step] = steps;
    if (!step || steps.length > 1) return undefined;
    const edited = replaced(text, step.instruction, withoutPackage(sourceOf(text, step.instruction), client));
    const variant = withDockerfile(facts, edited, [step.instruction.line]);
    return edited === text ? undefined : { ...variant, places: [...variant.places, ...places] };
  },
};

/** A RUN without a package, and without the command that would install nothing then. */
function withoutPackage(source: string, name: string): string {
  const word = new RegExp(`\\s+["']?${name}([=<>~@][^\\s"']*)?["']?(?=\\s|$)`);
  const commands = source.replace(/^\s*RUN\s+/i, "").split("&&");
  const left = commands.flatMap((command) => {
    const rest = command.replace(word, "");
    const words = rest.replace(/\\\n/g, " ").replace(/\s(--target|-t)[ =]\S+/g, "");
    const installsNothing = /\b(install|add)(\s+-(?!r\b)\S+|[\s\\])*$/.test(words);
    return rest !== command && installsNothing ? [] : [rest];
  });
  return left.length === 0
    ? ""
    : `RUN ${left
        .join("&&")
        .trim()
        .replace(/[\s\\]+$/, "")}`;
}

export const INSTALL_KINDS: readonly Kind[] = [
  requirementRemoved,
  packagesNotCopied,
  requirementsNotCopied,
  packageJsonNotCopied,
  pyprojectNotCopied,
  redirected,
  clientMissing,
];
