/** What the page shows. It is in the address behind `#`, so that the browser's buttons work. */
export interface Route {
  /** @default - the first function */
  readonly functionName?: string;
  readonly view: View;
}

export type View = "invoke" | "log" | "permissions" | "changes";

export const FUNCTION_VIEWS = [
  ["invoke", "Invoke"],
  ["log", "Log"],
  ["permissions", "Permissions"],
] as const satisfies readonly (readonly [View, string])[];

/** `#/changes`, `#/hello-dev-python/log` */
export function readRoute(hash: string): Route {
  const [first, second] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (first === "changes" && second === undefined) return { view: "changes" };
  const view = FUNCTION_VIEWS.find(([name]) => name === second)?.[0] ?? "invoke";
  return { view, ...(first !== undefined && first !== "" && { functionName: first }) };
}

export function address({ functionName, view }: Route): string {
  return functionName === undefined ? `#/${view}` : `#/${encodeURIComponent(functionName)}/${view}`;
}
