import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { rootKey } from "./root-key";
import { signedHeaders } from "./sign-request";

/** The place of the local AWS. */
export interface LocalAws {
  readonly port: number;
  /** The local AWS separates regions, as AWS does. */
  readonly region: string;
}

interface AwsRequest {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request of a service whose protocol is AWS Query: IAM and STS. @returns its answer, XML */
export async function awsQuery(
  aws: LocalAws,
  service: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const response = await awsRequest(aws, service, "/", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
  return { ok: response.ok, text: await response.text() };
}

/** A request to the local AWS, signed with the key of this checkout. */
export function awsRequest(
  aws: LocalAws,
  service: string,
  path: string,
  { method = "GET", headers = {}, body }: AwsRequest = {},
): Promise<Response> {
  const url = new URL(`http://127.0.0.1:${aws.port}${path}`);
  const request = { method, url, headers, body: body ?? "" };
  return fetch(url, {
    method,
    headers: signedHeaders(request, { region: aws.region, service }, rootKey()),
    ...(body !== undefined && { body }),
  }).catch((error: Error) => {
    throw noAnswer(aws, error.cause ?? error);
  });
}

/**
 * The same for an answer that may take longer than five minutes, after which `fetch` gives up (undici 6, `headersTimeout`). A function may run for 15
 * minutes, and a debugger may pause it for longer.
 */
export async function slowAwsRequest(
  aws: LocalAws,
  service: string,
  path: string,
  { method = "GET", headers = {}, body = "" }: AwsRequest = {},
): Promise<{ readonly status: number; readonly headers: IncomingMessage["headers"]; readonly text: string }> {
  const url = new URL(`http://127.0.0.1:${aws.port}${path}`);
  const signed = signedHeaders({ method, url, headers, body }, { region: aws.region, service }, rootKey());
  const request = httpRequest(url, {
    method,
    headers: { ...signed, "Content-Length": Buffer.byteLength(body) },
  });
  request.end(body);
  try {
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
  } catch (error) {
    throw noAnswer(aws, error);
  }
}

function noAnswer({ port }: LocalAws, error: unknown): CommandError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new CommandError(
    `The local AWS at port ${port} doesn't answer (${code ?? message}). It may have ended. Start it again: ${commandLine("local")}`,
  );
}
