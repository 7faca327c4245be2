import type { Command } from "../command";
import { commandLine } from "../command-line";
import { printResult } from "../process/progress";
import { fitLines } from "../process/terminal";
import { lookAtBaseImages, lookAtRuntimes } from "./base-images";
import { lookAtDependencies } from "./dependencies";
import { projectDockerfiles } from "./dockerfiles";
import { lookAtEmulator } from "./emulator-version";
import { together } from "./finding";
import { isOutdated, outdatedText } from "./outdated-text";
import { lookAtProviders } from "./providers";

/** The exit code when something is out of date, as that of a plan with changes. */
const OUTDATED = 2;

export const command: Command = {
  examples: [[commandLine("outdated"), "says what is out of date, and what to do about it"]],
  help: `${commandLine("outdated --")} [--json]

Says what is out of date: Lambda runtimes near their end, base images with a newer image under their tag, locked providers,
the packages of npm, and the emulator of AWS. It changes nothing, and downloads nothing.

  --json   for programs: {"findings": [{"kind", "urgency", "name", "files", "current", "newest", "until", "what", "fix"}], "upToDate"}

Exits with 0 when nothing is out of date, with 2 when something is, and with 1 when the command failed. What could not be asked
(no network, no login) is listed as not known, and counts as neither.`,
  options: { json: { type: "boolean" } },
  async run(args) {
    const dockerfiles = projectDockerfiles();
    const today = new Date().toISOString().slice(0, 10);
    const looked = together([
      lookAtRuntimes(dockerfiles, today),
      ...(await Promise.all([
        lookAtBaseImages(dockerfiles),
        lookAtProviders(),
        lookAtDependencies(),
        lookAtEmulator(),
      ])),
    ]);
    printResult(
      args.flag("json")
        ? JSON.stringify(looked, undefined, 2)
        : fitLines(outdatedText(looked), process.stdout),
    );
    return looked.findings.some(isOutdated) ? OUTDATED : 0;
  },
};
