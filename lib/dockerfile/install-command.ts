import { withoutPrefix } from "./shell-commands";

/** A command that installs the dependencies of a project, or named packages. */
export interface InstallCommand {
  readonly tool: "python" | "node";
  readonly program: "pip" | "uv" | "poetry" | "pipenv" | "npm" | "pnpm" | "yarn";
  /** The words after `install`. */
  readonly arguments: readonly string[];
  /** The packages, folders and URLs among the words. */
  readonly named: readonly string[];
  /** The files it installs from, as written: those of `-r`, or the tool's default files. */
  readonly manifests: readonly string[];
  /** It also installs the project in the folder that it works in. */
  readonly project: boolean;
  /** The files without which it fails, as written. One of each list is enough. */
  readonly needs: readonly (readonly string[])[];
  /** The option that chooses the folder it installs into: `--target`, `--prefix`. @default - the tool's own folder */
  readonly into?: { readonly option: "target" | "prefix"; readonly folder: string };
  /** The folder it works in. @default - the working directory */
  readonly folder?: string;
}

/** Recognises pip, uv, poetry, pipenv, npm, yarn and pnpm. */
export function installCommand(command: readonly string[]): InstallCommand | undefined {
  const words = [...withoutPrefix(command)];
  const program = (words.shift() ?? "").replace(/^.*\//, "").replace(/(.)@.*$/, "$1");
  if (/^python[\d.]*$/.test(program)) {
    while (words[0] !== "-m" && /^-[A-Za-z]+$/.test(words[0] ?? "")) words.shift();
    return words[0] === "-m" ? installCommand(words.slice(1)) : undefined;
  }
  if (program === "corepack" || program === "npx")
    return installCommand(words.filter((word) => word !== "-y"));
  if (program === "uv" && words[0] === "pip") return pipInstall("uv", words.slice(1));
  if (/^pip[\d.]*$/.test(program)) return pipInstall("pip", words);
  switch (program) {
    case "uv":
    case "poetry":
    case "pipenv":
      return projectInstall(program, words);
    case "npm":
    case "pnpm":
    case "yarn":
      return nodeInstall(program, words);
    default:
      return undefined;
  }
}

/** Options of pip and uv that take the next word: pip.pypa.io, "pip install" (pip 25.3), `uv pip install --help` (0.9). */
const PIP_VALUES = new Set(
  (
    "-r --requirement -c --constraint -t --target --prefix --root --src --platform --implementation --python-version --abi " +
    "--only-binary --no-binary -i --index-url --extra-index-url --index --default-index -f --find-links --trusted-host " +
    "--cache-dir --timeout --retries --progress-bar --python -p --upgrade-strategy --report --config-settings -C --proxy " +
    "--cert --client-cert --log --root-user-action --use-feature --use-deprecated --python-platform --link-mode " +
    "--index-strategy --override --group --extra -e --editable --exists-action --build-constraint --resolution --torch-backend"
  ).split(" "),
);
/** Options of the others. A few are of one program only. */
const OTHER_VALUES = new Set(
  (
    "--prefix -C --dir --cwd --filter -F --directory --project -w --workspace --registry --cache --group --extra --with " +
    "--without --only --python -p --no-group --package --link-mode -E --extras --loglevel --network-timeout --cache-folder " +
    "--modules-folder --omit --include --install-strategy --store-dir --mutex"
  ).split(" "),
);

interface Read {
  /** Values by option, in order. */
  readonly values: readonly (readonly [option: string, value: string])[];
  /** The words that are neither options nor values. */
  readonly plain: readonly string[];
}

function read(words: readonly string[], withValue: ReadonlySet<string>): Read {
  const values: [string, string][] = [];
  const plain: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    const [, long, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    const [, short, rest] = /^(-[rctfieC])(.+)$/.exec(word) ?? [];
    if (long !== undefined && value !== undefined) values.push([long, value]);
    else if (withValue.has(word)) values.push([word, words[++index] ?? ""]);
    else if (short !== undefined && rest !== undefined && withValue.has(short)) values.push([short, rest]);
    else if (!word.startsWith("-")) plain.push(word);
  }
  return { values, plain };
}

function valuesOf({ values }: Read, ...options: readonly string[]): string[] {
  return values.flatMap(([option, value]) => (options.includes(option) ? [value] : []));
}

/** The words after the first one that is no option and no value of one. */
function afterVerb(words: readonly string[], verb: string | undefined): string[] {
  const at = verb === undefined ? -1 : words.indexOf(verb);
  return words.filter((_, index) => index !== at);
}

function pipInstall(program: "pip" | "uv", words: readonly string[]): InstallCommand | undefined {
  const [verb] = read(words, PIP_VALUES).plain;
  const sync = program === "uv" && verb === "sync";
  if (verb !== "install" && !sync) return undefined;
  const given = afterVerb(words, verb);
  const options = read(given, PIP_VALUES);
  const files = [...valuesOf(options, "-r", "--requirement"), ...(sync ? options.plain : [])];
  const target = valuesOf(options, "-t", "--target").at(-1);
  const prefix = valuesOf(options, "--prefix", "--root").at(-1);
  const folder = target ?? prefix;
  return {
    tool: "python",
    program,
    arguments: given,
    named: [...(sync ? [] : options.plain), ...valuesOf(options, "-e", "--editable")],
    manifests: files,
    project: false,
    needs: [...files, ...valuesOf(options, "-c", "--constraint")].map((file) => [file]),
    ...(folder !== undefined && {
      into: { option: target === undefined ? ("prefix" as const) : ("target" as const), folder },
    }),
  };
}

function projectInstall(
  program: "uv" | "poetry" | "pipenv",
  words: readonly string[],
): InstallCommand | undefined {
  const options = read(words, OTHER_VALUES);
  const [verb, ...named] = options.plain;
  const verbs = { uv: /^(sync|add)$/, poetry: /^(install|sync|add)$/, pipenv: /^(install|sync)$/ }[program];
  if (verb === undefined || !verbs.test(verb)) return undefined;
  const given = afterVerb(words, verb);
  const has = (...names: string[]) => given.some((word) => names.includes(word));
  const folder = valuesOf(options, "--directory", "--project", "-C").at(-1);
  const manifest = program === "pipenv" ? "Pipfile" : "pyproject.toml";
  const locked =
    (program === "uv" && has("--frozen", "--locked") && "uv.lock") ||
    (program === "pipenv" && (verb === "sync" || has("--deploy", "--ignore-pipfile")) && "Pipfile.lock");
  const files = program === "pipenv" ? valuesOf(read(given, new Set(["-r", "--requirements"])), "-r") : [];
  return {
    tool: "python",
    program,
    arguments: given,
    named,
    manifests: files.length > 0 ? files : [manifest],
    project: program !== "pipenv" && named.length === 0 && !has("--no-root", "--no-install-project"),
    needs:
      named.length > 0 || files.length > 0
        ? files.map((file) => [file])
        : [[manifest], ...(locked ? [[locked]] : [])],
    ...(folder !== undefined && { folder }),
  };
}

function nodeInstall(program: "npm" | "pnpm" | "yarn", words: readonly string[]): InstallCommand | undefined {
  const options = read(words, OTHER_VALUES);
  const [verb, ...named] = options.plain;
  const install =
    (program === "npm" &&
      /^(i|in|ins|install|isntall|ci|add|clean-install|ic|install-clean)$/.test(verb ?? "")) ||
    (program === "pnpm" && /^(i|install|add)$/.test(verb ?? "")) ||
    (program === "yarn" && (verb === undefined || /^(install|add)$/.test(verb)));
  if (!install) return undefined;
  const given = afterVerb(words, verb);
  // `yarn --version` is no installation.
  if (given.some((word) => /^(-v|--version|-h|--help)$/.test(word))) return undefined;
  const clean = program === "npm" && /^(ci|clean-install|ic|install-clean)$/.test(verb ?? "");
  const folder = valuesOf(options, "--prefix", "-C", "--dir", "--cwd").at(-1);
  const global = given.some((word) => /^(-g|--global|--location=global)$/.test(word)) || verb === "global";
  const frozen = program === "pnpm" && given.includes("--frozen-lockfile");
  const own = named.length === 0 && !global;
  return {
    tool: "node",
    program,
    arguments: given,
    named,
    manifests: own ? ["package.json"] : [],
    project: false,
    needs: [
      ...(own && clean ? [["package-lock.json", "npm-shrinkwrap.json"]] : []),
      ...(own && (clean || program === "pnpm") ? [["package.json"]] : []),
      ...(own && frozen ? [["pnpm-lock.yaml"]] : []),
    ],
    ...(folder !== undefined && { folder }),
  };
}
