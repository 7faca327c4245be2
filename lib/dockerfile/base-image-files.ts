import { isBelow } from "./image-path";
import { isPlainImage, isPublicImage } from "./image-reference";
import { LAMBDA_TASK_ROOT, lambdaBaseImage } from "./lambda-runtimes";

/** These are empty in AWS's base images: the task root, and the folders that layers are copied to. */
const USERS_FOLDERS = [LAMBDA_TASK_ROOT, "/opt/python", "/opt/nodejs"];
/** Folders that every Linux image has. */
export const SYSTEM_FOLDERS = [
  "/bin",
  "/etc",
  "/home",
  "/mnt",
  "/opt",
  "/root",
  "/srv",
  "/tmp",
  "/usr/bin",
  "/usr/local/bin",
];
/** Of official images. `/opt`, `/home`, `/srv` and `/usr/src` have no code in them, except for /opt/yarn-v1 of Node.js. */
const FILLED_FOLDERS =
  /^\/(bin|boot|dev|etc|lib\w*|opt\/yarn[^/]*|proc|root|run|sbin|sys|usr(?!\/(src|app)\/)|var(?!\/task\/))(\/|$)/;

/** Whether a base image certainly has nothing at a path. */
export function isEmptyBase(image: string | undefined, imagePath: string): boolean {
  if (image === undefined) return false;
  if (image === "scratch") return true;
  const lambda = lambdaBaseImage(image) !== undefined;
  const known = lambda || isPlainImage(image);
  // The packages of npm itself are below /usr, those of the runtime below /var.
  const modules = /^(?!\/(usr|var\/lang|var\/runtime|opt\/yarn)).*\/node_modules\//.test(imagePath);
  if (known && modules) return true;
  // Only packages of the language are in there, and pip.
  if (known && /\/(site|dist)-packages\//.test(imagePath)) return true;
  if (lambda && USERS_FOLDERS.some((folder) => isBelow(imagePath, folder))) return true;
  // The entrypoint of AWS's base images.
  if (lambda && imagePath === "/lambda-entrypoint.sh") return false;
  return known && !FILLED_FOLDERS.test(imagePath);
}

/** Whether the base image is one that everybody uses, in which there is near certainly no code of this function. */
export function isProgramsOnly(image: string | undefined, imagePath: string): boolean {
  return image !== undefined && isPublicImage(image) && !FILLED_FOLDERS.test(imagePath);
}
