import type { FunctionBase } from "../function/function-base";
import type { Secret } from "../grants/secret-grants";
import { sha256 } from "../sha256";
import { PolledEventSource, refuse } from "./event-source-mapping";
import {
  AuthenticationMethod,
  checkKafkaTimeout,
  KAFKA_VPC_STATEMENT,
  type KafkaEventSourceProps,
  kafkaProblems,
  secretStatements,
} from "./kafka";
import { startConfig } from "./stream";

/** The network in which the brokers are. */
export interface KafkaVpc {
  /** The ids of the subnets from which Lambda connects. */
  readonly subnetIds: readonly [string, ...string[]];
  /** The ids of the security groups with which Lambda connects. */
  readonly securityGroupIds: readonly [string, ...string[]];
}

/** Brokers that are reached over the internet, which needs a login. */
export interface KafkaOverInternet {
  /** The secret with which Lambda logs in. */
  readonly secret: Secret;
  /** Not over the internet. */
  readonly vpc?: never;
}

/** Brokers that are reached in a VPC. */
export interface KafkaInVpc {
  /** The network in which the brokers are. */
  readonly vpc: KafkaVpc;
  /** The secret with which Lambda logs in. @default - none */
  readonly secret?: Secret;
}

/** Settings of a SelfManagedKafkaEventSource. */
export type SelfManagedKafkaEventSourceProps = KafkaEventSourceProps & {
  /** The first brokers, for example `["kafka.example.com:9096"]`. */
  readonly bootstrapServers: readonly [string, ...string[]];
  /** How Lambda logs in with the secret. @default AuthenticationMethod.SASL_SCRAM_512_AUTH */
  readonly authenticationMethod?: AuthenticationMethod;
  /** The secret with the certificate of the brokers' own authority. @default - a public authority */
  readonly rootCACertificate?: Secret;
} & (KafkaOverInternet | KafkaInVpc);

/** A topic of Kafka, which somebody else runs than AWS, whose records invoke the function. */
export class SelfManagedKafkaEventSource extends PolledEventSource {
  /** @throws Error when Lambda would refuse the settings */
  constructor(private readonly props: SelfManagedKafkaEventSourceProps) {
    super();
    refuse(`Kafka topic ${props.topic}`, [
      ...kafkaProblems(props),
      ...props.bootstrapServers
        .filter((server) => !/:\d+$/.test(server) && !server.includes("${"))
        .map((server) => `a broker is a host and a port, for example ${server}:9096; got ${server}`),
    ]);
  }

  /** Creates the mapping, below the function or the alias. */
  bind(fn: FunctionBase): void {
    checkKafkaTimeout(fn);
    const { topic, bootstrapServers, secret, vpc, rootCACertificate, consumerGroupId, encryptionKey } =
      this.props;
    const servers = bootstrapServers.join(",");
    this._map(
      fn,
      // Two clusters may have the same topic.
      `SelfManagedKafkaEventSource-${topic}-${sha256(servers).slice(0, 8)}`,
      this.props,
      {
        selfManagedEventSource: { endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
        topics: [topic],
        ...startConfig(this.props),
        sourceAccessConfiguration: this.access(),
        ...(consumerGroupId !== undefined && { selfManagedKafkaEventSourceConfig: { consumerGroupId } }),
      },
      [
        ...(vpc ? [KAFKA_VPC_STATEMENT] : []),
        ...secretStatements(
          [secret, rootCACertificate].filter((one) => one !== undefined),
          encryptionKey,
        ),
      ],
    );
  }

  private access(): { readonly type: string; readonly uri: string }[] {
    const { secret, vpc, rootCACertificate, authenticationMethod } = this.props;
    return [
      ...(secret
        ? [{ type: authenticationMethod ?? AuthenticationMethod.SASL_SCRAM_512_AUTH, uri: secret.arn }]
        : []),
      ...(rootCACertificate ? [{ type: "SERVER_ROOT_CA_CERTIFICATE", uri: rootCACertificate.arn }] : []),
      ...(vpc?.subnetIds.map((id) => ({ type: "VPC_SUBNET", uri: `subnet:${id}` })) ?? []),
      ...(vpc?.securityGroupIds.map((id) => ({ type: "VPC_SECURITY_GROUP", uri: `security_group:${id}` })) ??
        []),
    ];
  }
}
