import { synthesize } from "../app/synthesize";
import { forTarget, type Target, targetOptions } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { checkAnswers, TARGET_HELP, TARGET_OPTIONS, targetOf } from "../local/local-target";
import { printRemark, printResult } from "../process/progress";
import { CommandError, log, step } from "../process/steps";
import { repositoryName } from "../terraform/missing-images";
import { readStackJson } from "../terraform/stack-json";
import { expiryWarnings } from "./expiry-text";
import { contentOf, imageRows, type SynthesizedImage } from "./image-list";
import { imageNames, type NamedResources } from "./image-names";
import { imageTable } from "./image-table";
import { imagesOf } from "./images-of";
import { readRepositories } from "./read-images";
import { readUses } from "./read-uses";

export const command: Command = {
  examples: [[`${commandLine("images --")} --env dev`, "lists the images of dev"]],
  help: `${commandLine("images --")} [--env <name>] [--local-aws] [--json]

Lists the images of an environment: digest, time of the push, hash of the content, tag, when it expires, and the functions,
aliases and versions that run it. The content of the present folders is marked, even if it is not pushed yet.

"12 of 50 (rule 51)": it is the 12th of the images that rule 51 of the repository's lifecycle policy selects, and the rule
keeps 50. "never (rule 1)": rule 1 protects it. A warning names each function, alias and version whose image is among the last
tenth of what its rule keeps ("soon"), beyond it ("due": it expires within 24 hours), or "gone", and the code that protects it.

${TARGET_HELP}
  --json         as JSON, with whole digests`,
  options: { ...TARGET_OPTIONS, json: { type: "boolean" } },
  async run(args) {
    const target = await targetOf(args);
    await checkAnswers(target);
    const json = args.flag("json");
    const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    const names = imageNames(stacks.map(({ folder }) => readStackJson<NamedResources>(folder)));
    const rows = await step("Asked the registry and Lambda", async () => {
      const places = await Promise.all(stacks.map(({ folder }) => imagesOf(folder, target)));
      const regions = [...new Map(places.map((place) => [place.region, place])).values()];
      const answers = await Promise.all(
        regions.map((of) => Promise.all([readRepositories(of, names), readUses(of, names)])),
      ).catch((error: Error) => explain(error, target));
      return imageRows(
        answers.flatMap(([images]) => images),
        answers.flatMap(([, uses]) => uses),
        stacks.flatMap(({ folder }) => synthesizedImages(folder)),
        names.isRepository,
      );
    });
    if (json) {
      printResult(JSON.stringify(rows, undefined, 2));
    } else if (rows.length === 0) {
      log(`There are no images${forTarget(target)}`);
    } else {
      printResult(`\n${imageTable(rows, process.stdout.columns)}`);
      const warnings = expiryWarnings(rows);
      if (warnings.length > 0) {
        printRemark("");
        warnings.forEach(log);
      }
    }
  },
};

function explain(error: Error, target: Target): never {
  throw new CommandError(
    `AWS could not be asked: ${error.message}\n${commandLine("doctor", targetOptions(target))} shows problems with credentials, region or network.`,
  );
}

interface StackJson {
  readonly resource?: {
    readonly docker_registry_image?: Readonly<Record<string, { readonly name: string }>>;
    readonly aws_ecr_repository?: Readonly<Record<string, { readonly name: string }>>;
  };
  readonly data?: {
    readonly aws_ecr_image?: Readonly<
      Record<string, { readonly repository_name: string; readonly image_tag: string }>
    >;
  };
}

/** The images that the stack would push, read from its cdk.tf.json. */
function synthesizedImages(folder: string): SynthesizedImage[] {
  const { resource = {}, data = {} } = readStackJson<StackJson>(folder);
  const named = (text: string): string => repositoryName(text, { resource });
  const pushed = [
    ...Object.values(resource.docker_registry_image ?? {}).map(({ name }) =>
      // The time of the plan is not known here, and doesn't depend on the content.
      named(name.slice(name.indexOf("/") + 1)).replace(/-\$\{formatdate.*$/, `-${"0".repeat(14)}`),
    ),
    ...Object.values(data.aws_ecr_image ?? {}).map(
      ({ repository_name, image_tag }) => `${named(repository_name)}:${image_tag}`,
    ),
  ];
  return pushed.flatMap((name) => {
    const colon = name.lastIndexOf(":");
    const content = contentOf(name.slice(colon + 1));
    return content === undefined ? [] : [{ repository: name.slice(0, colon), content }];
  });
}
