import path from "node:path";

/** The folder of an app's local AWS and of the caches. Not for version control. */
export const LOCAL_FOLDER = ".local";

/**
 * The folder of the stacks that are deployed to the local AWS. It is separate, because Terraform stores its
 * initialization there.
 */
export const LOCAL_OUTDIR = path.join(LOCAL_FOLDER, "cdktf.out");
