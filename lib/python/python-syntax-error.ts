/** An error for which Python would refuse the source. */
export class PythonSyntaxError extends Error {
  constructor(
    /** CPython's message, if it has one. */
    message: string,
    /** Offset in the source. */
    readonly at: number,
  ) {
    super(message);
    this.name = "PythonSyntaxError";
  }
}
