import type { StreamMessage } from "../messages";

/** The server refuses the token: another run of the command has another one. */
export class Refused extends Error {}

const KEY = "token";

/** The token is in the address only when the page is opened. Then the tab keeps it, so that a reload works. */
export function takeToken(): string | undefined {
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (token !== undefined) {
    sessionStorage.setItem(KEY, token);
    history.replaceState(undefined, "", location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? undefined;
}

/** @throws Error with the server's words when it can't */
export async function ask<T>(path: string, body?: object): Promise<T> {
  const response = await request(path, body);
  const answer = (await response.json()) as T & { readonly error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}

/** Receives the messages of the server, until it ends. */
export async function receive(take: (message: StreamMessage) => void, signal: AbortSignal): Promise<void> {
  const response = await request("/api/stream", undefined, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let begun = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (begun + value).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) take(JSON.parse(line) as StreamMessage);
  }
}

async function request(path: string, body?: object, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      Authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ""}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (response.status === 401) throw new Refused();
  return response;
}
