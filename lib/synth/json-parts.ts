import { jsonText, quoted } from "./json-text";

/** A part of JSON that is written already, for the place that it will have. */
export class JsonPart {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

/**
 * JSON in the making. Parts become bytes at once: as text, put together of a hundred thousand pieces, they would be copied about by the
 * garbage collector until the end.
 */
export class JsonParts {
  private bytes = Buffer.allocUnsafeSlow(1024 * 1024);
  private length = 0;

  add(text: string): JsonPart {
    const start = this.length;
    this.write(text);
    return new JsonPart(start, this.length);
  }

  /** @param value in whose maps there may be parts @throws Error of what JSON has no word for */
  bytesOf(value: unknown): Buffer {
    const start = this.length;
    // For all parts once more, and what is around them.
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
    // UTF-8 has at most three bytes for what is one in a string.
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
