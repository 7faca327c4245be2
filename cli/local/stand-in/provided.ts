import { fillLambdaImage, LAMBDA_DOCKERFILE } from "./lambda-image";
import type { StandIn } from "./stand-in";

/** AWS's base images without a language, for programs that speak with Lambda themselves. */
export const lambdaProvided: StandIn = {
  images: /^public\.ecr\.aws\/lambda\/provided:/,
  contents: () => "the distribution's smallest system",
  dockerfile: LAMBDA_DOCKERFILE,
  fill: (root) => fillLambdaImage(root),
};
