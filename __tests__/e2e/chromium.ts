import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { canInstallPackages } from "../../cli/local/debian";

// Ubuntu's "chromium-browser" only prints how to install another package.
const NAMES = ["chromium", "google-chrome", "chrome"];
const PATIENCE = 60_000;

/**
 * The program of a real browser. As root on Debian it is installed if it is missing.
 * @returns undefined if it isn't available
 */
export function findChromium(): string | undefined {
  return find() ?? (canInstallPackages() && install() ? find() : undefined);
}

function find(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);
}

function install(): boolean {
  const apt = (...args: string[]) =>
    execFileSync("apt-get", args, {
      stdio: "ignore",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  const packages = ["install", "--yes", "--no-install-recommends", "chromium"];
  try {
    try {
      apt(...packages);
    } catch {
      apt("update");
      apt(...packages);
    }
    return true;
  } catch {
    return false;
  }
}

/** Opens a file as a page with its own origin on this machine. @returns what it sends to `/found` */
export async function openPage(program: string, file: string, fragment: string): Promise<unknown> {
  let found: (value: unknown) => void = () => undefined;
  const answer = new Promise<unknown>((resolve) => {
    found = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.url === "/found") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      found(JSON.parse(Buffer.concat(chunks).toString()));
    }
    response.setHeader("Content-Type", "text/html").end(readFileSync(file));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  // Without a debugger, a browser without windows ends at once.
  const browser = start(program, [
    "--remote-debugging-port=0",
    `http://127.0.0.1:${port}/#${encodeURIComponent(fragment)}`,
  ]);
  try {
    return await Promise.race([
      answer,
      browser.ended.then(({ stderr }) => {
        throw new Error(`The page sent nothing:\n${stderr}`);
      }),
    ]);
  } finally {
    browser.kill();
    await browser.ended;
    server.close();
  }
}

/** The content of an address. */
export async function show(program: string, url: string, ...flags: readonly string[]): Promise<string> {
  const { stdout, stderr } = await start(program, [...flags, "--dump-dom", url]).ended;
  if (stdout === "") {
    throw new Error(`Chromium showed nothing:\n${stderr}`);
  }
  return stdout;
}

function start(program: string, args: readonly string[]) {
  const profile = mkdtempSync(path.join(tmpdir(), "chromium-"));
  const child = spawn(
    program,
    [
      "--headless",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${profile}`,
      ...args,
    ],
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), "SIGKILL");
  };
  const timer = setTimeout(kill, PATIENCE);
  const ended = once(child, "close").then(() => {
    clearTimeout(timer);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    return { stdout, stderr };
  });
  return { ended, kill };
}
