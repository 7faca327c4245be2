import { awsRequest, type LocalAws } from "./aws-request";

/**
 * The image of a function on the local AWS, as `<registry>/<repository>@<digest>`.
 * @returns undefined when there is no such function
 */
export async function functionImage(functionName: string, aws: LocalAws): Promise<string | undefined> {
  const response = await awsRequest(
    aws,
    "lambda",
    `/2015-03-31/functions/${encodeURIComponent(functionName)}`,
    {},
  );
  const { Code } = (await response.json()) as { readonly Code?: { readonly ImageUri?: string } };
  return response.ok ? Code?.ImageUri : undefined;
}
