import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withTemporaryFolder } from "../../process/clean-up";
import { succeed } from "../../process/run-program";
import { canInstallPackages } from "../debian";
import { baseSystem, pythonVersionOf } from "./base-system";
import { copyCertificates } from "./files";
import { golang } from "./golang";
import { lambdaNodejs } from "./nodejs";
import { lambdaProvided } from "./provided";
import { lambdaPython, officialPython } from "./python";
import type { StandIn } from "./stand-in";

const STAND_INS: readonly StandIn[] = [lambdaPython, lambdaNodejs, lambdaProvided, officialPython, golang];

/** The images that there is a stand-in for, in words. */
export const STAND_IN_IMAGES =
  "public.ecr.aws/lambda/python, nodejs (22 and 24) and provided, and for Docker's own images python and golang";

const DOCKERFILE = `ARG BASE
FROM \${BASE}
ARG RECIPE
LABEL stand-in.recipe=\${RECIPE}
COPY root/ /
`;

/** A hash of all inputs of stand-ins: the files of this folder. */
export function standInRecipe(): string {
  return readdirSync(__dirname)
    .filter((name) => !name.endsWith(".map"))
    .sort()
    .reduce((hash, name) => hash.update(readFileSync(path.join(__dirname, name))), createHash("sha256"))
    .digest("hex")
    .slice(0, 16);
}

/** What a stand-in for an image would have. @returns undefined when this machine can't make one */
export function standInContents(image: string): string | undefined {
  return canInstallPackages() ? standInFor(image)?.contents(image) : undefined;
}

/**
 * Makes an image with the name of one that can't be had, from the distribution's packages and those of PyPI and npm. It
 * has the same commands, folders and variables, but not the same versions.
 */
export async function makeStandIn(image: string): Promise<void> {
  const standIn = standInFor(image);
  if (standIn === undefined) throw new Error(`There is no stand-in for ${image}.`);
  const base = await baseSystem();
  await withTemporaryFolder("stand-in", async (folder) => {
    const root = path.join(folder, "context", "root");
    mkdirSync(root, { recursive: true });
    copyCertificates(root);
    await standIn.fill(root, { image, pythonVersion: await pythonVersionOf(base) });
    writeFileSync(path.join(folder, "context", "Dockerfile"), DOCKERFILE + standIn.dockerfile);
    await succeed("docker", [
      ...["build", "--build-arg", `BASE=${base}`, "--build-arg", `RECIPE=${standInRecipe()}`],
      ...["--tag", image, path.join(folder, "context")],
    ]);
  });
}

/** The stand-in for an image of this name, if there is one. */
export function standInFor(image: string): StandIn | undefined {
  return STAND_INS.find(({ images }) => images.test(image));
}
