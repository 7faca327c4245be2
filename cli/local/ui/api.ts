import type { IncomingMessage, ServerResponse } from "node:http";
import { errorText } from "../../command";
import { eventChoices } from "./event-choices";
import { invokeFunction } from "./invoke-function";
import type { Live } from "./live";
import type { FunctionFacts, StreamMessage, TaskName } from "./messages";
import { permissionsOf } from "./permissions-of";
import { saveEvent } from "./saved-events";
import type { Tasks } from "./tasks";

export interface Api {
  readonly live: Live;
  readonly tasks: Tasks;
}

/** AWS's limit of a synchronous invocation: 6 MB (Lambda quotas, AWS Lambda Developer Guide, read 2026-11-28), and room for its JSON. */
const LONGEST_BODY = 13 * 1_048_576;
const TASKS: readonly string[] = ["deploy", "plan"] satisfies TaskName[];

type Json = Readonly<Record<string, unknown>>;

/** Answers a request of the page, which has been checked. */
export async function answerApi(
  api: Api,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /api/stream") {
    stream(api.live, response);
    return;
  }
  try {
    const body = request.method === "POST" ? await readBody(request) : {};
    const result = await resultOf(
      route,
      api,
      url.searchParams.get("function") ?? textIn(body, "function"),
      body,
    );
    if (result === undefined) {
      sendJson(response, 404, { error: "There is no such request." });
    } else {
      sendJson(response, 200, result);
    }
  } catch (error) {
    sendJson(response, error instanceof BodyError ? error.status : 400, { error: errorText(error) });
  }
}

async function resultOf(
  route: string,
  api: Api,
  functionName: string,
  body: Json,
): Promise<object | undefined> {
  const { live, tasks } = api;
  switch (route) {
    case "GET /api/review":
      return { review: tasks.review };
    case "POST /api/task": {
      const name = textIn(body, "name");
      if (!TASKS.includes(name)) return undefined;
      return { refused: tasks.start(name as TaskName) };
    }
  }
  const { functions, emulator } = await live.functions();
  const fn = functionIn(functions, functionName);
  switch (route) {
    case "GET /api/events":
      return eventChoices(fn, live.stateOf(fn.stack));
    case "GET /api/permissions":
      return await permissionsOf(fn, functions, emulator.port);
    case "POST /api/events":
      return { file: saveEvent(fn.id, textIn(body, "name"), textIn(body, "event")) };
    case "POST /api/invoke": {
      const answer = await invokeFunction(fn, textIn(body, "event"), emulator.port);
      void live.look();
      return answer;
    }
    default:
      return undefined;
  }
}

function functionIn(functions: readonly FunctionFacts[], name: string): FunctionFacts {
  const found = functions.find(({ functionName }) => functionName === name);
  if (found === undefined) throw new BodyError(404, `There is no function "${name}" on the local AWS.`);
  return found;
}

/** A message a line, as long as the page is open. */
function stream(live: Live, response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" });
  response.flushHeaders();
  const remove = live.add((message: StreamMessage) => response.write(`${JSON.stringify(message)}\n`));
  response.on("close", remove);
}

class BodyError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.stack = message;
  }
}

async function readBody(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_BODY)
      throw new BodyError(413, "The event is longer than the 6 MB that Lambda accepts.");
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    if (typeof value === "object" && value !== null) return value as Json;
  } catch {
    // The same answer.
  }
  throw new BodyError(400, "The body isn't a JSON object.");
}

function textIn(body: Json, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response
    .writeHead(status, { "Content-Type": "application/json; charset=utf-8" })
    .end(JSON.stringify(value));
}
