import { commandLine } from "../command-line";
import { whileShown } from "../process/progress";
import { runProgram } from "../process/run-program";
import { CommandError, log, step } from "../process/steps";
import { makeStandIn, STAND_IN_IMAGES, standInContents, standInRecipe } from "./stand-in/stand-ins";

/** The engine's error (20.10 to 29) for a registry that can't be reached. */
const UNREACHABLE =
  /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake|server misbehaving|deadline exceeded|no route to host/i;

/** The stand-ins that were logged. Each is logged once. */
const logged = new Set<string>();

/**
 * Makes sure that the engine has the base images of Dockerfiles, and pulls missing ones. On a machine that can't reach
 * their registry, it makes stand-ins for the usual ones, and logs that.
 * @throws CommandError when an image isn't available
 */
export async function ensureBaseImages(images: readonly string[]): Promise<void> {
  const standIns: string[] = [];
  for (const image of images) {
    const recipe = await recipeOf(image);
    if (recipe === standInRecipe()) {
      standIns.push(image);
    } else if (recipe !== "") {
      // There is none, or a stand-in from an older recipe.
      await getBaseImage(image);
    }
  }
  const fresh = standIns.filter((image) => !logged.has(image));
  if (fresh.length > 0) {
    log(
      `A stand-in is used for ${fresh.join(", ")}: this machine could not reach the registry when it was made`,
    );
  }
  for (const image of fresh) logged.add(image);
}

async function getBaseImage(image: string): Promise<void> {
  const pull = await whileShown(`Pulling ${image}`, () => runProgram("docker", ["pull", "--quiet", image]));
  if (pull.code === 0) {
    log(`Pulled ${image}`);
    return;
  }
  if (!UNREACHABLE.test(pull.stderr)) {
    throw new CommandError(
      `The base image ${image} can't be pulled:\n\n${pull.stderr}\nIs its name in the Dockerfile right? ${commandLine("doctor")} looks at the engine, its network and its logins.`,
    );
  }
  if (image.includes("@")) {
    throw new CommandError(
      `This machine can't reach the registry of the base image ${image}. It is pinned by its digest, which no stand-in can have. ` +
        "Pull it on another machine, and copy it with docker save and docker load, or take the digest out of the Dockerfile for this machine.\n\n" +
        pull.stderr,
    );
  }
  const contents = standInContents(image);
  if (contents === undefined) {
    throw new CommandError(
      `This machine can't reach the registry of the base image ${image}, and there is no stand-in for it (there are stand-ins for ` +
        `${STAND_IN_IMAGES}, made by root on Debian or Ubuntu). Pull it on another machine, and copy it with docker save and docker load.\n\n${pull.stderr}`,
    );
  }
  await step(`Made a stand-in for ${image}, whose registry this machine can't reach: ${contents}`, () =>
    makeStandIn(image),
  );
}

/** The stand-in's recipe. Empty for an image that is not a stand-in, undefined if there is no image. */
async function recipeOf(image: string): Promise<string | undefined> {
  const { code, stdout } = await runProgram("docker", [
    "image",
    "inspect",
    "--format",
    '{{index .Config.Labels "stand-in.recipe"}}',
    image,
  ]);
  return code === 0 ? stdout.trim() : undefined;
}
