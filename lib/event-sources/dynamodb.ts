import type { DataAwsDynamodbTable } from "@cdktf/provider-aws/lib/data-aws-dynamodb-table";
import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { arnOf } from "../arn-of";
import { idPath } from "../aws-environment";
import type { FunctionBase } from "../function/function-base";
import { tableKeyStatements } from "../grants/table-grants";
import { mappingProblems, PolledEventSource, refuse } from "./event-source-mapping";
import {
  STREAM_BATCH_SIZE,
  type StartAtEnd,
  type StreamOptions,
  startConfig,
  streamConfig,
  streamProblems,
} from "./stream";

/** Settings of a DynamoEventSource. */
export type DynamoEventSourceProps = StreamOptions &
  StartAtEnd & {
    /** The table's KMS key, which the role may use for decryption. @default - the key that the table itself names, if it names one */
    readonly encryptionKey?: KmsKey | DataAwsKmsKey;
  };

/** A table whose changes invoke the function. The table needs a stream: `streamEnabled` and `streamViewType`. */
export class DynamoEventSource extends PolledEventSource {
  /** @throws Error when the table has no stream, or when Lambda would refuse the settings */
  constructor(
    /** The table. */
    readonly table: DynamodbTable | DataAwsDynamodbTable,
    private readonly props: DynamoEventSourceProps,
  ) {
    super();
    refuse(table.node.path, [
      ...("streamEnabledInput" in table && !table.streamEnabledInput
        ? ['the table has no stream: set streamEnabled: true and streamViewType: "NEW_AND_OLD_IMAGES"']
        : []),
      ...mappingProblems(props, { batchSize: STREAM_BATCH_SIZE }),
      ...streamProblems(props),
    ]);
  }

  /** Creates the mapping, below the function or the alias. */
  bind(fn: FunctionBase): void {
    this._map(
      fn,
      `DynamoEventSource-${idPath(this.table)}`,
      this.props,
      {
        eventSourceArn: this.table.streamArn,
        ...startConfig(this.props),
        ...streamConfig(this.props),
      },
      [
        {
          // Amazon DynamoDB Developer Guide, "IAM policy to allow an AWS Lambda function to access DynamoDB stream records" (read
          // 2026-11-28). A stream's name is the time when it was enabled.
          actions: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          resources: [`${arnOf(this.table)}/stream/*`],
        },
        ...tableKeyStatements(fn, this.table, this.props),
      ],
    );
  }
}
