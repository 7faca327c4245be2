import { address, readRoute } from "../../../../../cli/local/ui/page/route";

test.each([
  ["", { view: "invoke" }],
  ["#/changes", { view: "changes" }],
  ["#/hello-dev-python/log", { functionName: "hello-dev-python", view: "log" }],
  ["#/hello-dev-python", { functionName: "hello-dev-python", view: "invoke" }],
  ["#/hello-dev-python/other", { functionName: "hello-dev-python", view: "invoke" }],
])("the address %p", (hash, route) => {
  expect(readRoute(hash)).toEqual(route);
});

test("each address leads back, also of a function that is called changes", () => {
  for (const route of [
    { view: "changes" } as const,
    { functionName: "changes", view: "invoke" } as const,
    { functionName: "a/b c", view: "permissions" } as const,
  ]) {
    expect(readRoute(address(route))).toEqual(route);
  }
});
