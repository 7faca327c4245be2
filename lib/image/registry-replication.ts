import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";

/** Where images are copied to. */
export interface ReplicationDestination {
  /** The 12 digits of the AWS account. @default - the stack's own */
  readonly account?: string;
  /** For example `eu-west-1`. */
  readonly region: string;
}

export interface RegistryReplicationProps {
  readonly destinations: readonly ReplicationDestination[];
  /** The repositories whose names begin so are copied. @default - the environment's name prefix and "/" */
  readonly repositoryPrefix?: string;
}

/** Amazon ECR API Reference, ReplicationRule (read 2026-11-24). */
const MAX_DESTINATIONS = 25;

/**
 * Copies each image that is pushed to other regions and accounts, for functions there: the same digest everywhere. AWS keeps one such
 * setting for each account and region, so an account has one of these in a region.
 *
 * ECR copies images alone, not settings: make the `Repository` of the same name at the destination first, so that it has immutable tags and
 * lets Lambda pull. Another account also has to accept copies (`aws_ecr_registry_policy`, action `ecr:ReplicateImage`).
 */
export class RegistryReplication extends Construct {
  /** @throws Error when there is no destination, too many, or one that is where the images are already. */
  constructor(scope: Construct, id: string, props: RegistryReplicationProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const { destinations } = props;
    if (destinations.length === 0 || destinations.length > MAX_DESTINATIONS) {
      throw new Error(
        `[${this.node.path}] ECR replicates to 1 to ${MAX_DESTINATIONS} destinations; got ${destinations.length}.`,
      );
    }
    for (const { account = environment.account, region } of destinations) {
      if (account === environment.account && region === environment.region) {
        throw new Error(`[${this.node.path}] The images are in ${region} of ${account} already.`);
      }
    }
    new EcrReplicationConfiguration(this, "Resource", {
      replicationConfiguration: {
        rule: [
          {
            destination: destinations.map(({ account = environment.account, region }) => ({
              region,
              registryId: account,
            })),
            repositoryFilter: [
              {
                filterType: "PREFIX_MATCH",
                filter: props.repositoryPrefix ?? `${environment.namePrefix}/`,
              },
            ],
          },
        ],
      },
    });
  }
}
