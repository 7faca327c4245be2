import { Token } from "cdktf";
import { sha256 } from "./sha256";

/** The name itself, or its start and a hash, so that it has no more than `max` characters. */
export function limitedName(name: string, max: number): string {
  if (name.length <= max || Token.isUnresolved(name)) {
    return name;
  }
  const hash = sha256(name).slice(0, 8);
  return `${name.slice(0, max - hash.length - 1)}-${hash}`;
}
