import path from "node:path";

/** Everything that the benchmark installs, generates and writes. Git ignores it, and it can be deleted at any time. */
export const BENCH = path.resolve(".bench");
/** The folder in which the peers are installed and compiled. */
export const PEERS = path.join(BENCH, "peers");
/** A copy of this project whose stack has the generated functions. */
export const PROJECT_COPY = path.join(BENCH, "project");
/** The same app with the built package in its node_modules, as users have it. */
export const INSTALLED_COPY = path.join(BENCH, "project-installed");
/** The other copies, which are changed before each run. */
export const CHANGED_COPIES = {
  edited: path.join(BENCH, "project-edited"),
  unchecked: path.join(BENCH, "project-unchecked"),
} as const;
/** The output of the contestants. It is emptied before each run. */
export const OUT = path.join(BENCH, "out");
/** The folders of the generated functions, by the number of functions. */
export const functionsFolder = (many: number) => path.join(BENCH, "functions", String(many));
/** AWS CDK caches the hashes of files in the user's home folder. */
export const AWS_CDK_HOME = { HOME: path.join(BENCH, "home"), USERPROFILE: path.join(BENCH, "home") };
