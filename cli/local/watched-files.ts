/**
 * Files that a synth or a deploy writes, which would cause an endless loop, and temporary files of editors. A change of
 * any other file causes a synth.
 */
export function isNoSource(name: string, relative: string): boolean {
  return (
    [".git", ".terraform", "node_modules", "__pycache__"].includes(name) ||
    ["cdktf.out", "dist", ".local", ".plans", ".bench"].includes(relative) ||
    relative.startsWith("dist.") ||
    /^\.?terraform\..*tfstate/.test(relative) ||
    /~$|^4913$|\.sw[a-z]$|^\.?#/.test(name)
  );
}
