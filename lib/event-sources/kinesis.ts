import type { DataAwsKinesisStream } from "@cdktf/provider-aws/lib/data-aws-kinesis-stream";
import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import type { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { arnOf } from "../arn-of";
import { idPath } from "../aws-environment";
import type { FunctionBase } from "../function/function-base";
import { keyStatements } from "../grants/encryption-key";
import { mappingProblems, PolledEventSource, refuse } from "./event-source-mapping";
import {
  STREAM_BATCH_SIZE,
  type StartAtEnd,
  type StartAtTimestamp,
  type StreamOptions,
  startConfig,
  startProblems,
  streamConfig,
  streamProblems,
} from "./stream";

/** Settings of a KinesisEventSource. */
export type KinesisEventSourceProps = StreamOptions &
  (StartAtEnd | StartAtTimestamp) & {
    /** The stream's KMS key, which the role may use for decryption. @default - the key that the stream itself names, if it names one */
    readonly encryptionKey?: KmsKey | DataAwsKmsKey;
    /**
     * The consumer with a throughput of its own, through which Lambda reads (AWS CDK's `KinesisConsumerEventSource`).
     * @default - the throughput is shared with others that read the stream
     */
    readonly streamConsumer?: KinesisStreamConsumer;
  };

/** A data stream whose records invoke the function. */
export class KinesisEventSource extends PolledEventSource {
  /** @throws Error when Lambda would refuse the settings */
  constructor(
    /** The stream. */
    readonly stream: KinesisStream | DataAwsKinesisStream,
    private readonly props: KinesisEventSourceProps,
  ) {
    super();
    refuse(stream.node.path, [
      ...mappingProblems(props, { batchSize: STREAM_BATCH_SIZE }),
      ...streamProblems(props),
      ...startProblems(props),
    ]);
  }

  /** Creates the mapping, below the function or the alias. */
  bind(fn: FunctionBase): void {
    const { encryptionKey, streamConsumer } = this.props;
    const keyId = "kmsKeyIdInput" in this.stream ? this.stream.kmsKeyIdInput : undefined;
    this._map(
      fn,
      `KinesisEventSource-${idPath(streamConsumer ?? this.stream)}`,
      this.props,
      {
        eventSourceArn: streamConsumer?.arn ?? this.stream.arn,
        ...startConfig(this.props),
        ...streamConfig(this.props),
      },
      [
        {
          // AWS Lambda Developer Guide, "Process Amazon Kinesis Data Streams records with Lambda", Permissions (read 2026-11-28).
          // `kinesis:ListStreams`, which AWS's managed policy has too, is for the console.
          actions: [
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
          ],
          resources: [arnOf(this.stream)],
        },
        ...(streamConsumer
          ? [
              {
                actions: ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"],
                resources: [streamConsumer.arn],
              },
            ]
          : []),
        ...keyStatements(fn, this.stream, { ...(encryptionKey && { encryptionKey }), keyId }, [
          "kms:Decrypt",
        ]),
      ],
    );
  }
}
