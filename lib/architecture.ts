/**
 * The instruction set of a function. One value has both Lambda's name and Docker's platform, so that the image and the
 * function always match.
 */
export class Architecture {
  /** 64-bit x86, Docker's `linux/amd64`. */
  static readonly X86_64 = new Architecture("x86_64", "linux/amd64");
  /** 64-bit ARM (Graviton), Docker's `linux/arm64`. Building it on an x86 machine needs QEMU in the Docker engine. */
  static readonly ARM_64 = new Architecture("arm64", "linux/arm64");

  private constructor(
    /** Lambda's name, as in `architectures` of `aws_lambda_function`. */
    readonly name: "x86_64" | "arm64",
    /** Docker's name, as in `docker build --platform`. */
    readonly dockerPlatform: "linux/amd64" | "linux/arm64",
  ) {}
}
