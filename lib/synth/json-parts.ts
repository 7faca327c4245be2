import { jsonText, quoted } from "./json-text";

/** A part of the JSON that is already written, indented for its place. */
export class JsonPart {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

/**
 * Collects the JSON of a stack. Parts become bytes at once. Text in a hundred thousand pieces would be copied again and
 * again by the garbage collector.
 */
export class JsonParts {
  private bytes = Buffer.allocUnsafeSlow(1024 * 1024);
  private length = 0;

  add(text: string): JsonPart {
    const start = this.length;
    this.write(text);
    return new JsonPart(start, this.length);
  }

  /** @param value its maps may contain parts @throws Error for a value that JSON can't represent */
  bytesOf(value: unknown): Buffer {
    const start = this.length;
    // Room for a copy of all parts, and for the text around them.
    this.makeRoom(start + 1024 * 1024);
    this.writeValue(value, "\n");
    return this.bytes.subarray(start, this.length);
  }

  private writeValue(value: unknown, line: string): void {
    if (value instanceof JsonPart) {
      const { start, end } = value;
      this.makeRoom(end - start);
      this.bytes.copyWithin(this.length, start, end);
      this.length += end - start;
    } else if (typeof value !== "object" || value === null || Array.isArray(value)) {
      const text = jsonText(value, line);
      if (text === undefined) throw new Error("no JSON");
      this.write(text);
    } else {
      const inner = `${line}  `;
      let separator = "{";
      for (const key of Object.keys(value).sort()) {
        const member = (value as Record<string, unknown>)[key];
        if (member === undefined) continue;
        this.write(`${separator}${inner}${quoted(key)}: `);
        this.writeValue(member, inner);
        separator = ",";
      }
      this.write(separator === "{" ? `{${line}}` : `${line}}`);
    }
  }

  private write(text: string): void {
    // UTF-8 needs at most three bytes for one unit of a string.
    this.makeRoom(3 * text.length);
    this.length += this.bytes.write(text, this.length);
  }

  private makeRoom(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * Math.max(this.bytes.length, size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
