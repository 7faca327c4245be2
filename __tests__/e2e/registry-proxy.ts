import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy of the local AWS that can replace the registry's answers to requests for an image. */
export class RegistryProxy {
  private readonly server: Server;
  private answers: readonly number[] = [];
  private asked = 0;

  private constructor(port: number) {
    this.server = createServer((incoming, outgoing) => {
      const { method = "GET", url = "/", headers } = incoming;
      const trouble = /^\/v2\/.+\/manifests\//.test(url) && /^(GET|HEAD)$/.test(method) ? this.next() : 200;
      if (trouble !== 200) {
        outgoing.writeHead(trouble).end();
        return;
      }
      const forwarded = request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.on("error", () => outgoing.destroy());
      incoming.pipe(forwarded);
    });
  }

  /** @param port the port of the local AWS */
  static async before(port: number): Promise<RegistryProxy> {
    const proxy = new RegistryProxy(port);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Sets the next answers of the registry. The last one repeats. 200 is the registry's own answer. */
  answer(...statuses: readonly number[]): void {
    this.answers = statuses;
    this.asked = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private next(): number {
    return this.answers[Math.min(this.asked++, this.answers.length - 1)] ?? 200;
  }
}
