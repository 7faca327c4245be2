/** An image made on this machine, in place of one whose registry it can't reach. */
export interface StandIn {
  /** The names of the images that it stands in for. */
  readonly images: RegExp;
  /** What it has, for the log. @returns undefined if it can't stand in for this image */
  contents(image: string): string | undefined;
  /** The lines of its Dockerfile after the copy of its files. */
  readonly dockerfile: string;
  /** Writes its files, below a folder that is copied to `/`. */
  fill(root: string, target: StandInTarget): Promise<void>;
}

/** What a stand-in is made for. */
export interface StandInTarget {
  /** The name of the image. */
  readonly image: string;
  /** The version of Python in the distribution's system, for example `3.11`. */
  readonly pythonVersion: string;
}
