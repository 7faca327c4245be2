import { functionsIn } from "../deployed-functions";
import type { FunctionAddress, FunctionFacts } from "./messages";
import { type Attributes, attributesOf, block, type State, text } from "./state";

/** The functions in the state of a stack, with what the page shows of them. */
export function functionFacts(state: State, stack: string, port: number): FunctionFacts[] {
  const functions = new Map(functionsIn(state).map((fn) => [fn.functionName, fn]));
  return attributesOf(state, "aws_lambda_function").flatMap((attributes) => {
    const functionName = text(attributes, "function_name");
    const known = functionName === undefined ? undefined : functions.get(functionName);
    if (functionName === undefined || known === undefined) return [];
    const [image, digest] = text(attributes, "image_uri")?.split("@") ?? [];
    const description = text(attributes, "description");
    const { variables } = block(attributes, "environment");
    return [
      {
        ...known,
        stack,
        memorySize: Number(attributes.memory_size ?? 128),
        timeout: Number(attributes.timeout ?? 3),
        architecture: String((attributes.architectures as readonly unknown[] | undefined)?.[0] ?? "x86_64"),
        role: text(attributes, "role") ?? "",
        environment: Object.keys(typeof variables === "object" && variables !== null ? variables : {}).sort(),
        modified: text(attributes, "last_modified") ?? "",
        urls: addresses(state, functionName, port),
        ...(description !== undefined && { description }),
        ...(image !== undefined && { image }),
        ...(digest !== undefined && { digest }),
      },
    ];
  });
}

/** The addresses that invoke a function, as they are reached on this machine. */
function addresses(state: State, functionName: string, port: number): FunctionAddress[] {
  const invokes = (attributes: Attributes, name: string): boolean =>
    nameIn(text(attributes, name) ?? "") === functionName;
  const own = attributesOf(state, "aws_lambda_function_url")
    .filter((url) => invokes(url, "function_name"))
    .flatMap((url) => text(url, "url_id") ?? [])
    .map((id) => ({ kind: "Function URL" as const, url: `http://localhost:${port}/_aws/lambda-url/${id}/` }));
  const http = attributesOf(state, "aws_apigatewayv2_integration")
    .filter((integration) => invokes(integration, "integration_uri"))
    .flatMap((integration) => text(integration, "api_id") ?? []);
  const rest = attributesOf(state, "aws_api_gateway_integration")
    .filter((integration) => invokes(integration, "uri"))
    .flatMap((integration) => text(integration, "rest_api_id") ?? []);
  const stages = new Map(
    attributesOf(state, "aws_api_gateway_stage").map((stage) => [
      text(stage, "rest_api_id"),
      text(stage, "stage_name"),
    ]),
  );
  const host = (id: string): string => `http://${id}.execute-api.localhost:${port}/`;
  return [
    ...own,
    ...[...new Set(http)].map((id) => ({ kind: "HTTP API" as const, url: host(id) })),
    ...[...new Set(rest)].map((id) => ({
      kind: "REST API" as const,
      url: `${host(id)}${stages.get(id) ?? ""}`,
    })),
  ];
}

/** The name in an ARN of a function, or the name itself. */
function nameIn(nameOrArn: string): string {
  return /:function:([\w-]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
