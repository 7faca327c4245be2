import { asProgram } from "./python-commands";

/** Programs that don't install anything that Python could import. */
const HARMLESS = new Set(
  (
    "cd echo printf mkdir rm rmdir ls chmod chown chgrp true false : set export test [ find touch sed cat grep head tail " +
    "useradd groupadd adduser addgroup usermod update-ca-trust update-ca-certificates ldconfig which strip sleep date " +
    "uname pwd cp mv ln gcc g++ cc curl wget amazon-linux-extras for case npm pnpm yarn npx node corepack fc-cache " +
    "locale-gen dpkg rpm gpg apt-key yum-config-manager playwright exit unset trap hash read basename dirname id whoami tee"
  ).split(" "),
);
const SYSTEM_PACKAGES = new Set(["yum", "dnf", "microdnf", "tdnf", "apt-get", "apt", "apk"]);
/** Python itself and its tools, as system packages: `python3.11-pip`, `python3-devel`, `py3-pip`. */
const PYTHON_ITSELF =
  /^(python|py)[\d.]*(-?(pip|dev|devel|venv|virtualenv|setuptools|wheel|distutils|minimal|full|libs|apt|tk))?$/;
/** Subcommands that install nothing into an environment that a function uses. */
const HARMLESS_SUBCOMMANDS: Readonly<Record<string, RegExp>> = {
  pip: /^(--version|cache|check|config|debug|freeze|list|show|uninstall)$/,
  uv: /^(--version|build|cache|lock|python|self|tool|tree|venv|version)$/,
  poetry: /^(--version|about|build|cache|check|config|env|lock|self|show|version)$/,
  pipenv: /^(--version|--rm|--venv|check|clean|graph|lock|verify)$/,
  pdm: /^(--version|build|cache|config|lock|self|use|venv)$/,
  pipx: /./,
  uvx: /./,
};

/**
 * Whether a command certainly installs nothing that Python could import.
 * @param before the command that its input may come from
 */
export function isHarmless(words: readonly string[], before: readonly string[]): boolean {
  const [program = "", ...args] = asProgram(words);
  if (words.length === 0 || HARMLESS.has(program)) return true;
  if (SYSTEM_PACKAGES.has(program))
    return !args.some((word) => /python|^py3|^pip/i.test(word) && !PYTHON_ITSELF.test(word));
  if (/^python[\d.]*$/.test(program))
    return (
      /^(-V|--version)$/.test(args[0] ?? "") ||
      (args[0] === "-c" && !/pip|subprocess|system/.test(args[1] ?? "")) ||
      /^\S*get-pip\.py$/.test(args[0] ?? "")
    );
  if (/^(compileall|venv|virtualenv|ensurepip|nltk\.downloader)$/.test(program)) return true;
  // The installers of uv and Poetry.
  if (/^(ba|da)?sh$/.test(program))
    return (
      /^(curl|wget)$/.test(before[0] ?? "") &&
      before.some((word) => /astral\.sh\/uv|install\.python-poetry\.org/.test(word))
    );
  const name = /^pip[\d.]*$/.test(program) ? "pip" : program;
  return HARMLESS_SUBCOMMANDS[name]?.test(args[0] ?? "") ?? false;
}

/** Whether it unpacks an archive, clones or compiles in a folder where Python doesn't search. */
export function unpacksElsewhere(words: readonly string[], folder: string | undefined): boolean {
  const [program = "", ...args] = asProgram(words);
  if (!/^(tar|unzip|git|make|cmake|ninja|configure|autoreconf)$/.test(program)) return false;
  const option = args.findIndex((word) => /^(-d|-C|--directory)$/.test(word));
  const target = option === -1 ? folder : args[option + 1];
  return (
    target !== undefined &&
    /^\/(tmp|root|home|opt(?!\/python)|usr\/(local|share|src)|var\/(cache|lib))(\/|$)/.test(target)
  );
}
