/**
 * What the command line needs of the library besides its public face, `index.ts`. It is part of the package and of none of its `exports`: nobody
 * else can import it, so it may change in any version. Nothing here loads CDKTF.
 */
export { BuildContext } from "./build-context/build-context";
export type { ContextEntry } from "./build-context/context-entry";
export { copiedAsIs } from "./dockerfile/copied-as-is";
export { type ReadDockerfileOptions, readDockerfile } from "./dockerfile/dockerfile";
export { imageFilesOf } from "./dockerfile/image-files";
export { imageReference } from "./dockerfile/image-reference";
export {
  LAMBDA_RUNTIMES_SOURCE,
  lambdaBaseImage,
  newestRuntime,
} from "./dockerfile/lambda-runtimes";
export { rootOf, type Stage } from "./dockerfile/stage";
export { ecrRegistry } from "./ecr-registry";
export { LOCAL_DOCKER_PROVIDER_VERSION } from "./image/provider-versions";
export { LOCAL_AWS_ACCOUNT, LOCAL_AWS_CONTEXT, type LocalAws } from "./local-aws";
export { partitionOf } from "./partition-of";
