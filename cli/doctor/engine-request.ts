import { request } from "node:http";
import { PATIENCE } from "../process/probe";

/** An engine's answer, or the system's error if there was none. */
export type EngineReply =
  | { readonly status: number; readonly body: string }
  | { readonly status: undefined; readonly complaint: string };

/** The address of a host in docker's notation, for Node.js. */
type Address = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/**
 * The address at which an engine can be reached without the docker command: a socket, a named pipe, or plain TCP.
 * @returns undefined for hosts that need more (ssh, certificates)
 */
export function plainAddress(host: string): Address | undefined {
  const [, scheme, rest = ""] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  switch (scheme) {
    case "unix":
      return { socketPath: rest };
    case "npipe":
      return { socketPath: rest.replaceAll("/", "\\") };
    case "tcp":
    case "http": {
      const [, name, port = "2375"] = /^(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(rest) ?? [];
      return name === undefined ? undefined : { host: name.replace(/^\[|\]$/g, ""), port: Number(port) };
    }
    default:
      return undefined;
  }
}

/** Sends a `GET` request to the engine's API. */
export function askEngine(address: Address, path: string): Promise<EngineReply> {
  return new Promise((resolve) => {
    const asked = request({ ...address, path, headers: { Host: "docker" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", fail);
    });
    const timer = setTimeout(() => asked.destroy(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
    asked.on("error", fail).on("close", () => clearTimeout(timer));
    asked.end();

    function fail(error: Error): void {
      // If all addresses of one name fail, the error has no message.
      resolve({
        status: undefined,
        complaint: error.message || String((error as NodeJS.ErrnoException).code),
      });
    }
  });
}
