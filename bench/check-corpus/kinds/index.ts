import type { Kind } from "../kind";
import { BASE_IMAGE_KINDS } from "./base-image";
import { COMMAND_KINDS } from "./command";
import { COPY_KINDS } from "./copies";
import { ENTRYPOINT_KINDS } from "./entrypoint";
import { HANDLER_FILE_KINDS } from "./handler-file";
import { INSTALL_KINDS } from "./installs";
import { MODULE_KINDS } from "./modules";
import { RIGHTS_KINDS } from "./rights";
import { SECRET_KINDS } from "./secrets";

/** All kinds of mistakes, in the order of the table. */
export const KINDS: readonly Kind[] = [
  ...COMMAND_KINDS,
  ...HANDLER_FILE_KINDS,
  ...MODULE_KINDS,
  ...COPY_KINDS,
  ...INSTALL_KINDS,
  ...BASE_IMAGE_KINDS,
  ...ENTRYPOINT_KINDS,
  ...RIGHTS_KINDS,
  ...SECRET_KINDS,
];
