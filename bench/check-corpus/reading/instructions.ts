/** An instruction of a Dockerfile. */
export interface Instruction {
  readonly keyword: string;
  /** All after the keyword, as one line without comments. */
  readonly text: string;
  /** The first and the last line, 1-based. */
  readonly line: number;
  readonly end: number;
  /** It has a here-document. */
  readonly hasDocument: boolean;
}

/**
 * Reads a healthy Dockerfile in the simplest way. The checks have a reader of their own, and this one must not share its
 * mistakes.
 */
export function readInstructions(text: string): readonly Instruction[] {
  const lines = text.split(/\r?\n/);
  const found: Instruction[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (/^\s*(#|$)/.test(lines[index] ?? "")) continue;
    const line = index + 1;
    let whole = "";
    for (;;) {
      const part = lines[index] ?? "";
      if (!/^\s*(#|$)/.test(part)) whole += `${part.replace(/\\\s*$/, "").trim()} `;
      const goesOn = /\\\s*$/.test(part) || (whole !== "" && /^\s*(#|$)/.test(part));
      if (!goesOn || index + 1 >= lines.length) break;
      index++;
    }
    const [, keyword = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(whole.trim()) ?? [];
    const documents = /^(RUN|COPY|ADD)$/i.test(keyword)
      ? [...rest.matchAll(/<<-?["']?([A-Za-z_]\w*)["']?/g)]
      : [];
    for (const [, name] of documents) {
      do index++;
      while (index < lines.length && lines[index]?.trim() !== name);
    }
    found.push({
      keyword: keyword.toUpperCase(),
      text: rest,
      line,
      end: index + 1,
      hasDocument: documents.length > 0,
    });
  }
  return found;
}

/** The strings of an instruction in JSON. Undefined for one in words. */
export function jsonWords(text: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === "string") ? parsed : undefined;
  } catch {
    return undefined;
  }
}
