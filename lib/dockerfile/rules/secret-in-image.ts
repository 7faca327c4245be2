import type { Problem } from "../../problem";
import { holdsSecret } from "../../secrets/secret-name";
import type { CheckedDockerfile } from "../checked-dockerfile";
import type { Instruction } from "../instruction";
import { lineage } from "../stage";
import { words } from "../variables";

/**
 * `secret-in-image`: an ARG, or an ENV with a value, that holds a secret by its name. Only the stages that the image is
 * built on count. Other stages leave nothing in it.
 */
export function secretInImage({ stage, file }: CheckedDockerfile): readonly Problem[] {
  return lineage(stage)
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => secretsOf(instruction).map((name) => problem(file, instruction, name)));
}

function secretsOf({ keyword, text }: Instruction): readonly string[] {
  if (keyword !== "ARG" && keyword !== "ENV") return [];
  const assignments = words(text, "\\");
  // `ENV NAME value`, the old form, has one name.
  const plain = keyword === "ENV" && !assignments[0]?.includes("=");
  return (plain ? [`${assignments[0]}=${assignments[1] ?? ""}`] : assignments).flatMap((assignment) => {
    const [name = "", written] = assignment.split(/=(.*)/s);
    const value = written?.replace(/^(["'])(.*)\1$/s, "$2");
    const open = value === undefined || value === "" || value.startsWith("$");
    if (open && keyword === "ENV") return [];
    return holdsSecret(name, open ? undefined : value) ? [name] : [];
  });
}

function problem(file: string, { keyword, line }: Instruction, name: string): Problem {
  return {
    code: "secret-in-image",
    severity: "warning",
    file,
    line,
    message: `${keyword} ${name} looks like a secret.`,
    reason:
      "Its value stays in the image. Anyone who can pull the image can read it with docker history or docker inspect.",
    fix:
      keyword === "ARG"
        ? `RUN --mount=type=secret,id=${name} …, and buildSecrets: { ${name}: DockerBuildSecret.fromEnvironment("${name}") } in DockerImageCode.fromImageAsset.`
        : "Let the function read it when it runs, from Secrets Manager or Parameter Store.",
  };
}
