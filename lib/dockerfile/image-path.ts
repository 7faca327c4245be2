import * as path from "node:path";

/** Whether it is the folder itself, or something in it. */
export function isBelow(imagePath: string, root: string): boolean {
  return root === "/" || imagePath === root || imagePath.startsWith(`${root}/`);
}

export function join(one: string, other: string): string {
  return path.posix.join(one, other);
}

export function parentOf(imagePath: string): string {
  return path.posix.dirname(imagePath);
}
