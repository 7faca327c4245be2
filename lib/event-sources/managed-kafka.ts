import type { DataAwsMskCluster } from "@cdktf/provider-aws/lib/data-aws-msk-cluster";
import type { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import type { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import { Fn } from "cdktf";
import { idPath } from "../aws-environment";
import type { FunctionBase } from "../function/function-base";
import type { Secret } from "../grants/secret-grants";
import type { PolicyStatement } from "../policy-statement";
import { PolledEventSource, refuse } from "./event-source-mapping";
import {
  checkKafkaTimeout,
  KAFKA_VPC_STATEMENT,
  type KafkaEventSourceProps,
  kafkaProblems,
  secretStatements,
} from "./kafka";
import { startConfig } from "./stream";

/** Settings of a ManagedKafkaEventSource. */
export type ManagedKafkaEventSourceProps = KafkaEventSourceProps & {
  /** The cluster. */
  readonly cluster: MskCluster | MskServerlessCluster | DataAwsMskCluster;
  /** The secret with which Lambda logs in. @default - none */
  readonly secret?: Secret;
  /** What the secret is. MSK knows no other. @default AuthenticationMethod.SASL_SCRAM_512_AUTH */
  readonly authenticationMethod?: "SASL_SCRAM_512_AUTH" | "CLIENT_CERTIFICATE_TLS_AUTH";
  /**
   * Whether Lambda logs in with the function's role (the cluster's `sasl.iam`).
   * @default - as the cluster's `clientAuthentication` says; always for a serverless cluster, and never for a data source
   */
  readonly saslIam?: boolean;
};

/** A topic of Amazon MSK whose records invoke the function. */
export class ManagedKafkaEventSource extends PolledEventSource {
  /** @throws Error when Lambda would refuse the settings */
  constructor(private readonly props: ManagedKafkaEventSourceProps) {
    super();
    refuse(props.cluster.node.path, [
      ...kafkaProblems(props),
      ...(props.saslIam && props.secret
        ? ["Lambda logs in with saslIam or with a secret, not with both"]
        : []),
    ]);
  }

  /** Creates the mapping, below the function or the alias. */
  bind(fn: FunctionBase): void {
    checkKafkaTimeout(fn);
    const { cluster, topic, secret, consumerGroupId, authenticationMethod, encryptionKey } = this.props;
    this._map(
      fn,
      `ManagedKafkaEventSource-${idPath(cluster)}-${topic}`,
      this.props,
      {
        eventSourceArn: cluster.arn,
        topics: [topic],
        ...startConfig(this.props),
        ...(secret && {
          sourceAccessConfiguration: [
            { type: authenticationMethod ?? "SASL_SCRAM_512_AUTH", uri: secret.arn },
          ],
        }),
        ...(consumerGroupId !== undefined && { amazonManagedKafkaEventSourceConfig: { consumerGroupId } }),
      },
      [
        ...this.clusterStatements(),
        KAFKA_VPC_STATEMENT,
        ...secretStatements(secret ? [secret] : [], encryptionKey),
      ],
    );
  }

  /** AWS Lambda Developer Guide, "Configuring Lambda permissions for Amazon MSK event source mappings" (read 2026-11-28). */
  private clusterStatements(): PolicyStatement[] {
    const { cluster, topic, secret, authenticationMethod, consumerGroupId = "*" } = this.props;
    const scram = secret && authenticationMethod !== "CLIENT_CERTIFICATE_TLS_AUTH";
    // The ARNs of topics and groups have the cluster's name and id.
    const arnOf = (kind: string, name: string) =>
      `${Fn.replace(cluster.arn, ":cluster/", `:${kind}/`)}/${name}`;
    return [
      {
        actions: [
          "kafka:DescribeClusterV2",
          "kafka:GetBootstrapBrokers",
          ...(scram ? ["kafka:ListScramSecrets"] : []),
        ],
        resources: [cluster.arn],
      },
      ...(this.usesIam()
        ? [
            {
              actions: ["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"],
              resources: [cluster.arn],
            },
            {
              actions: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
              resources: [arnOf("topic", topic)],
            },
            {
              actions: ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
              resources: [arnOf("group", consumerGroupId)],
            },
          ]
        : []),
    ];
  }

  private usesIam(): boolean {
    const { cluster, saslIam, secret } = this.props;
    if (saslIam !== undefined || secret) return saslIam ?? false;
    if (cluster.terraformResourceType === "aws_msk_serverless_cluster") return true;
    const { clientAuthenticationInput } = cluster as Partial<MskCluster>;
    return clientAuthenticationInput?.sasl?.iam === true;
  }
}
