import { attribute } from "../attribute";
import { changedAttributes } from "../changed-attributes";
import { functionOf } from "../functions";
import type { Risk } from "../risk";
import { nameOf, type Resource, type Stack, sidesOf } from "../stack";
import { listOf, text } from "../text";
import { becauseOf } from "./data";

/** Functions that are destroyed, replaced or switched off. */
export function functionRisks(stack: Stack): Risk[] {
  return stack.ofType("aws_lambda_function").flatMap((fn): Risk[] => {
    const { address, action } = fn;
    if (action === "delete") {
      return [
        {
          code: "function-destroyed",
          severity: "medium",
          address,
          what: text`${nameOf(fn)} is destroyed${becauseOf(fn)}.`,
        },
      ];
    }
    const replaced: Risk = {
      code: "function-replaced",
      severity: "high",
      address,
      what: text`${nameOf(fn)} is replaced${becauseOf(fn)}.`,
    };
    const { before, after } = sidesOf(fn, "reserved_concurrent_executions");
    const isZero = after.state === "known" && after.value === 0;
    const wasZero = before.state === "known" && before.value === 0;
    const off: Risk = {
      code: "concurrency-zero",
      severity: "high",
      address,
      what: text`${nameOf(fn)} gets ${"reserved_concurrent_executions"} 0.`,
    };
    return [...(action === "replace" ? [replaced] : []), ...(isZero && !wasZero ? [off] : [])];
  });
}

/** Function URLs without authorization, and permissions to invoke. */
export function callerRisks(stack: Stack): Risk[] {
  return [
    ...stack.ofType("aws_lambda_function_url").flatMap((url) => urlRisks(stack, url)),
    ...stack.ofType("aws_lambda_permission").flatMap((permission) => permissionRisks(stack, permission)),
  ];
}

function urlRisks(stack: Stack, url: Resource): Risk[] {
  const { before, after } = sidesOf(url, "authorization_type");
  const isPublic = after.state === "known" && after.value === "NONE";
  const wasPublic = before.state === "known" && before.value === "NONE" && url.action !== "replace";
  if (!isPublic || wasPublic || !comes(url)) {
    return [];
  }
  const what = text`The URL of ${calledName(stack, url)} requires no credentials (${"authorization_type"} NONE).`;
  return [{ code: "url-public", severity: "high", address: url.address, what }];
}

function permissionRisks(stack: Stack, permission: Resource): Risk[] {
  const { address, action } = permission;
  if (action === "delete") {
    const what = text`${principalOf(permission)} may no longer invoke ${calledName(stack, permission)}.`;
    return [{ code: "permission-changed", severity: "medium", address, what }];
  }
  if (!comes(permission)) {
    return [];
  }
  const name = calledName(stack, permission);
  const principal = principalOf(permission);
  const limits = LIMITS.filter((limit) => isSet(permission, limit));
  const { after: urlType } = sidesOf(permission, "function_url_auth_type");
  if (principal === "*" && urlType.state === "known" && urlType.value === "NONE") {
    const what = text`Principal ${"*"} may invoke the URL of ${name}.`;
    return [{ code: "url-public", severity: "high", address, what }];
  }
  if (principal === "*" && limits.length === 0) {
    const what = text`Principal ${"*"} may invoke ${name} (${actionOf(permission)}), without a condition.`;
    return [{ code: "permission-public", severity: "high", address, what }];
  }
  if (action !== "create") {
    const what = text`Permission of ${principal} to invoke ${name}: ${listOf(changedAttributes(permission))} changes.`;
    return [{ code: "permission-changed", severity: "medium", address, what }];
  }
  if (NEEDS_SOURCE.has(principal) && limits.length === 0) {
    const what = text`${principal} may invoke ${name}, from any source.`;
    return [{ code: "permission-unrestricted", severity: "medium", address, what }];
  }
  return [];
}

const LIMITS = ["source_arn", "source_account", "principal_org_id"] as const;

/** Services that invoke on behalf of any account's resource, unless the permission names the source. */
const NEEDS_SOURCE = new Set([
  "apigateway.amazonaws.com",
  "events.amazonaws.com",
  "logs.amazonaws.com",
  "s3.amazonaws.com",
  "sns.amazonaws.com",
]);

function isSet({ change }: Resource, argument: string): boolean {
  const { after } = attribute(change, [argument]);
  return after.state !== "absent" && !(after.state === "known" && after.value === "");
}

/** Whether this plan creates or changes it. */
function comes({ action }: Resource): boolean {
  return action === "create" || action === "update" || action === "replace";
}

function principalOf(permission: Resource): string {
  const { before, after } = sidesOf(permission, "principal");
  const value = after.state === "known" ? after.value : before.state === "known" ? before.value : undefined;
  return typeof value === "string" ? value : "a principal that is not known yet";
}

function actionOf(permission: Resource): string {
  const { after } = sidesOf(permission, "action");
  return after.state === "known" ? String(after.value) : "lambda:InvokeFunction";
}

function calledName(stack: Stack, resource: Resource): string {
  const fn = functionOf(stack, resource);
  return fn ? nameOf(fn) : nameOf(resource);
}
