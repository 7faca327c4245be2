import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { undoWhenInterrupted } from "../cli/process/interrupt";
import { AWS_CDK_HOME, BENCH, PEERS } from "./folders";
import { measure, measureMemory } from "./measure";
import { freeBytes, type SampleFiles, touchFiles, writeSampleFiles } from "./sample-files";
import { setAside } from "./set-aside";
import { type Statistics, statistics } from "./statistics";

/** Milliseconds inside the process, without its start. */
export interface StagingTimes {
  /** Nothing is staged yet. Reading and hashing, then writing. */
  readonly cold: { readonly hash: Statistics; readonly stage: Statistics };
  /** The same context is staged already. The total time. */
  readonly unchanged: Statistics;
  /** One file has changed. The total time. */
  readonly oneChanged: Statistics;
}

export interface StagingResult {
  readonly title: string;
  /** `undefined` if the disk has not enough space. */
  readonly measured?: {
    readonly project: StagingTimes & { readonly peakMiB: number };
    readonly awsCdk: StagingTimes;
    /** Hashing the same number of bytes from memory on one core, in milliseconds. */
    readonly limit: Statistics;
  };
}

const SAMPLES = {
  full: [
    { title: "10,000 files of 4 KiB", files: 10_000, bytes: 4 * 1024 },
    { title: "10 files of 100 MiB", files: 10, bytes: 100 * 1024 * 1024 },
  ],
  quick: [
    { title: "2,000 files of 4 KiB", files: 2_000, bytes: 4 * 1024 },
    { title: "2 files of 100 MiB", files: 2, bytes: 100 * 1024 * 1024 },
  ],
} as const;

/** On the disk of the project, where synth writes too. */
const FOLDER = path.join(BENCH, "staging");

function removeFolder(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/**
 * Measures hashing and staging of large build contexts, of this project and of AWS CDK in turn.
 * @returns one result per sample
 */
export async function measureStaging(quick: boolean): Promise<readonly StagingResult[]> {
  const results: StagingResult[] = [];
  for (const sample of SAMPLES[quick ? "quick" : "full"]) {
    removeFolder();
    mkdirSync(FOLDER, { recursive: true });
    const stays = undoWhenInterrupted(removeFolder);
    try {
      results.push(await measureSample(FOLDER, sample, sample.title, quick ? 3 : 5));
    } finally {
      stays();
      setAside(FOLDER);
    }
  }
  return results;
}

async function measureSample(
  folder: string,
  sample: SampleFiles,
  title: string,
  rounds: number,
): Promise<StagingResult> {
  // The sample and two staged copies, and the same again for other users of this disk.
  if (freeBytes(folder) < sample.files * sample.bytes * 6) return { title };
  const source = path.join(folder, "source");
  writeSampleFiles(source, sample);
  // This project's hash cache. AWS CDK's is in its home folder.
  const hashes = path.join(folder, "hashes");
  const programs = {
    project: `node --import tsx ${JSON.stringify(path.join(__dirname, "tasks", "stage-context.ts"))}`,
    awsCdk: `node ${JSON.stringify(path.join(PEERS, "aws-cdk", "stage.cjs"))}`,
  };
  const command = (program: string) =>
    `${program} ${JSON.stringify(source)} ${JSON.stringify(path.join(folder, "staged"))} ${JSON.stringify(hashes)}`;
  const { peakMiB } = await measureMemory({ command: command(programs.project), folder: path.resolve(".") });

  const mebibytes = Math.round((sample.files * sample.bytes) / 1024 ** 2);
  const limits: number[] = [];
  const times = { project: newTimes(), awsCdk: newTimes() };
  for (let round = 0; round < rounds; round++) {
    limits.push(
      (await timesOf(`node ${path.join(__dirname, "tasks", "sha256-limit.mjs")} ${mebibytes}`)).hash,
    );
    for (const contestant of ["project", "awsCdk"] as const) {
      const { cold, unchanged, oneChanged } = times[contestant];
      const run = command(programs[contestant]);
      const staged = path.join(folder, "staged");
      // A few large files are deleted at once: they take much space, and deleting them takes no time.
      if (sample.files <= 10) rmSync(staged, { recursive: true, force: true });
      else setAside(staged);
      mkdirSync(staged);
      // Neither may have the files in its cache from the previous run. And AWS CDK's cache of all other files would
      // slow it down.
      touchFiles(source);
      // This project doesn't cache files that were changed just now.
      await sleep(3000);
      rmSync(hashes, { force: true });
      rmSync(AWS_CDK_HOME.HOME, { recursive: true, force: true });
      const first = await timesOf(run);
      cold.hash.push(first.hash);
      cold.stage.push(first.stage);
      unchanged.push(total(await timesOf(run)));
      appendFileSync(path.join(source, "package-0", "file-0.bin"), "edit");
      oneChanged.push(total(await timesOf(run)));
    }
  }
  return {
    title,
    measured: {
      project: { ...summary(times.project), peakMiB },
      awsCdk: summary(times.awsCdk),
      limit: statistics(limits),
    },
  };
}

interface Times {
  readonly hash: number;
  readonly stage: number;
}

async function timesOf(command: string): Promise<Times> {
  const { stdout } = await measure({ command, folder: path.resolve("."), environment: AWS_CDK_HOME });
  return JSON.parse(stdout) as Times;
}

const total = ({ hash, stage }: Times) => hash + stage;

function newTimes() {
  return {
    cold: { hash: [] as number[], stage: [] as number[] },
    unchanged: [] as number[],
    oneChanged: [] as number[],
  };
}

function summary({ cold, unchanged, oneChanged }: ReturnType<typeof newTimes>): StagingTimes {
  return {
    cold: { hash: statistics(cold.hash), stage: statistics(cold.stage) },
    unchanged: statistics(unchanged),
    oneChanged: statistics(oneChanged),
  };
}
