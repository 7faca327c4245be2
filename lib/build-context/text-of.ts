/**
 * The text of a file. A byte order mark tells how it is encoded, and is left out: Windows PowerShell writes UTF-16 with
 * `>`, and pip reads such a requirements file (pip 25.3, `auto_decode`). Without a mark it is UTF-8.
 */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    // An odd last byte is no character.
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return even.swap16().toString("utf16le");
  }
  return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}
