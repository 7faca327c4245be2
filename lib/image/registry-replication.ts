import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";

/** A destination of copies of images. */
export interface ReplicationDestination {
  /** The 12 digits of the AWS account. @default - the stack's own */
  readonly account?: string;
  /** The AWS region, for example `eu-west-1`. */
  readonly region: string;
}

/** Settings of a RegistryReplication. */
export interface RegistryReplicationProps {
  /** Where the images are copied to, 1 to 25. */
  readonly destinations: readonly ReplicationDestination[];
  /** Repositories whose names have this prefix are copied. @default - the environment's name prefix and "/" */
  readonly repositoryPrefix?: string;
}

/** Amazon ECR API Reference, ReplicationRule (read 2026-11-24). */
const MAX_DESTINATIONS = 25;

/**
 * Copies each pushed image to other regions and accounts, for functions there. The digest is the same everywhere. AWS
 * has one such setting for each account and region, so use only one of these per account and region.
 *
 * ECR copies only images, not settings. So first create the `Repository` of the same name at the destination, with
 * immutable tags and with permission for Lambda to pull. Another account also has to accept copies
 * (`aws_ecr_registry_policy`, action `ecr:ReplicateImage`).
 */
export class RegistryReplication extends Construct {
  /** @throws Error when there is no destination, there are too many, or one is the place of the images itself. */
  constructor(scope: Construct, id: string, props: RegistryReplicationProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const { destinations } = props;
    if (destinations.length === 0 || destinations.length > MAX_DESTINATIONS) {
      throw new Error(
        `[${this.node.path}] ECR replicates to between 1 and ${MAX_DESTINATIONS} destinations; got ${destinations.length}.`,
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
