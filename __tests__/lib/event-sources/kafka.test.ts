import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import type { TerraformStack } from "cdktf";
import {
  Duration,
  ManagedKafkaEventSource,
  type ManagedKafkaEventSourceProps,
  SelfManagedKafkaEventSource,
  type SelfManagedKafkaEventSourceProps,
} from "../../../lib";
import { mappingOf, permissionsOf, withFunction } from "./functions";

const COMMON = { topic: "orders", startingPosition: "LATEST" } as const;
const VPC =
  "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs on *";

const clusterIn = (stack: TerraformStack, iam = false) =>
  new MskCluster(stack, "Cluster", {
    clusterName: "events",
    kafkaVersion: "3.8.x",
    numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: {
      clientSubnets: ["subnet-1"],
      instanceType: "kafka.m7g.large",
      securityGroups: ["sg-1"],
    },
    ...(iam && { clientAuthentication: { sasl: { iam: true } } }),
  });
const secretIn = (stack: TerraformStack) => new SecretsmanagerSecret(stack, "Secret", { name: "kafka" });

/** The text of the role's policy. */
function policy(json: ReturnType<typeof withFunction>): string {
  return JSON.stringify(json.resource.aws_iam_role_policy).replaceAll('\\"', '"');
}

describe("ManagedKafkaEventSource", () => {
  const managed = (props: (stack: TerraformStack) => Partial<ManagedKafkaEventSourceProps>) =>
    withFunction((fn, stack) =>
      fn.addEventSource(
        new ManagedKafkaEventSource({
          cluster: clusterIn(stack),
          ...COMMON,
          ...props(stack),
        } as ManagedKafkaEventSourceProps),
      ),
    );

  test("the function may find this cluster's brokers and reach them, and nothing else", () => {
    const text = policy(managed(() => ({})));
    expect(text).toContain(
      '"Action" = ["kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"], "Effect" = "Allow", "Resource" = [aws_msk_cluster.Cluster.arn]',
    );
    expect(text.match(/"Action" = /g)).toHaveLength(3);
    expect(text).toContain('"ec2:DescribeVpcs"]');
  });

  test("with IAM, it may read this topic in its group", () => {
    const json = withFunction((fn, stack) =>
      fn.addEventSource(
        new ManagedKafkaEventSource({ ...COMMON, cluster: clusterIn(stack, true), consumerGroupId: "jobs" }),
      ),
    );
    const text = policy(json);
    expect(text).toContain('["${replace(aws_msk_cluster.Cluster.arn, ":cluster/", ":topic/")}/orders"]');
    expect(text).toContain('["${replace(aws_msk_cluster.Cluster.arn, ":cluster/", ":group/")}/jobs"]');
    expect(mappingOf(json)).toMatchObject({
      topics: ["orders"],
      amazon_managed_kafka_event_source_config: { consumer_group_id: "jobs" },
    });
  });

  test("a serverless cluster has always IAM", () => {
    const json = withFunction((fn, stack) =>
      fn.addEventSource(
        new ManagedKafkaEventSource({
          ...COMMON,
          cluster: new MskServerlessCluster(stack, "Cluster", {
            clusterName: "events",
            clientAuthentication: { sasl: { iam: { enabled: true } } },
            vpcConfig: [{ subnetIds: ["subnet-1"] }],
          }),
        }),
      ),
    );
    expect(policy(json)).toContain('"kafka-cluster:ReadData"');
  });

  test("with a secret, it may read this secret", () => {
    const json = managed((stack) => ({ secret: secretIn(stack) }));
    expect(mappingOf(json).source_access_configuration).toEqual([
      { type: "SASL_SCRAM_512_AUTH", uri: "${aws_secretsmanager_secret.Secret.arn}" },
    ]);
    expect(policy(json)).toContain('"kafka:ListScramSecrets"');
    expect(policy(json)).toContain(
      '"Action" = ["secretsmanager:GetSecretValue"], "Effect" = "Allow", "Resource" = [aws_secretsmanager_secret.Secret.arn]',
    );
    expect(policy(json)).not.toContain("kafka-cluster:");
  });

  test.each<[props: Partial<ManagedKafkaEventSourceProps>, message: string]>([
    [{ consumerGroupId: "a b" }, "consumerGroupId has 1 to 200 letters"],
    [{ retryAttempts: 2 }, "retryAttempts of Kafka needs provisionedPollerConfig"],
    [
      { provisionedPollerConfig: { maximumPollers: 2_001 } },
      "maximumPollers must be a whole number from 1 to 2000",
    ],
  ])("%j is refused", (props, message) => {
    expect(() => managed(() => props)).toThrow(message);
  });

  test("a function that may run longer than Lambda waits is refused", () => {
    expect(() =>
      withFunction(
        (fn, stack) =>
          fn.addEventSource(new ManagedKafkaEventSource({ ...COMMON, cluster: clusterIn(stack) })),
        {
          timeout: Duration.minutes(15),
        },
      ),
    ).toThrow("at most 14 minutes");
  });
});

describe("SelfManagedKafkaEventSource", () => {
  const bootstrapServers = ["one.example.com:9096", "two.example.com:9096"] as const;

  test("over the internet, the function may read the secret, and nothing else", () => {
    const json = withFunction((fn, stack) =>
      fn.addEventSource(
        new SelfManagedKafkaEventSource({ ...COMMON, bootstrapServers, secret: secretIn(stack) }),
      ),
    );
    expect(mappingOf(json)).toMatchObject({
      self_managed_event_source: {
        endpoints: { KAFKA_BOOTSTRAP_SERVERS: "one.example.com:9096,two.example.com:9096" },
      },
      source_access_configuration: [{ type: "SASL_SCRAM_512_AUTH" }],
    });
    expect(policy(json).match(/"Action" = /g)).toHaveLength(2);
  });

  test("in a VPC, it may reach the brokers, and nothing else", () => {
    const json = withFunction((fn) =>
      fn.addEventSource(
        new SelfManagedKafkaEventSource({
          ...COMMON,
          bootstrapServers,
          vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
        }),
      ),
    );
    expect(permissionsOf(json)).toEqual([VPC]);
    expect(mappingOf(json).source_access_configuration).toEqual([
      { type: "VPC_SUBNET", uri: "subnet:subnet-1" },
      { type: "VPC_SECURITY_GROUP", uri: "security_group:sg-1" },
    ]);
  });

  test("types want a secret or a VPC", () => {
    // @ts-expect-error neither
    const props: SelfManagedKafkaEventSourceProps = { ...COMMON, bootstrapServers };
    expect(props.topic).toBe("orders");
  });

  test("a broker without a port is refused", () => {
    expect(() =>
      withFunction(
        (_fn, stack) =>
          new SelfManagedKafkaEventSource({
            ...COMMON,
            bootstrapServers: ["one.example.com"],
            secret: secretIn(stack),
          }),
      ),
    ).toThrow("one.example.com:9096");
  });
});
