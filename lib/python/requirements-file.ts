import { distributionName } from "./distribution-name";

/** One distribution that a requirements file requires. */
export interface Requirement {
  /** The normalized name: `pyyaml` for `PyYAML`. */
  readonly name: string;
  /** As it is written. */
  readonly written: string;
  readonly extras: readonly string[];
  /** `==1.2`, `>=1,<2`; empty for any version. For a direct reference (`name @ url`) it is the URL. */
  readonly version: string;
  /** Whether it has hashes, so that pip accepts only files with one of them. */
  readonly hashed: boolean;
  /** 1-based, the first of a continued line. */
  readonly line: number;
}

/** Another file that a requirements file names. */
export interface RequirementsReference {
  /** `-r` adds the file's requirements. `-c` only restricts versions. */
  readonly kind: "requirements" | "constraints";
  /** As written: relative to the file that names it. */
  readonly file: string;
  readonly line: number;
}

export interface RequirementsFile {
  readonly requirements: readonly Requirement[];
  readonly references: readonly RequirementsReference[];
  /** Lines whose distribution name is not known: folders, archives, URLs. 1-based. */
  readonly unnamed: readonly number[];
}

/** Reads a requirements file: pip.pypa.io, "Requirements File Format" (pip 25.3), names and versions as in PEP 508. */
export function readRequirements(text: string): RequirementsFile {
  const requirements: Requirement[] = [];
  const references: RequirementsReference[] = [];
  const unnamed: number[] = [];
  for (const { text: whole, line } of logicalLines(text)) {
    const reference = /^(-r|--requirement|-c|--constraint)(?:\s+|=|(?<=-[rc])(?=\S))(.+)$/.exec(whole);
    const editable = /^(?:-e|--editable)(?:\s+|=)(.+)$/.exec(whole)?.[1];
    if (reference) {
      const kind = /^--?r/.test(reference[1] ?? "") ? "requirements" : "constraints";
      references.push({ kind, file: unquote(reference[2] ?? ""), line });
    } else if (whole.startsWith("-") && editable === undefined) {
      // Options, for example of the index, require nothing.
    } else {
      const requirement = readRequirement(unquote(editable ?? whole), line);
      if (requirement) requirements.push(requirement);
      else unnamed.push(line);
    }
  }
  return { requirements, references, unnamed };
}

/** Reads one requirement: a line of a file, or an argument of `pip install`. `undefined` when it has no name. */
export function readRequirement(text: string, line = 1): Requirement | undefined {
  const egg = /[#&]egg=([\w.-]+)/.exec(text)?.[1];
  const wheel = /(?:^|\/)([\w.]+)-[\w.!+]+-[\w.]+-[\w.]+-[\w.]+\.whl(?:$|[\s#?])/.exec(text)?.[1];
  const hashed = /\s--hash[=\s]/.test(text);
  const plain = text.replace(/\s--?[a-z][\w-]*[=\s].*$/, "");
  const named = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/s.exec(plain);
  const rest = named?.[3] ?? "";
  if (named?.[1] && /^(?:$|;|@|\(|[<>=!~])/.test(rest)) {
    const version = rest.replace(/\s*;.*$/s, "").replace(/^\(|\)$|^@\s*/g, "");
    const extras = (named[2] ?? "").split(",").map((extra) => extra.trim());
    return {
      name: distributionName(named[1]),
      written: named[1],
      extras: extras.filter((extra) => extra !== ""),
      version: version.replace(/\s+/g, rest.startsWith("@") ? " " : ""),
      hashed,
      line,
    };
  }
  const name = egg ?? wheel;
  if (name === undefined) return undefined;
  return { name: distributionName(name), written: name, extras: [], version: plain, hashed, line };
}

/** The project's folder that a line without a name installs: `.`, `-e ./libs/common`. `undefined` for anything else. */
export function localFolder(line: string): string | undefined {
  return /^\s*(?:(?:-e|--editable)[\s=]+)?(\.{0,2}\/\S*|\.{1,2}(?:\[.*)?|file:\S+)\s*$/.exec(line)?.[1];
}

/** The logical lines: without comments, continued lines joined at the `\`. */
function logicalLines(text: string): { readonly text: string; readonly line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .forEach((physical, index) => {
      // A comment ends a continued line, as in pip.
      const comment = physical.trimStart().startsWith("#");
      const continues = physical.endsWith("\\") && !comment;
      const piece = continues ? physical.slice(0, -1) : physical;
      open ??= { text: "", line: index + 1 };
      open.text += comment ? "" : piece;
      if (continues) return;
      lines.push(open);
      open = undefined;
    });
  if (open) lines.push(open);
  return lines
    .map(({ text: whole, line }) => ({ text: whole.replace(/(^|\s)#.*$/, "").trim(), line }))
    .filter(({ text: whole }) => whole !== "");
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
