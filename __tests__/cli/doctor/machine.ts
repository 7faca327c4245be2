import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A new folder for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "doctor-"));
}

/** A docker folder (`DOCKER_CONFIG`) with a configuration and contexts. */
export function dockerFolder(config?: unknown, contexts: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  if (config !== undefined) {
    writeFileSync(
      path.join(folder, "config.json"),
      typeof config === "string" ? config : JSON.stringify(config),
    );
  }
  for (const [name, host] of Object.entries(contexts)) {
    const meta = path.join(folder, "contexts", "meta", createHash("sha256").update(name).digest("hex"));
    mkdirSync(meta, { recursive: true });
    writeFileSync(
      path.join(meta, "meta.json"),
      JSON.stringify({
        Name: name,
        Metadata: {},
        Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
      }),
    );
  }
  return folder;
}

/** A folder for the PATH with programs, each a shell script. */
export function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

const servers: Server[] = [];

/** A server on a socket in a new folder. @returns the socket */
export async function socketServer(answer: RequestListener): Promise<string> {
  const socket = path.join(temporaryFolder(), "docker.sock");
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return socket;
}

/** A server on a port of this machine. @returns its address, for example `http://127.0.0.1:4711` */
export async function portServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Closes the servers that tests have started so far. */
export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Answers as a Docker engine does. */
export function engine(info: Readonly<Record<string, unknown>> = {}): RequestListener {
  return (request, response) => {
    if (request.url === "/_ping") {
      response.end("OK");
    } else {
      response.end(
        JSON.stringify({ ServerVersion: "29.0.1", OSType: "linux", Architecture: "x86_64", ...info }),
      );
    }
  };
}
