import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { ManagedPolicy } from "./execution-role";

/** The resources that can have a permissions boundary. */
const TYPES: readonly string[] = ["aws_iam_role", "aws_iam_user"];

/** Those that got theirs here, so that an inner scope can give them another one. */
const applied = new WeakSet<IConstruct>();

/**
 * Limits what all roles and users of a scope may do at most, those of functions and the app's own. As in AWS CDK:
 *
 * ```ts
 * PermissionsBoundary.of(stack).apply("arn:aws:iam::123456789012:policy/boundary-shop-dev");
 * ```
 *
 * A role that names a boundary itself keeps it. Of two scopes, the inner one decides.
 */
export class PermissionsBoundary {
  /** The boundary of the roles in a scope: an app, a stack, or any construct. */
  static of(scope: IConstruct): PermissionsBoundary {
    return new PermissionsBoundary(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Gives the boundary to all roles and users of the scope that name none themselves.
   * @param boundaryPolicy the managed policy: a resource, or an ARN that is known at synth
   */
  apply(boundaryPolicy: ManagedPolicy): void {
    const arn = typeof boundaryPolicy === "string" ? boundaryPolicy : boundaryPolicy.arn;
    Aspects.of(this.scope).add({
      visit(construct) {
        if (
          !TerraformResource.isTerraformResource(construct) ||
          !TYPES.includes(construct.terraformResourceType)
        ) {
          return;
        }
        const role = construct as IamRole;
        if (role.permissionsBoundaryInput === undefined || applied.has(role)) {
          role.permissionsBoundary = arn;
          applied.add(role);
        }
      },
    });
  }
}
