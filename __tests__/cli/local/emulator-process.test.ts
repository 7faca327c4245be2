import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { answersInTime } from "../../../cli/local/emulator";
import { emulatorProcesses, endProcesses, pidFile } from "../../../cli/local/emulator-process";
import { isAlive } from "../../../cli/process/is-alive";

const folders: string[] = [];
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function checkout(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "checkout-")));
  folders.push(folder);
  return folder;
}

/** A process that looks like the emulator of a checkout. */
function emulatorOf(folder: string, port: number, code = ""): Promise<number> {
  const server = [
    "-m",
    "hypercorn",
    "ministack.app:app",
    "--pid",
    pidFile(folder),
    "--bind",
    `127.0.0.1:${port}`,
  ];
  return start(folder, server, code);
}

async function start(folder: string, server: readonly string[], code = ""): Promise<number> {
  const program = `${code}; setInterval(() => undefined, 1_000); console.log("ready")`;
  const child = spawn(process.execPath, ["-e", program, "--", ...server], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  return child.pid as number;
}

describe("the emulator of a checkout", () => {
  test("is only its own", async () => {
    const [one, other] = [checkout(), checkout()];
    const pid = await emulatorOf(one, 5001);
    const others = await emulatorOf(other, 5002);
    expect(emulatorProcesses(one)).toEqual([{ pid, port: 5001 }]);
    expect(emulatorProcesses(other)).toEqual([{ pid: others, port: 5002 }]);
    expect(emulatorProcesses(checkout())).toEqual([]);
  });

  test("isn't another server of the user in its folder", async () => {
    const folder = checkout();
    await start(folder, ["-m", "hypercorn", "app:app", "--bind", "127.0.0.1:5009"]);
    expect(emulatorProcesses(folder)).toEqual([]);
  });

  test("is found again after the checkout was moved, if the system shows a process's folder", async () => {
    const folder = checkout();
    const pid = await emulatorOf(folder, 5003);
    const moved = `${folder}-moved`;
    folders.push(moved);
    renameSync(folder, moved);
    expect(emulatorProcesses(moved)).toEqual(process.platform === "linux" ? [{ pid, port: 5003 }] : []);
  });
});

describe("the emulator of a checkout whose files are gone", () => {
  test("is found after git clean, which removes .local and everything that isn't committed", async () => {
    const folder = checkout();
    mkdirSync(path.join(folder, ".local"));
    const pid = await emulatorOf(folder, 5007);
    rmSync(path.join(folder, ".local"), { recursive: true });
    expect(emulatorProcesses(folder)).toEqual([{ pid, port: 5007 }]);
  });

  test("is found in a new clone at the place of the deleted one", async () => {
    const folder = checkout();
    const pid = await emulatorOf(folder, 5008);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    expect(emulatorProcesses(folder)).toEqual([{ pid, port: 5008 }]);
    expect(emulatorProcesses(checkout())).toEqual([]);
  });
});

describe("a process is ended", () => {
  test.each([
    ["that ends after SIGTERM", ""],
    ["that ignores SIGTERM", 'process.on("SIGTERM", () => undefined)'],
  ])("%s", async (_, code) => {
    const pid = await emulatorOf(checkout(), 5004, code);
    expect(isAlive(pid)).toBe(true);
    await endProcesses([pid], 0.5);
    expect(isAlive(pid)).toBe(false);
  });

  test("that is stopped by a signal, without being killed", async () => {
    const pid = await emulatorOf(checkout(), 5005, 'process.on("SIGTERM", () => process.exit(7))');
    const ended = once(children.at(-1) as ChildProcess, "exit");
    process.kill(pid, "SIGSTOP");
    await endProcesses([pid]);
    expect(isAlive(pid)).toBe(false);
    expect(await ended).toEqual([7, null]);
  });
});

describe("an emulator that doesn't answer", () => {
  test("is waited for as long as its process runs", async () => {
    let healthy = false;
    const server = createServer((_, response) => response.writeHead(healthy ? 200 : 503).end()).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    setTimeout(() => {
      healthy = true;
    }, 500);
    expect(await answersInTime({ pid: process.pid, port }, 20)).toBe(true);
    server.close();
  });

  test("for too long is named, with a fix", async () => {
    const waited = answersInTime({ pid: process.pid, port: 1 }, 0.3);
    await expect(waited).rejects.toThrow(`process ${process.pid}`);
    await expect(waited).rejects.toThrow("npm run local:down, then npm run local");
  });

  test("because its process has ended doesn't count as running", async () => {
    const pid = await emulatorOf(checkout(), 5006);
    await endProcesses([pid]);
    expect(await answersInTime({ pid, port: 1 }, 20)).toBe(false);
  });
});
