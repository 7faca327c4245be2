import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readStackFiles } from "./stack-files";

/** The modules that Terraform fetched for a stack, each with the text of its configuration. */
export function stackModules(
  stackFolder: string,
): readonly { readonly key: string; readonly text: string }[] {
  const file = path.join(stackFolder, ".terraform", "modules", "modules.json");
  if (!existsSync(file)) {
    return [];
  }
  const { Modules = [] } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly Modules?: readonly { readonly Key: string; readonly Dir: string }[];
  };
  return Modules.filter(({ Key }) => Key !== "").map(({ Key: key, Dir }) => {
    const directory = path.resolve(stackFolder, Dir);
    return { key, text: Object.values(readStackFiles(directory).configuration).join("\n") };
  });
}
