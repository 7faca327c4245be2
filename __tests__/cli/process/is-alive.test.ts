import { spawn } from "node:child_process";
import { once } from "node:events";
import { isAlive } from "../../../cli/process/is-alive";

test("a process runs until it ends", async () => {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  const pid = child.pid as number;
  expect(isAlive(pid)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(pid)).toBe(false);
});
