import type { Project } from "../project";
import { NODEJS_ON_AWS } from "./nodejs-aws";
import { OTHER_BASES } from "./other-bases";
import { OTHER_LANGUAGES } from "./other-languages";
import { PYTHON_ON_AWS } from "./python-aws";
import { PYTHON_TOOLS } from "./python-tools";

/** The project's own corpus: healthy projects that would build and answer, in the shapes that real ones have. */
export const CORPUS: readonly Project[] = [
  ...PYTHON_ON_AWS,
  ...PYTHON_TOOLS,
  ...NODEJS_ON_AWS,
  ...OTHER_BASES,
  ...OTHER_LANGUAGES,
];
