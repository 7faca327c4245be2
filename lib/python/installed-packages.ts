import type { Requirement } from "./requirements-file";

/** Requirements that were installed together. */
export interface InstalledGroup {
  readonly requirements: readonly Requirement[];
  /** Nothing else is installed with them: they are from a lock file, have hashes, or `--no-deps` is given. */
  readonly alone: boolean;
}

/** The packages that RUN steps install explicitly. */
export interface InstalledPackages {
  readonly groups: readonly InstalledGroup[];
  /** The steps can't have installed anything else, except for what these packages require. */
  readonly complete: boolean;
  /** Packages of the folder itself are installed (`pip install .`), so its modules may be found anywhere. */
  readonly project: boolean;
  /** The files read, paths in the context. The first is the one to add a requirement to. */
  readonly files: readonly string[];
}
