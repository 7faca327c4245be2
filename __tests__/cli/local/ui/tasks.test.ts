import type { TaskState } from "../../../../cli/local/ui/messages";
import { Tasks } from "../../../../cli/local/ui/tasks";
import { CommandError } from "../../../../cli/process/steps";

function tasksWith(deploy: () => Promise<void>) {
  const states: TaskState[] = [];
  const tasks: Tasks = new Tasks({ deploy, plan: async () => [] }, () => {
    if (tasks.last !== undefined) states.push(tasks.last);
  });
  return { tasks, states };
}

test("one task at a time", async () => {
  let end: () => void = () => undefined;
  const { tasks } = tasksWith(() => new Promise<void>((resolve) => (end = resolve)));
  expect(tasks.start("deploy")).toBeUndefined();
  expect(tasks.start("plan")).toBe("A deploy is running.");
  end();
  await new Promise(setImmediate);
  expect(tasks.start("plan")).toBeUndefined();
});

test("an error is shown as the terminal shows it, and another task can follow", async () => {
  const { tasks, states } = tasksWith(() => Promise.reject(new CommandError("The bucket is gone")));
  tasks.start("deploy");
  await new Promise(setImmediate);
  expect(states.map(({ state, error }) => [state, error])).toEqual([
    ["running", undefined],
    ["failed", "The bucket is gone"],
  ]);
  expect(tasks.start("plan")).toBeUndefined();
});

test("with --watch the page starts nothing, and shows what the saves do", async () => {
  const tasks = new Tasks(undefined, () => undefined);
  expect(tasks.start("deploy")).toMatch(/--watch/);
  await tasks.follow("deploy", Promise.reject(new CommandError("a syntax error")));
  expect(tasks.last).toMatchObject({ state: "failed", error: "a syntax error" });
});
