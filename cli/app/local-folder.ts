import path from "node:path";

/** What an app's folder keeps about its local AWS, and the caches. Not for version control. */
export const LOCAL_FOLDER = ".local";

/** Where the stacks are written that go to the local AWS. One's own, because Terraform keeps in it what it was initialized with. */
export const LOCAL_OUTDIR = path.join(LOCAL_FOLDER, "cdktf.out");
