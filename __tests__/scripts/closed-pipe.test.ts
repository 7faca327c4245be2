import { spawnSync } from "node:child_process";

// It prints more than once: the first time a closed pipe is met, Node itself is silent.
test("a command whose reader has closed the pipe prints no error", () => {
  const { stdout, stderr } = spawnSync(
    "sh",
    ["-c", "node scripts/run.mjs doctor --local-aws | true; echo ended"],
    {
      encoding: "utf8",
    },
  );
  expect(stdout).toBe("ended\n");
  expect(stderr).not.toMatch(/EPIPE|Error|✗/);
});
