import type { Text } from "./text";

/** `high`: data is lost, something is public, or the plan can't be trusted. `medium`: look at it. `note`: good to know. */
export type Severity = "high" | "medium" | "note";

/** Something in a plan that a reviewer should look at. */
export interface Risk {
  /** A stable name: the heading of its entry in docs/review.md. */
  readonly code: RiskCode;
  readonly severity: Severity;
  /** What it is about. @default - the plan as a whole */
  readonly address?: string;
  /** What happens in this plan. */
  readonly what: Text;
}

interface Rule {
  /** What it is called on a page. */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
}

/** Every risk that is looked for, the order of the page among those of one severity. */
export const RISKS = {
  "plan-errored": {
    title: "The plan failed",
    why: "It is not complete: what it doesn't show may change too. It can't be applied.",
  },
  "data-destroyed": {
    title: "Data is destroyed",
    why: "Terraform can make the resource again, not what was in it.",
  },
  "url-public": {
    title: "Public function URL",
    why: "Anybody on the internet can call the function without credentials; each call is paid for by the account.",
  },
  "permission-public": {
    title: "Anybody may call the function",
    why: "A permission for everybody lets any AWS account call it.",
  },
  "iam-widened": {
    title: "IAM policy allows more",
    why: "Whoever has the role, code in its functions included, can do more than before.",
  },
  "trust-widened": {
    title: "More may take on the role",
    why: "Who can take on a role has all that the role may do.",
  },
  "resource-policy-widened": {
    title: "Resource policy lets in more",
    why: "A resource's own policy can let in other accounts and the public.",
  },
  "public-access-unblocked": {
    title: "Block of public access is lifted",
    why: "One policy or ACL is then enough to make objects of the bucket public.",
  },
  "concurrency-zero": {
    title: "Function is switched off",
    why: "With no concurrency left, every call is throttled.",
  },
  "command-run": {
    title: "A command runs on the machine that deploys",
    why: "With the rights of whoever deploys; Terraform's plan doesn't show what it does. Read it in the stack.",
  },
  "external-program": {
    title: "A data source runs a program",
    why: "On the machine that plans and on the one that deploys, with the rights of whoever does. Read it in the stack.",
  },
  "provider-new": {
    title: "Another provider is used",
    why: "It is a program that runs on the machine that plans and on the one that deploys, with their credentials.",
  },
  "module-new": {
    title: "A module from elsewhere is used",
    why: "What it makes and runs is written by others; a later version of it can be something else.",
  },
  "action-invoked": {
    title: "Terraform invokes an action",
    why: "It is done during the apply, besides the changes of resources.",
  },
  "function-replaced": {
    title: "Function is replaced",
    why: "It is missing for a while; its versions, its aliases and what others attached to it by hand are gone.",
  },
  "function-destroyed": {
    title: "Function is destroyed",
    why: "Whoever still calls it gets an error.",
  },
  "image-deleted": {
    title: "Image is deleted from its repository",
    why: "Lambda pulls an image again after weeks without a call; an older version or a rollback may need it.",
  },
  "image-gone": {
    title: "Image is gone from its repository",
    why:
      "The docker provider takes any error of the registry for a missing image: if nobody deleted it, look at the registry and " +
      "at the credentials of the plan.",
  },
  "image-pushed-unchanged": {
    title: "Image is pushed although no file changed",
    why: "What is built now can differ from what ran before: base image and packages may be newer.",
  },
  "image-new": {
    title: "Image is new to Terraform",
    why:
      "Its function is not. So it is when the code was elsewhere before, or the construct id or the builder changed; otherwise " +
      "the state has lost it.",
  },
  "permission-changed": {
    title: "Permission to call changes",
    why: "Callers may lose access, or others may get it.",
  },
  "permission-unrestricted": {
    title: "Permission without a source",
    why: "The service may call the function on behalf of any account: set source_arn or source_account.",
  },
  "trust-changed": {
    title: "Trust of a role changes",
    why: "Who could take on the role may no longer be able to.",
  },
  "policy-unknown": {
    title: "Policy is known only at the apply",
    why: "It refers to something that is made or changed in the same apply, so it can't be compared here.",
  },
  "policy-by-reference": {
    title: "Policy refers to what is made in the same apply",
    why: "Terraform's own plan says no more of it than that it is known after the apply; this is what its configuration says.",
  },
  "policy-hidden": {
    title: "Policy can't be compared",
    why: "It is marked as sensitive, or isn't JSON.",
  },
  "permissions-boundary-removed": {
    title: "Permissions boundary is removed",
    why: "Nothing limits any more what the role's policies can allow.",
  },
  "tags-mutable": {
    title: "Image tags can be overwritten",
    why: "A tag then no longer says which image it is; whoever may push can change what a tag means.",
  },
  "encryption-lowered": {
    title: "Encryption is lowered",
    why: "A key of your own controls who can read; without it, access to the resource is enough.",
  },
  "retention-lowered": {
    title: "Logs are kept for less time",
    why: "CloudWatch deletes what is older, soon after the apply.",
  },
  "protection-lowered": {
    title: "Protection is switched off",
    why: "It kept from losing data by mistake.",
  },
  "drift-reverted": {
    title: "Changed outside Terraform",
    why: "Somebody or something changed it; this plan changes it back.",
  },
  "drift-deleted": {
    title: "Deleted outside Terraform",
    why: "Somebody or something deleted it; this plan makes it again, without what was in it.",
  },
  "drift-recorded": {
    title: "Changed outside Terraform, and kept",
    why: "This plan only refreshes: the change becomes part of Terraform's state.",
  },
  "output-removed": {
    title: "Output is removed",
    why: "Another stack or a script may read it.",
  },
  "check-failed": {
    title: "Check failed",
    why: "A condition that the configuration itself states doesn't hold.",
  },
  "plan-incomplete": {
    title: "The plan is not complete",
    why: "It was limited with -target, or changes were put off: more is left to do after this apply.",
  },
  deposed: {
    title: "Left over from a failed replacement",
    why: "An earlier apply made the new one and could not destroy the old one; it is destroyed now.",
  },
  "provider-settings": {
    title: "Settings of a provider",
    why: "They decide where it sends requests, and as whom. A plan doesn't tell what they were before; the diff of the stack does.",
  },
  forgotten: {
    title: "No longer managed by Terraform",
    why: "It stays where it is; nothing here will change or delete it any more.",
  },
  imported: {
    title: "Taken over by Terraform",
    why: "It exists already; from now on this configuration says what it is.",
  },
  moved: {
    title: "Has a new address",
    why: "Only Terraform's name of it changes.",
  },
} as const satisfies Record<string, Rule>;

export type RiskCode = keyof typeof RISKS;
