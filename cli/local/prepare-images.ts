import { ensureBaseImages } from "./base-image";
import { ensureRuntimeEmulator } from "./runtime-emulator";
import { baseImagesOf, needsRuntimeEmulator } from "./stack-base-images";

/**
 * Gets what the images of a stack need on this machine.
 * @param options.build whether some are built, which needs their base images
 */
export async function prepareImages(
  stackFolder: string,
  { build }: { readonly build: boolean },
): Promise<void> {
  if (build) {
    await ensureBaseImages(baseImagesOf(stackFolder));
  }
  if (needsRuntimeEmulator(stackFolder)) {
    await ensureRuntimeEmulator();
  }
}
