import { arnOf } from "../arn-of";
import type { DestinationConfig, IDestination } from "../function/destination";
import type { FunctionBase } from "../function/function-base";
import type { Bucket } from "../grants/bucket-grants";
import { type EncryptedResourceOptions, keyStatements } from "../grants/encryption-key";

/**
 * A bucket as the destination of a function's failures: Lambda keeps the whole event there, of any size. Successes can't be sent
 * to a bucket (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations", read 2026-11-28).
 */
export class S3Destination implements IDestination {
  readonly failuresOnly = true;

  constructor(
    private readonly bucket: Bucket,
    private readonly options: EncryptedResourceOptions = {},
  ) {}

  /** The permissions are those of the guide above, "Configuration steps for S3 destinations". */
  bind(fn: FunctionBase): DestinationConfig {
    const arn = arnOf(this.bucket);
    return {
      destination: this.bucket.arn,
      statements: [
        { actions: ["s3:ListBucket"], resources: [arn] },
        { actions: ["s3:PutObject"], resources: [`${arn}/*`] },
        ...keyStatements(fn, this.bucket, this.options, ["kms:GenerateDataKey"]),
      ],
    };
  }
}
