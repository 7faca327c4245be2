import * as path from "node:path";
import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import * as lambda from "cdktf-lambda-images";
import { Duration, EventBridgeDestination, SqsDestination } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export interface ScanStackProps {
  readonly vpc: lambda.VpcWithNewSecurityGroup;
}

export class ScanStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment, props: ScanStackProps) {
    super(scope, id, environment);
    const { vpc } = props;

    const results = new CloudwatchEventBus(this, "Results", { name: "scan-results" });
    const errors = new SqsQueue(this, "Errors");

    const fileSystem = new EfsFileSystem(this, "Definitions", {
      encrypted: true,
      lifecyclePolicy: [{ transitionToIa: "AFTER_7_DAYS" }],
    });
    const mountTargets = vpc.subnetIds.map(
      (subnetId, index) =>
        new EfsMountTarget(this, `Mount${index}`, { fileSystemId: fileSystem.id, subnetId }),
    );
    const accessPoint = new EfsAccessPoint(this, "AccessPoint", {
      fileSystemId: fileSystem.id,
      rootDirectory: {
        creationInfo: { ownerGid: 1000, ownerUid: 1000, permissions: "755" },
        path: "/lambda",
      },
      posixUser: { gid: 1000, uid: 1000 },
    });

    new lambda.DockerImageFunction(this, "Scan", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image"), {
        extraHash: "definitions of November",
      }),
      onSuccess: new EventBridgeDestination(results),
      onFailure: new SqsDestination(errors),
      filesystem: lambda.FileSystem.fromEfsAccessPoint(accessPoint, "/mnt/lambda", { mountTargets }),
      vpc: { ...vpc, allowAllOutbound: false },
      timeout: Duration.minutes(15),
      memorySize: 10240,
      reservedConcurrentExecutions: 20,
      environment: { DEFINITIONS: "/mnt/lambda/definitions" },
    });
  }
}
