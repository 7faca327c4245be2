import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../../cli/process/is-alive";
import type { DaemonOptions, DaemonRecord } from "../../../cli/terraform/provider-daemon";

const ADDRESS = "registry.terraform.io/hashicorp/fake";

/** Starts as a provider does with -debug. Its own idea of its address may be another. */
const PROVIDER = `#!${process.execPath}
const { writeFileSync } = require("node:fs");
const socket = __filename + ".socket";
writeFileSync(__filename + ".pid", String(process.pid));
require("node:http2").createServer().listen(socket, () => {
  const address = { "other.example/fake": { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: { Network: "unix", String: socket } } };
  console.log("Provider started.\\n\\n\\tTF_REATTACH_PROVIDERS='" + JSON.stringify(address) + "'\\n");
});
`;

let folder: string;
let owner: ChildProcess;
let daemon: ChildProcess;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "daemon-"));
  writeFileSync(path.join(folder, "provider"), PROVIDER, { mode: 0o755 });
  owner = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
});

afterEach(async () => {
  owner.kill("SIGKILL");
  daemon.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const recordFile = () => path.join(folder, "record.json");

async function start(): Promise<{ readonly record: DaemonRecord; readonly provider: number }> {
  startDaemon();
  await until(() => existsSync(recordFile()));
  const record = JSON.parse(readFileSync(recordFile(), "utf8")) as DaemonRecord;
  return { record, provider: Number(readFileSync(path.join(folder, "provider.pid"), "utf8")) };
}

function startDaemon(): void {
  const options: DaemonOptions = {
    record: recordFile(),
    key: "the key",
    stackFolder: folder,
    programs: [{ address: ADDRESS, program: path.join(folder, "provider") }],
    owner: owner.pid as number,
  };
  const file = path.resolve("cli/terraform/provider-daemon.ts");
  daemon = spawn(process.execPath, ["--require", "tsx/cjs", file, JSON.stringify(options)], {
    stdio: "ignore",
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 50) {
    if (waited > 20_000) throw new Error("It doesn't happen.");
    await sleep(50);
  }
}

test("its record leads to a socket that only its owner can use, by the address of the lock", async () => {
  const { record } = await start();
  expect(record).toMatchObject({ pid: daemon.pid, key: "the key" });
  const { [ADDRESS]: attachment } = JSON.parse(record.reattach);
  expect(attachment).toMatchObject({ Protocol: "grpc", ProtocolVersion: 5, Pid: daemon.pid, Test: true });
  expect(statSync(path.dirname(attachment.Addr.String)).mode & 0o077).toBe(0);
  expect(statSync(recordFile()).mode & 0o077).toBe(0);
});

test.each([
  ["its record is removed", () => rmSync(recordFile())],
  ["another daemon has replaced it", () => writeFileSync(recordFile(), '{"pid":1}')],
  ["its owner ends", () => owner.kill("SIGKILL")],
  [
    "its provider ends",
    () => process.kill(Number(readFileSync(path.join(folder, "provider.pid"), "utf8")), "SIGKILL"),
  ],
])("it ends with its providers when %s", async (_, happen) => {
  const { record, provider } = await start();
  const { [ADDRESS]: attachment } = JSON.parse(record.reattach);
  expect(isAlive(provider)).toBe(true);
  happen();
  await until(() => !isAlive(record.pid) && !isAlive(provider));
  expect(existsSync(path.dirname(attachment.Addr.String))).toBe(false);
});

test("it doesn't end while Terraform is connected, whether it calls the provider or not", async () => {
  const { record, provider } = await start();
  const { [ADDRESS]: attachment } = JSON.parse(record.reattach);
  const terraform = connect("http://localhost", {
    createConnection: () => connectSocket(attachment.Addr.String),
  });
  terraform.on("error", () => undefined);
  await once(terraform, "connect");
  rmSync(recordFile());
  await sleep(1_500);
  expect([isAlive(record.pid), isAlive(provider)]).toEqual([true, true]);
  terraform.close();
  await until(() => !isAlive(record.pid) && !isAlive(provider));
});

test("its providers end when it is killed", async () => {
  const { provider } = await start();
  daemon.kill("SIGKILL");
  await until(() => !isAlive(provider));
});

test("it ends without a record when a provider doesn't start", async () => {
  writeFileSync(path.join(folder, "provider"), `#!${process.execPath}\nprocess.exit(1)\n`, { mode: 0o755 });
  startDaemon();
  await until(() => daemon.exitCode !== null);
  expect(existsSync(recordFile())).toBe(false);
});
