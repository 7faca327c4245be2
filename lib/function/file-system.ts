import type { DataAwsEfsAccessPoint } from "@cdktf/provider-aws/lib/data-aws-efs-access-point";
import type { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import type { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import type { FunctionPart } from "./function-part";

/** Lambda's rule: API Reference, FileSystemConfig, LocalMountPath (read 2026-11-28). */
const MOUNT_PATH = /^(?=.{1,160}$)\/mnt\/[a-zA-Z0-9-_.]+$/;

/** How a file system is mounted. */
export interface FileSystemOptions {
  /**
   * The file system's mount targets in the function's subnets. They have to exist before the function, or Lambda refuses it.
   * @default - none: they are created elsewhere, before this stack
   */
  readonly mountTargets?: readonly EfsMountTarget[];
  /** Whether the function may only read. @default false */
  readonly readOnly?: boolean;
}

/** A file system that a function mounts. The function needs `vpc` for it. */
export class FileSystem {
  /**
   * An access point of an EFS file system.
   * @param mountPath where the function sees it, below `/mnt`, for example `/mnt/models`
   * @throws Error when Lambda would refuse the path
   */
  static fromEfsAccessPoint(
    accessPoint: EfsAccessPoint | DataAwsEfsAccessPoint,
    mountPath: string,
    options: FileSystemOptions = {},
  ): FileSystem {
    if (!MOUNT_PATH.test(mountPath)) {
      throw new Error(
        `A file system can't be mounted at ${JSON.stringify(mountPath)}. Lambda needs a folder directly below /mnt, ` +
          'of letters, digits, "-", "_" and ".", for example "/mnt/models".',
      );
    }
    const { arn, fileSystemArn } = accessPoint;
    return new FileSystem({
      config: { fileSystemConfig: { arn, localMountPath: mountPath } },
      statements: [
        {
          actions: [
            "elasticfilesystem:ClientMount",
            ...(options.readOnly ? [] : ["elasticfilesystem:ClientWrite"]),
          ],
          resources: [fileSystemArn],
          conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": arn } },
        },
      ],
      dependsOn: [...(options.mountTargets ?? [])],
    });
  }

  private constructor(
    /** @internal */
    readonly part: FunctionPart,
  ) {}
}
