import { appendFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { AWS_CDK_HOME, CHANGED_COPIES, INSTALLED_COPY, OUT, PEERS, PROJECT_COPY } from "./folders";
import type { Program } from "./measure";

/** One way to synthesize a number of functions. */
export interface Contestant {
  /** Its name in `--rows`. */
  readonly id: string;
  readonly title: string;
  /** Whether it is this project, a peer to compare with, or the lower limit. */
  readonly kind: "project" | "peer" | "floor";
  /**
   * The approximate time on an idle machine of 2024, in seconds. It is used for the estimate, and for the number of
   * runs.
   */
  readonly expected: { readonly start: number; readonly perFunction: number };
  program(functions: string): Program;
  /** Runs before each run, untimed. */
  prepare?(): void;
}

/** The output of each contestant. */
export const outputOf = ({ id }: Contestant) => path.join(OUT, id);

const AWS_CDK = path.join(PEERS, "aws-cdk");
const CDKTF = path.join(PEERS, "cdktf");
const COMPILED = "node js/bin/app.js";

/** This project comes first, since all others are compared with it. */
export function contestants(): readonly Contestant[] {
  return [
    project("project", "This project"),
    {
      ...project(
        "project-edited",
        "This project, its TypeScript edited since the last synth",
        CHANGED_COPIES.edited,
      ),
      prepare: () =>
        appendFileSync(path.join(CHANGED_COPIES.edited, "stacks", "functions-stack.ts"), "// An edit.\n"),
    },
    {
      ...project("project-unchecked", "This project, all folders checked again", CHANGED_COPIES.unchecked),
      expected: { start: 0.3, perFunction: 0.004 },
      prepare: () => rmSync(path.join(CHANGED_COPIES.unchecked, ".local", "checks"), { force: true }),
    },
    project(
      "project-installed",
      "This project's app, with the built package in node_modules",
      INSTALLED_COPY,
    ),
    {
      id: "project-cdktf",
      title: "This project by `npx cdktf synth`",
      kind: "project",
      expected: { start: 3, perFunction: 0.008 },
      program: (functions) => ({
        command: `npx cdktf synth --output ${quote(path.join(OUT, "project-cdktf"))}`,
        folder: PROJECT_COPY,
        environment: { ENVIRONMENT: "dev", BENCH_FUNCTIONS: functions },
      }),
    },
    awsCdk("cdk-template", "AWS CDK, `npx cdk synth -q`, its template of today (tsc 7, tsx)", {
      app: "npx tsc && npx tsx bin/app.ts",
      expected: { start: 6, perFunction: 0.009 },
    }),
    awsCdk("cdk-ts-node", "AWS CDK, `npx cdk synth -q`, its template with ts-node", {
      app: "npx ts-node --prefer-ts-exts bin/app.ts",
      expected: { start: 8.7, perFunction: 0.009 },
    }),
    awsCdk("cdk-compiled", "AWS CDK, `npx cdk synth -q`, compiled JavaScript", {
      app: COMPILED,
      expected: { start: 3, perFunction: 0.007 },
    }),
    awsCdk("cdk-unvalidated", "AWS CDK, `npx cdk synth -q`, compiled, template validation off", {
      app: COMPILED,
      flags: "--no-validation",
      expected: { start: 1.3, perFunction: 0.003 },
    }),
    cdktf("cdktf-synth", "CDKTF, `npx cdktf synth`, its template (ts-node), subpath imports", {
      command: `npx cdktf synth --output ${quote(path.join(OUT, "cdktf-synth"))}`,
      expected: { start: 3.5, perFunction: 0.008 },
    }),
    cdktf("cdktf-ts-node", "CDKTF app, `npx ts-node`, subpath imports", {
      command: "npx ts-node main.ts",
      expected: { start: 1.6, perFunction: 0.008 },
    }),
    cdktf("cdktf-index", "CDKTF app, `npx ts-node`, importing from the package index", {
      command: "npx ts-node main-index.ts",
      expected: { start: 6.8, perFunction: 0.009 },
    }),
    cdktf("cdktf-compiled", "CDKTF app, compiled, subpath imports", {
      command: "node js/main.js",
      expected: { start: 0.25, perFunction: 0.0025 },
    }),
    cdktf("cdktf-bundle", "CDKTF app, one esbuild bundle", {
      command: "node bundle.cjs",
      expected: { start: 0.14, perFunction: 0.0025 },
    }),
    {
      ...cdktf("floor", "Plain Node writing the same files (the floor)", {
        command: "node main.mjs",
        expected: { start: 0.07, perFunction: 0.0002 },
        folder: path.join(PEERS, "floor"),
      }),
      kind: "floor",
    },
  ];
}

function project(id: string, title: string, folder = PROJECT_COPY): Contestant {
  return {
    id,
    title,
    kind: "project",
    expected: { start: 0.2, perFunction: 0.002 },
    program: (functions) => ({
      command: appOf(folder),
      folder,
      environment: {
        ENVIRONMENT: "dev",
        BENCH_FUNCTIONS: functions,
        CDKTF_OUTDIR: path.join(OUT, id),
      },
    }),
  };
}

interface Peer {
  readonly expected: Contestant["expected"];
}

function awsCdk(
  id: string,
  title: string,
  { app, flags, expected }: Peer & { app: string; flags?: string },
): Contestant {
  return {
    id,
    title,
    kind: "peer",
    expected,
    program: (functions: string) => ({
      command: `npx cdk synth -q --app ${quote(app)} --output ${quote(path.join(OUT, id))} ${flags ?? ""}`,
      folder: AWS_CDK,
      environment: { BENCH_FUNCTIONS: functions, ...AWS_CDK_HOME },
    }),
  };
}

function cdktf(
  id: string,
  title: string,
  { command, folder = CDKTF, expected }: Peer & { command: string; folder?: string },
): Contestant {
  return {
    id,
    title,
    kind: "peer",
    expected,
    program: (functions: string) => ({
      command,
      folder,
      environment: { BENCH_FUNCTIONS: functions, CDKTF_OUTDIR: path.join(OUT, id) },
    }),
  };
}

/** The command that `cdktf` runs for a project. */
function appOf(folder: string): string {
  return (JSON.parse(readFileSync(path.join(folder, "cdktf.json"), "utf8")) as { app: string }).app;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
