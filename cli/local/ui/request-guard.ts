import { createHash, timingSafeEqual } from "node:crypto";

/** The parts of a request that decide whether it is answered. */
export interface GuardedRequest {
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** With names in lower case, as Node.js has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

export const API = "/api/";

/**
 * Why a request isn't answered. Undefined if it is.
 *
 * The page can invoke functions and deploy, so nobody else may ask for that: no page of another site in the same browser, no other
 * user of this machine. As in Jupyter, only who knows the token may, and the Host header has to name this machine (else a name of
 * another site that resolves to 127.0.0.1 would do: DNS rebinding). The token is sent as a header, not as a cookie, since a browser
 * sends the cookies of 127.0.0.1 to all its ports.
 */
export function refusal(
  { method, path, headers }: GuardedRequest,
  { port, token }: { readonly port: number; readonly token: string },
): Refusal | undefined {
  const host = headers.host;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return { status: 403, text: "The Host header names another machine." };
  }
  if (method !== "GET" && method !== "POST") {
    return { status: 405, text: "Only GET and POST are answered." };
  }
  const site = headers["sec-fetch-site"] ?? "none";
  const isOfAnotherSite =
    (headers.origin !== undefined && headers.origin !== `http://${host}`) ||
    (site !== "none" && site !== "same-origin");
  // A link to the page itself is harmless: the page has no secret, and no other page can have it in a frame.
  const isLink = method === "GET" && path === "/" && headers["sec-fetch-mode"] === "navigate";
  if (isOfAnotherSite && !isLink) {
    return { status: 403, text: "Requests of other sites aren't answered." };
  }
  if (!path.startsWith(API)) {
    return method === "GET" ? undefined : { status: 405, text: "Only GET is answered." };
  }
  if (!isToken(headers.authorization, token)) {
    return { status: 401, text: "The token is missing or wrong. Open the address that the command printed." };
  }
  // A form of another site can't send this type.
  if (method === "POST" && headers["content-type"] !== "application/json") {
    return { status: 415, text: "The body has to be application/json." };
  }
  return undefined;
}

function isToken(authorization: GuardedRequest["headers"][string], token: string): boolean {
  // Hashes are equally long, and comparing them takes equally long whatever is in them.
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return typeof authorization === "string" && timingSafeEqual(hash(authorization), hash(`Bearer ${token}`));
}
