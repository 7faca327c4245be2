import path from "node:path";

/** All that the benchmark installs, generates and writes. Git ignores it, and it can be deleted at any time. */
export const BENCH = path.resolve(".bench");
/** Where the peers are installed and compiled. */
export const PEERS = path.join(BENCH, "peers");
/** A copy of this project whose stack has the generated functions. */
export const PROJECT_COPY = path.join(BENCH, "project");
/** The others, which are changed before each run. */
export const CHANGED_COPIES = {
  edited: path.join(BENCH, "project-edited"),
  unchecked: path.join(BENCH, "project-unchecked"),
} as const;
/** What the contestants write; emptied before each run. */
export const OUT = path.join(BENCH, "out");
/** The folders of the generated functions, by their number. */
export const functionsFolder = (many: number) => path.join(BENCH, "functions", String(many));
/** AWS CDK keeps the hashes of files in the home folder of the user. */
export const AWS_CDK_HOME = { HOME: path.join(BENCH, "home"), USERPROFILE: path.join(BENCH, "home") };
