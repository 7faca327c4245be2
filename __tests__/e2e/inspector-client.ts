import { type EventEmitter, once } from "node:events";
import { ReceivedMessages } from "./received-messages";

/** The used part of the package ws, whose types are a package of their own. */
interface Socket extends EventEmitter {
  send(text: string): void;
  terminate(): void;
}

const WebSocket = require("ws") as new (url: string) => Socket;

/** An editor's side of the Chrome DevTools Protocol, which Node.js's inspector speaks. */
export class InspectorClient {
  private sequence = 0;
  // biome-ignore lint/suspicious/noExplicitAny: each message has a body of its own
  private readonly received = new ReceivedMessages<any>();

  private constructor(private readonly socket: Socket) {
    socket.on("message", (data) => {
      this.received.add(JSON.parse(String(data)));
    });
  }

  /** Attaches as editors do: they ask for the address, which contains a random id. */
  static async attach(port: number): Promise<InspectorClient> {
    const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [
      { readonly webSocketDebuggerUrl: string },
    ];
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    const client = new InspectorClient(socket);
    await once(socket, "open");
    return client;
  }

  /** Sends a command. @returns its result */
  // biome-ignore lint/suspicious/noExplicitAny: each command has a result of its own
  async send(method: string, params: unknown = {}): Promise<any> {
    const id = ++this.sequence;
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await this.received.next((message) => message.id === id);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** Waits for an event. @returns its parameters */
  // biome-ignore lint/suspicious/noExplicitAny: each event has parameters of its own
  async event(method: string, wanted: (params: any) => boolean = () => true): Promise<any> {
    return (await this.received.next((message) => message.method === method && wanted(message.params)))
      .params;
  }

  close(): void {
    this.socket.terminate();
  }
}
