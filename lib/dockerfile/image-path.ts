import * as path from "node:path";

/** Whether it is the folder itself, or something in it. */
export function isBelow(imagePath: string, root: string): boolean {
  return root === "/" || imagePath === root || imagePath.startsWith(`${root}/`);
}

/** The path of something in a folder, from the folder on; "" is the folder itself. */
export function below(imagePath: string, root: string): string {
  return imagePath.slice(root === "/" ? 1 : root.length + 1);
}

export function join(one: string, other: string): string {
  return path.posix.join(one, other);
}

export function parentOf(imagePath: string): string {
  return path.posix.dirname(imagePath);
}
