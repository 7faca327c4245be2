import { mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect, createServer, type Http2Server } from "node:http2";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { cachingProxy } from "../../../cli/terraform/caching-proxy";

const folder = mkdtempSync(path.join(tmpdir(), "proxy-"));
const calls: string[] = [];
const changes: number[] = [];
let stops = 0;
let provider: Http2Server;
let proxy: Http2Server;
let client: ClientHttp2Session;

interface Answer {
  readonly text: string;
  readonly status: unknown;
}

/** Answers as gRPC does: with the request as body, and the status at the end. */
beforeAll(async () => {
  provider = createServer().on("stream", (stream, headers) => {
    calls.push(String(headers[":path"]));
    if (headers[":path"] === "/tfplugin5.Provider/Missing") {
      stream.respond({ ":status": 200, "grpc-status": "12" }, { endStream: true });
      return;
    }
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const request = Buffer.concat(chunks).toString();
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.on("wantTrailers", () =>
        stream.sendTrailers({ "grpc-status": request === "wrong" ? "3" : "0" }),
      );
      stream.end(`${request} ${calls.length}${"x".repeat(request === "large" ? 20_000_000 : 0)}`);
    });
  });
  await new Promise<void>((resolve) => provider.listen(path.join(folder, "provider"), resolve));
  proxy = cachingProxy(path.join(folder, "provider"), {
    onConnection: (change) => changes.push(change),
    onStop: () => stops++,
  });
  await new Promise<void>((resolve) => proxy.listen(path.join(folder, "proxy"), resolve));
  client = connect("http://localhost", {
    createConnection: () => connectSocket(path.join(folder, "proxy")),
    maxSessionMemory: 100,
  });
});

afterAll(() => {
  client.destroy();
  proxy.close();
  provider.close();
  rmSync(folder, { recursive: true });
});

function call(method: string, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ":method": "POST", ":path": `/tfplugin5.Provider/${method}` });
    let text = "";
    let status: unknown;
    stream.on("response", (headers) => {
      status = headers["grpc-status"];
    });
    stream.on("trailers", (trailers) => {
      status = trailers["grpc-status"];
    });
    stream.setEncoding("utf8").on("data", (data) => {
      text += data;
    });
    stream.on("error", reject);
    stream.on("close", () => resolve({ text, status }));
    stream.end(request);
  });
}

test("a call that works with resources reaches the provider each time", async () => {
  const before = calls.length;
  const first = await call("ReadResource", "bucket");
  const second = await call("ReadResource", "bucket");
  expect(calls.slice(before)).toHaveLength(2);
  expect(first).toEqual({ text: `bucket ${before + 1}`, status: "0" });
  expect(second).toEqual({ text: `bucket ${before + 2}`, status: "0" });
});

test.each(["GetSchema", "PrepareProviderConfig"])("%s is answered once for each request", async (method) => {
  const before = calls.length;
  const answers = [await call(method, "a"), await call(method, "a"), await call(method, "b")];
  expect(calls.slice(before)).toHaveLength(2);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]?.text).toBe(`b ${before + 2}`);
});

test("an error is asked for again", async () => {
  const before = calls.length;
  for (const _ of [1, 2]) {
    expect(await call("PrepareProviderConfig", "wrong")).toMatchObject({ status: "3" });
  }
  expect(calls.slice(before)).toHaveLength(2);
});

test("an error without a body is passed on", async () => {
  expect(await call("Missing", "a")).toEqual({ text: "", status: "12" });
});

test("a large answer is passed on whole, also from the cache", async () => {
  for (const method of ["GetSchema", "GetSchema", "ReadResource"]) {
    expect((await call(method, "large")).text.length).toBeGreaterThan(20_000_000);
  }
});

test("it reports connections, and that Terraform stops the provider", async () => {
  await call("Stop", "");
  expect(stops).toBe(1);
  expect(changes).toEqual([1]);
  client.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(changes).toEqual([1, -1]);
});

test("without a provider a call fails", async () => {
  const orphan = cachingProxy(path.join(folder, "nothing"));
  await new Promise<void>((resolve) => orphan.listen(path.join(folder, "orphan"), resolve));
  const lost = connect("http://localhost", {
    createConnection: () => connectSocket(path.join(folder, "orphan")),
  });
  lost.on("error", () => undefined);
  const stream = lost.request({ ":method": "POST", ":path": "/tfplugin5.Provider/ReadResource" });
  await new Promise<void>((resolve) => stream.on("error", () => resolve()).on("close", () => resolve()));
  lost.destroy();
  orphan.close();
});
