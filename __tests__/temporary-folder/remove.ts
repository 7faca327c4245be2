import { rmSync } from "node:fs";

export default function remove(): void {
  rmSync(process.env.TMPDIR ?? "", { recursive: true, force: true });
}
