import type { HttpMethod } from "../http-method";

/** A method of a route of API Gateway: `HttpMethod.GET`, or `HttpMethod.ANY` for all. */
export type ApiMethod = Exclude<HttpMethod, "*">;

/** The part of an ARN of `execute-api` after the stage: `GET/orders/*` for `GET /orders/{id}`. */
export function methodInArn(method: ApiMethod, path: string): string {
  return `${method === "ANY" ? "*" : method}${path.replace(/\{[^}]*\}/g, "*")}`;
}

/** Describes a path that API Gateway would refuse. Empty when there is nothing. */
export function pathProblems(path: string): string[] {
  return [
    ...(path.startsWith("/") ? [] : [`a path starts with "/"; got ${JSON.stringify(path)}`]),
    ...(path.length > 1 && path.endsWith("/")
      ? [`a path doesn't end with "/"; got ${JSON.stringify(path)}`]
      : []),
    ...(/\{[^}]*\+\}.*\//.test(path) ? [`{…+} must be the end of a path; got ${JSON.stringify(path)}`] : []),
  ];
}

/** A path as a part of a construct's id, where `/` is not allowed. */
export function pathInId(path: string): string {
  return path === "/" ? "root" : path.slice(1).replaceAll("/", ".");
}
