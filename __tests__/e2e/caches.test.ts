import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Checkout, removeCheckouts } from "./checkout";
import { filesBelow } from "./files";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const STACK = "cdktf.out/stacks/functions-dev";
const STAGED_FILE = "Dockerfile";

/** Damages of files by a power cut, a full or failing disk, or an edit. */
const DAMAGES: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  "a flipped bit": (content) => {
    const flipped = Buffer.from(content);
    const at = below(content.length);
    flipped[at] = (content[at] as number) ^ (1 << below(8));
    return flipped;
  },
  "cut short": (content) => content.subarray(0, below(content.length)),
  empty: () => Buffer.alloc(0),
  "rubbish in it": (content) => {
    const at = below(content.length);
    return Buffer.concat([content.subarray(0, at), rubbish(), content.subarray(at)]);
  },
  "rubbish after it": (content) => Buffer.concat([content, rubbish()]),
  "rubbish in its place": () => rubbish(),
};

let checkout: Checkout;
/** The cache files of a synth, by their paths in the checkout. */
let caches: string[];
let whole: Record<string, string>;

beforeAll(() => {
  console.log(`SEED=${SEED}`);
  checkout = new Checkout("caches");
  // The compiled code is cached from the second run on, hashes only of files that are old enough.
  for (let run = 0; run < 3; run++) expect(synth()).toBe("");
  spawnSync("sleep", ["0.5"]);
  expect(synth()).toBe("");
  const local = readdirSync(inCheckout(".local"), { recursive: true, encoding: "utf8" });
  const [context] = readdirSync(inCheckout(`${STACK}/assets`));
  caches = [
    ...local.map((name) => `.local/${name}`).filter((name) => statSync(inCheckout(name)).isFile()),
    `${STACK}.staged`,
    `${STACK}/assets/${context}/${STAGED_FILE}`,
  ];
  whole = filesBelow(inCheckout(STACK));
  cpSync(inCheckout(".local"), inCheckout("kept"), { recursive: true });
}, 60_000);

afterAll(removeCheckouts);

test("a cache of each kind exists", () => {
  const names = caches.map((name) => name.replace(/[0-9a-f]{16,64}/g, "#").replace(/\d{5,}/, "#"));
  expect(names.sort()).toEqual([
    ".local/app/#/#.cjs",
    ".local/app/#/#.cjs.#.compiled",
    ".local/app/#/#.cjs.positions",
    ".local/app/#/made",
    ".local/checks",
    ".local/hashes",
    `${STACK}.staged`,
    `${STACK}/assets/#/${STAGED_FILE}`,
  ]);
});

test("a damaged cache is written again, without a message: 64 damages, each kind for each file", () => {
  const kinds = Object.entries(DAMAGES);
  for (const [what, damage] of [...kinds, ...kinds.slice(0, 2)]) {
    for (const cache of caches) {
      rmSync(inCheckout(".local"), { recursive: true });
      cpSync(inCheckout("kept"), inCheckout(".local"), { recursive: true });
      const file = inCheckout(cache);
      const damaged = damage(readFileSync(file));
      writeFileSync(file, damaged);

      const after = { cache, what, output: synth(), stack: filesBelow(inCheckout(STACK)) };

      expect(after).toEqual({ cache, what, output: "", stack: whole });
      // What the first synth of a bundle doesn't cache, the next one does.
      expect({ cache, what, healed: !existsSync(file) || !readFileSync(file).equals(damaged) }).toEqual({
        cache,
        what,
        healed: true,
      });
    }
  }
}, 300_000);

test("a synth that is killed at any time leaves nothing that disturbs the next one", async () => {
  for (let round = 0; round < 12; round++) {
    if (round % 3 === 0) rmSync(inCheckout(".local"), { recursive: true });
    const edited = "lambdas/python/lambda_function.py";
    const before = checkout.read(edited);
    checkout.write(edited, `${before}\n# edited ${round}\n`);
    const [node, ...args] = app();
    const child = spawn(node as string, args, { cwd: checkout.folder, stdio: "ignore" });
    const ended = once(child, "close");
    await sleep(below(round % 3 === 0 ? 1000 : 400));
    child.kill("SIGKILL");
    await ended;

    checkout.write(edited, before);

    expect({ round, output: synth(), stack: filesBelow(inCheckout(STACK)) }).toEqual({
      round,
      output: "",
      stack: whole,
    });
  }
}, 60_000);

function inCheckout(name: string): string {
  return path.join(checkout.folder, name);
}

function app(): string[] {
  return (JSON.parse(checkout.read("cdktf.json")) as { app: string }).app.split(" ");
}

/** Runs the app's command in cdktf.json. @returns its output, and its exit code when it failed */
function synth(): string {
  const [node, ...args] = app();
  const { status, stdout, stderr } = spawnSync(node as string, args, {
    cwd: checkout.folder,
    encoding: "utf8",
  });
  return `${stdout}${stderr}${status === 0 ? "" : ` (exit code ${status})`}`;
}

let state = SEED;

/** Pseudo-random numbers from a seed (mulberry32). */
function below(end: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
}

/** Random bytes that differ from the content. */
function rubbish(): Buffer {
  return Buffer.from(Array.from({ length: 1 + below(100) }, () => below(256)));
}
