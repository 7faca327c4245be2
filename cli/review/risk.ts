import type { Text } from "./text";

/**
 * `high`: data is lost, something is public, or the plan can't be trusted. `medium`: should be checked. `note`: for
 * information.
 */
export type Severity = "high" | "medium" | "note";

/** A part of a plan that a reviewer should check. */
export interface Risk {
  /** A stable name, listed in docs/review.md. */
  readonly code: RiskCode;
  readonly severity: Severity;
  /** The resource. @default - the plan as a whole */
  readonly address?: string;
  /** What happens in this plan. */
  readonly what: Text;
}

interface Rule {
  /** Its title on a page. */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
}

/** All risks that are checked for. Risks of one severity are in this order on the page. */
export const RISKS = {
  "plan-errored": {
    title: "The plan failed",
    why: "It is not complete and can't be applied. Resources that it doesn't show may change too.",
  },
  "data-destroyed": {
    title: "Data is destroyed",
    why: "Terraform can create the resource again, but not its content.",
  },
  "url-public": {
    title: "Public function URL",
    why: "Anyone on the internet can invoke the function without credentials. The account pays for each invocation.",
  },
  "permission-public": {
    title: "Anyone may invoke the function",
    why: "With a permission for everyone, any AWS account can invoke it.",
  },
  "iam-widened": {
    title: "IAM policy allows more",
    why: "Everyone who has the role can do more than before, including the code of its functions.",
  },
  "trust-widened": {
    title: "More principals may assume the role",
    why: "Anyone who can assume a role has all its permissions.",
  },
  "resource-policy-widened": {
    title: "Resource policy allows more",
    why: "A resource's own policy can give access to other accounts and to the public.",
  },
  "public-access-unblocked": {
    title: "Block of public access is removed",
    why: "One policy or ACL is then enough to make objects of the bucket public.",
  },
  "concurrency-zero": {
    title: "Function is switched off",
    why: "Without concurrency, every invocation is throttled.",
  },
  "command-run": {
    title: "A command runs on the machine that deploys",
    why: "It has the permissions of the user who deploys. Terraform's plan doesn't show what it does, so read it in the stack.",
  },
  "external-program": {
    title: "A data source runs a program",
    why: "It runs on the machines that plan and deploy, with the permissions of the user there. Read it in the stack.",
  },
  "provider-new": {
    title: "Another provider is used",
    why: "A provider is a program that runs on the machines that plan and deploy, with their credentials.",
  },
  "module-new": {
    title: "A module from elsewhere is used",
    why: "Other people write what it creates and runs. A later version of it can do something else.",
  },
  "action-invoked": {
    title: "Terraform invokes an action",
    why: "It runs during the apply, in addition to the changes of resources.",
  },
  "function-replaced": {
    title: "Function is replaced",
    why: "It doesn't exist for a while. Its versions, its aliases and everything attached to it by hand are lost.",
  },
  "function-destroyed": {
    title: "Function is destroyed",
    why: "Callers that still invoke it get an error.",
  },
  "image-deleted": {
    title: "Image is deleted from its repository",
    why: "Lambda pulls an image again after weeks without an invocation. An older version or a rollback may need it.",
  },
  "image-gone": {
    title: "Image is missing from its repository",
    why:
      "The docker provider treats any error of the registry as a missing image. If nobody deleted it, check the registry and " +
      "the credentials of the plan.",
  },
  "image-pushed-unchanged": {
    title: "Image is pushed although no file changed",
    why: "The new image can differ from the previous one, since the base image and packages may be newer.",
  },
  "image-new": {
    title: "Image is new to Terraform",
    why:
      "Its function is not new. This is expected if the code was elsewhere before, or the construct id or the builder changed. " +
      "Otherwise it was lost from the state.",
  },
  "permission-changed": {
    title: "Permission to invoke changes",
    why: "Callers may lose access, or new callers may get it.",
  },
  "permission-unrestricted": {
    title: "Permission without a source",
    why: "The service may invoke the function on behalf of any account. Set source_arn or source_account.",
  },
  "trust-changed": {
    title: "Trust of a role changes",
    why: "Principals that could assume the role may no longer be able to.",
  },
  "policy-unknown": {
    title: "Policy is known only after the apply",
    why: "It refers to something that is created or changed in the same apply, so it can't be compared here.",
  },
  "policy-new": {
    title: "Policy of a new role",
    why: "This is what the role may do. No role that exists gets more.",
  },
  "policy-by-reference": {
    title: "Policy refers to resources of the same apply",
    why: "Terraform's own plan only shows that it is known after the apply. These statements come from the configuration.",
  },
  "policy-hidden": {
    title: "Policy can't be compared",
    why: "It is marked as sensitive, or isn't JSON.",
  },
  "permissions-boundary-removed": {
    title: "Permissions boundary is removed",
    why: "Nothing limits the permissions of the role's policies any more.",
  },
  "tags-mutable": {
    title: "Image tags can be overwritten",
    why: "A tag then no longer identifies one image. Anyone with permission to push can move it to another image.",
  },
  "encryption-lowered": {
    title: "Encryption is weakened",
    why: "Your own key controls who can read. Without it, access to the resource is enough.",
  },
  "retention-lowered": {
    title: "Logs are kept for less time",
    why: "CloudWatch deletes older logs soon after the apply.",
  },
  "protection-lowered": {
    title: "Protection is switched off",
    why: "It prevented the loss of data by mistake.",
  },
  "drift-reverted": {
    title: "Changed outside Terraform",
    why: "Someone or something changed it. This plan changes it back.",
  },
  "drift-deleted": {
    title: "Deleted outside Terraform",
    why: "Someone or something deleted it. This plan creates it again, without its content.",
  },
  "drift-recorded": {
    title: "Changed outside Terraform, and kept",
    why: "This plan only refreshes. The change becomes part of Terraform's state.",
  },
  "output-removed": {
    title: "Output is removed",
    why: "Another stack or a script may read it.",
  },
  "check-failed": {
    title: "Check failed",
    why: "A condition in the configuration is not met.",
  },
  "plan-incomplete": {
    title: "The plan is not complete",
    why: "It was limited with -target, or changes were deferred. More changes are left after this apply.",
  },
  deposed: {
    title: "Left over from a failed replacement",
    why: "An earlier apply created the new resource but could not destroy the old one. It is destroyed now.",
  },
  "provider-settings": {
    title: "Settings of a provider",
    why: "They determine where it sends requests, and with which identity. A plan doesn't contain the former settings, but the diff of the stack does.",
  },
  forgotten: {
    title: "No longer managed by Terraform",
    why: "It continues to exist. Terraform will no longer change or delete it.",
  },
  imported: {
    title: "Taken over by Terraform",
    why: "It exists already. From now on this configuration determines its settings.",
  },
  moved: {
    title: "Has a new address",
    why: "Only Terraform's name of it changes.",
  },
} as const satisfies Record<string, Rule>;

export type RiskCode = keyof typeof RISKS;
