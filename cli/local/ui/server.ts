import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errorText } from "../../command";
import { type Api, answerApi } from "./api";
import { API, refusal } from "./request-guard";
import { SECURITY_HEADERS, staticFile } from "./static-files";

/** Beside the usual port of the emulator, 4566. */
const USUAL_PORT = 4580;
/** The address for the browser. Not "localhost", which may also be ::1, where another program can listen. */
const ADDRESS = "127.0.0.1";

/** The running server of the page. */
export interface UiServer {
  /** With the token behind `#`, so that it is in no request and in no log. */
  readonly url: string;
  close(): void;
}

/**
 * Serves the page on this machine, until the command ends.
 * @param folder where page.js and page.css are
 */
export async function serve(api: Api, folder?: string): Promise<UiServer> {
  const token = randomBytes(24).toString("base64url");
  const server = createServer();
  const port = await listen(server);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, { api, token, port, folder }).catch((error: unknown) => {
      if (response.headersSent) response.end();
      else sendText(response, 500, errorText(error));
    });
  });
  return {
    url: `http://${ADDRESS}:${port}/#token=${token}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { api, token, port, folder }: { api: Api; token: string; port: number; folder: string | undefined },
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const url = new URL(request.url ?? "/", `http://${ADDRESS}`);
  const { method = "", headers } = request;
  const refused = refusal({ method, path: url.pathname, headers }, { port, token });
  if (refused !== undefined) {
    sendText(response, refused.status, refused.text);
    return;
  }
  if (url.pathname.startsWith(API)) {
    await answerApi(api, url, request, response);
    return;
  }
  const file = staticFile(url.pathname, folder);
  if (file === undefined) sendText(response, 404, "There is no such page.");
  else response.writeHead(200, { "Content-Type": file.type }).end(file.content);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(text);
}

/** @returns the port: the usual one, or any if that is in use */
async function listen(server: Server): Promise<number> {
  for (const port of [USUAL_PORT, 0]) {
    try {
      server.listen(port, ADDRESS);
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (port === 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error("No port is free");
}
