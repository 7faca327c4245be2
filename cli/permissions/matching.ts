import { covers } from "../review/policy/covers";
import { NOT } from "../review/policy/statement";

/** Whether an action matches the pattern of one, or a `NotAction`. Case doesn't matter there. */
export function matchesAction(pattern: string, action: string): boolean {
  return matches(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether an ARN matches the pattern of one, or a `NotResource`. A policy variable, as `${aws:userid}`, can be anything. */
export function matchesResource(pattern: string, arn: string): boolean {
  return matches(withoutVariables(pattern), arn);
}

function matches(pattern: string, text: string): boolean {
  return pattern.startsWith(NOT)
    ? !pattern
        .slice(NOT.length)
        .split(", ")
        .some((one) => covers(one, text))
    : covers(pattern, text);
}

function withoutVariables(pattern: string): string {
  return pattern.replace(/\$\{[^}]*\}/g, "*");
}

/** Whether a pattern of resources has to do with one: the bucket of its objects, the alias of a function, the streams of a log group. */
export function belongsTo(pattern: string, arn: string): boolean {
  const plain = withoutVariables(pattern);
  return (
    matchesResource(pattern, arn) ||
    covers(arn, plain) ||
    `${plain}:*` === arn ||
    plain.startsWith(`${arn}/`) ||
    plain.startsWith(`${arn}:`)
  );
}

/** Whether a pattern of actions allows more than one action. */
export function isManyActions(pattern: string): boolean {
  return pattern.startsWith(NOT) || /[*?]/.test(pattern);
}

/** Services whose ARNs have the name alone, without a kind of resource before it. */
const WITHOUT_KIND = ["codepipeline", "execute-api", "s3", "sns", "sqs"];

/** Whether a pattern leaves the name of the resource open, as `*`, `arn:aws:s3:::*` and `arn:aws:dynamodb:*:*:table/*` do. */
export function isAnyResource(pattern: string): boolean {
  if (pattern === "*" || pattern.startsWith(NOT)) return true;
  const [, , service = "", , , ...rest] = pattern.split(":");
  if (rest.length === 0) return pattern.includes("*");
  const resource = rest.join(":");
  const name = WITHOUT_KIND.includes(service) ? resource : resource.replace(/^\/?[\w-]+[/:]/, "");
  return /^\?*\*[*?]*(?:[/:]|$)/.test(name);
}

/** A bucket, table, stream, function or log group, whose parts have longer ARNs. */
const OWNER =
  /^arn:[^:]*:(?:s3:::[^/]+|(?:dynamodb|kinesis):[^:]*:[^:]*:\w+\/[^/]+|(?:lambda|logs):[^:]*:[^:]*:[\w-]+:[^:]+)/;

/** What a pattern of resources is about: the bucket of its objects, the table of its indexes. */
export function ownerOf(pattern: string): string {
  return OWNER.exec(pattern)?.[0] ?? pattern.replace(/[/:]\*$/, "");
}
