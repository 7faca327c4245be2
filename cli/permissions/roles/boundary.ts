import { nameOf } from "../policy/name-of";
import { documentOf, type PolicyDocument } from "../policy/policy-document";
import { argumentOf, type Resolving, UNKNOWN } from "./resolve";
import { describeResource, type Resource, type Stack } from "./stack";

/**
 * Services and actions by which a function could get more permissions than it has. `sts:AssumeRole` is among them, since a role of
 * the account can trust everybody in it.
 */
const NEVER = [
  "account:*",
  "iam:*",
  "organizations:*",
  "sso:*",
  "sso-directory:*",
  "sts:Assume*",
  "sts:GetFederationToken",
];

/** The name of an environment's permissions boundary. It doesn't begin with the prefix, so no policy for names by prefix covers it. */
export function boundaryName(namePrefix: string): string {
  return `boundary-${namePrefix}`;
}

/**
 * The policy that limits what the roles of a deploy may do at most: everything but to give permissions, and not the state. What
 * each function may do is still in its own policy alone.
 */
export function boundaryPolicy(stacks: readonly Stack[], partition: string): PolicyDocument {
  const buckets = stacks.flatMap(({ json }) => {
    const bucket = json.terraform?.backend?.s3?.bucket;
    return typeof bucket === "string" ? [`arn:${partition}:s3:::${bucket}`] : [];
  });
  const state = [...new Set(buckets)].flatMap((bucket) => [bucket, `${bucket}/*`]);
  return documentOf([
    { Sid: "AllButPermissions", Effect: "Allow", NotAction: NEVER, Resource: ["*"] },
    ...(state.length > 0
      ? [{ Sid: "State", Effect: "Deny", Action: ["s3:*"], Resource: state } as const]
      : []),
  ]);
}

/** The boundaries of an environment's roles, and a warning for each role that a deploy would be denied to create. */
export function boundariesOf(
  roles: readonly Resource[],
  resolving: Resolving,
  byDefault: string,
): { readonly arns: readonly string[]; readonly warnings: readonly string[] } {
  const found = roles.map((role) => ({ role, arn: argumentOf(role, "permissions_boundary", resolving) }));
  const known = found.flatMap(({ arn }) => (arn === undefined || arn.includes(UNKNOWN) ? [] : [arn]));
  const arns = known.length > 0 ? [...new Set(known)].sort() : [byDefault];
  const warnings = found
    .filter(({ arn }) => arn === undefined || arn.includes(UNKNOWN))
    .map(
      ({ role }) =>
        `${describeResource(role)} has no permissions boundary, so this policy won't allow to create it. ` +
        `In environments.ts: permissionsBoundary: ${JSON.stringify(nameOf(arns[0] ?? byDefault))}, or in its stack: ` +
        `PermissionsBoundary.of(this).apply(${JSON.stringify(arns[0])})`,
    );
  return { arns, warnings };
}
