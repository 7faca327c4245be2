import type { BoundImage } from "./docker-image-code";
import type { FunctionPart } from "./function-part";

/** The image, and what the function overrides of it. */
export function imagePart({ imageUri, overrides, pullAllowedBy }: BoundImage): FunctionPart {
  const { cmd, entrypoint, workingDirectory } = overrides;
  return {
    config: {
      packageType: "Image",
      imageUri,
      ...((cmd || entrypoint || workingDirectory) && {
        imageConfig: {
          ...(cmd && { command: [...cmd] }),
          ...(entrypoint && { entryPoint: [...entrypoint] }),
          ...(workingDirectory && { workingDirectory }),
        },
      }),
    },
    dependsOn: pullAllowedBy,
  };
}
