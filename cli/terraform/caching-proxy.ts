import {
  connect,
  constants,
  createServer,
  type Http2Server,
  type Http2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { connect as connectSocket } from "node:net";

/**
 * Calls whose answer depends only on their content, for one provider process (Terraform's plugin protocols 5 and 6): its schemas,
 * and whether a configuration is valid. AWS's provider (5.100.0) takes seconds of processor time for them, and Terraform asks in
 * each run, for validation, plan and apply.
 */
const CACHED = new Set([
  "/tfplugin5.Provider/GetSchema",
  "/tfplugin5.Provider/PrepareProviderConfig",
  "/tfplugin6.Provider/GetProviderSchema",
  "/tfplugin6.Provider/ValidateProviderConfig",
]);

/** Terraform calls it when it is interrupted. */
const STOP = /^\/tfplugin\d\.Provider\/Stop$/;

/** The schemas of AWS's provider are 15 MB. With the usual window of 64 KB, they take a second longer. */
const SETTINGS = { initialWindowSize: 8 * 1024 * 1024 };
/** In MB. Node.js ends a connection above it. */
const MAX_MEMORY = 1_000;

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;

interface Answer {
  readonly headers: Headers;
  readonly body: Buffer;
  readonly trailers: Headers;
}

export interface ProxyOptions {
  /** Called with 1 when Terraform connects, and with -1 when it disconnects. It does both several times in a run. */
  onConnection?(change: 1 | -1): void;
  /** Called when Terraform tells the provider to stop what it does. */
  onStop?(): void;
}

/**
 * Stands between Terraform and a running provider. It passes all calls on unchanged, and answers some repeated ones itself.
 * @param socket the provider's Unix socket
 */
export function cachingProxy(socket: string, { onConnection, onStop }: ProxyOptions = {}): Http2Server {
  const answers = new Map<string, Answer>();
  const providers = new WeakMap<Http2Session, ReturnType<typeof connect>>();
  const server = createServer({ maxSessionMemory: MAX_MEMORY });
  server.on("session", (session) => {
    onConnection?.(1);
    session.once("close", () => onConnection?.(-1));
    // One connection for each of Terraform's, as if there was no proxy.
    const provider = connect("http://localhost", {
      createConnection: () => connectSocket(socket),
      maxSessionMemory: MAX_MEMORY,
      settings: SETTINGS,
    });
    providers.set(session, provider);
    provider.on("error", () => session.destroy());
    provider.on("close", () => session.destroy());
    session.on("error", () => provider.destroy());
    session.on("close", () => provider.destroy());
  });
  server.on("stream", (stream, headers) => {
    const provider = stream.session && providers.get(stream.session);
    const method = headers[":path"] ?? "";
    if (STOP.test(method)) onStop?.();
    if (provider === undefined || provider.destroyed) {
      stream.close(constants.NGHTTP2_CANCEL);
    } else if (CACHED.has(method)) {
      answerOnce(stream, headers, provider);
    } else {
      passOn(stream, headers, provider);
    }
  });
  return server;

  function answerOnce(
    stream: ServerHttp2Stream,
    headers: Headers,
    provider: ReturnType<typeof connect>,
  ): void {
    const chunks: Buffer[] = [];
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const request = Buffer.concat(chunks);
      const key = `${headers[":path"]} ${request.toString("base64")}`;
      const cached = answers.get(key);
      if (cached) {
        respond(stream, cached);
        return;
      }
      const call = provider.request({ ...headers });
      const answer = { headers: {} as Headers, trailers: {} as Headers, body: [] as Buffer[] };
      call.on("response", (received) => {
        answer.headers = received;
      });
      call.on("trailers", (received) => {
        answer.trailers = received;
      });
      call.on("data", (chunk: Buffer) => answer.body.push(chunk));
      call.on("error", () => stream.close(constants.NGHTTP2_CANCEL));
      call.on("end", () => {
        const whole = { ...answer, body: Buffer.concat(answer.body) };
        // Not an error. It can have another cause than the request.
        if (whole.trailers["grpc-status"] === "0") {
          answers.set(key, whole);
        }
        respond(stream, whole);
      });
      stream.on("aborted", () => call.close(constants.NGHTTP2_CANCEL));
      call.end(request);
    });
  }
}

function passOn(stream: ServerHttp2Stream, headers: Headers, provider: ReturnType<typeof connect>): void {
  const call = provider.request({ ...headers });
  let trailers: Headers = {};
  call.on("response", (received, flags) => {
    if (stream.destroyed) return;
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) {
      // An error of gRPC without a body.
      stream.respond(received, { endStream: true });
      return;
    }
    stream.respond(received, { waitForTrailers: true });
    call.pipe(stream);
  });
  call.on("trailers", (received) => {
    trailers = received;
  });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  call.on("error", () => stream.close(constants.NGHTTP2_CANCEL));
  call.on("close", () => {
    if (call.rstCode !== constants.NGHTTP2_NO_ERROR) stream.close(call.rstCode);
  });
  stream.on("error", () => call.close(constants.NGHTTP2_CANCEL));
  stream.on("aborted", () => call.close(constants.NGHTTP2_CANCEL));
  stream.pipe(call);
}

function respond(stream: ServerHttp2Stream, { headers, body, trailers }: Answer): void {
  if (stream.destroyed) return;
  if (Object.keys(trailers).length === 0) {
    stream.respond(headers, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.end(body);
}
