import { computed, signal } from "@preact/signals";
import type { Answer, FunctionFacts, InvocationLog, Overview, StreamMessage } from "../messages";
import { Refused, receive, takeToken } from "./client";
import { type Route, readRoute } from "./route";

export type Connection = "connecting" | "open" | "lost" | "refused";

const RECONNECT_MILLISECONDS = 2_000;
const KEPT_INVOCATIONS = 100;

export const connection = signal<Connection>("connecting");
export const overview = signal<Overview | undefined>(undefined);
export const route = signal<Route>({ view: "invoke" });
/** The logs of the functions, the newest invocation first. */
export const logs = signal<Readonly<Record<string, readonly InvocationLog[]>>>({});
/** Counts what functions asked AWS for, so that permissions are read again. */
export const callCount = signal(0);
/** The last answer of each function, so that it stays while another view is open. */
export const answers = signal<Readonly<Record<string, Answer>>>({});

/** The function that the page shows: that of the address, else the first. */
export const shownFunction = computed<FunctionFacts | undefined>(() => {
  const functions = overview.value?.functions ?? [];
  return functions.find(({ functionName }) => functionName === route.value.functionName) ?? functions[0];
});

/** Starts to follow the server, and the address. */
export function start(): void {
  const token = takeToken();
  const follow = () => {
    route.value = readRoute(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
  if (token === undefined) connection.value = "refused";
  else void followServer();
}

async function followServer(): Promise<void> {
  for (;;) {
    // A page that nobody sees asks for nothing.
    await untilVisible();
    const abort = new AbortController();
    const stop = () => document.hidden && abort.abort();
    document.addEventListener("visibilitychange", stop);
    try {
      await receive(take, abort.signal);
      connection.value = "lost";
    } catch (error) {
      if (error instanceof Refused) {
        connection.value = "refused";
        return;
      }
      if (!abort.signal.aborted) connection.value = "lost";
    } finally {
      document.removeEventListener("visibilitychange", stop);
    }
    if (!abort.signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MILLISECONDS));
  }
}

function untilVisible(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    look();
  });
}

function take(message: StreamMessage): void {
  connection.value = "open";
  switch (message.type) {
    case "overview":
      overview.value = message.overview;
      break;
    case "log":
      logs.value = {
        ...logs.value,
        [message.functionName]: withNew(logs.value[message.functionName] ?? [], message.invocations),
      };
      break;
    case "calls":
      callCount.value++;
      break;
  }
}

function withNew(known: readonly InvocationLog[], fresh: readonly InvocationLog[]): readonly InvocationLog[] {
  const streams = new Set(known.map(({ stream }) => stream));
  const added = fresh.filter(({ stream }) => !streams.has(stream));
  return [...added.reverse(), ...known].slice(0, KEPT_INVOCATIONS);
}
