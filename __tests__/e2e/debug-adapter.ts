import { connect } from "node:net";
import { ReceivedMessages } from "./received-messages";

/** A message of the Debug Adapter Protocol. */
interface Message {
  readonly type: "request" | "response" | "event";
  readonly command?: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each message has a body of its own
  readonly body?: any;
}

/** An editor's side of the Debug Adapter Protocol, as VS Code speaks it: "Content-Length" and JSON. */
export class DebugAdapterClient {
  private buffer = Buffer.alloc(0);
  private sequence = 0;
  private readonly received = new ReceivedMessages<Message>();
  private readonly socket;

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (data: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      this.read();
    });
  }

  /** Sends a request. @returns the body of its response */
  async request(command: string, args: unknown = {}): Promise<Message["body"]> {
    const seq = this.send(command, args);
    const response = await this.received.next(
      ({ type, request_seq }) => type === "response" && request_seq === seq,
    );
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body;
  }

  /** Sends a request whose response comes later. */
  send(command: string, args: unknown = {}): number {
    const seq = ++this.sequence;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return seq;
  }

  /** Waits for an event. @returns its body */
  async event(name: string): Promise<Message["body"]> {
    return (await this.received.next(({ type, event }) => type === "event" && event === name)).body;
  }

  close(): void {
    this.socket.destroy();
  }

  private read(): void {
    for (;;) {
      const end = this.buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.buffer.subarray(0, end).toString())?.[1]);
      if (end < 0 || this.buffer.length < end + 4 + length) return;
      this.received.add(JSON.parse(this.buffer.subarray(end + 4, end + 4 + length).toString()));
      this.buffer = this.buffer.subarray(end + 4 + length);
    }
  }
}
