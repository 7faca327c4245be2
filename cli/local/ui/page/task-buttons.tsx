import { useEffect, useState } from "preact/hooks";
import type { TaskName } from "../messages";
import { ask } from "./client";
import { address } from "./route";
import { overview } from "./store";

/** Plans, and deploys. With --watch each save does. */
export function TaskButtons() {
  const now = overview.value;
  const running = now?.task?.state === "running" ? now.task : undefined;
  if (now === undefined) return null;
  if (now.watches) {
    return running === undefined ? null : <Running name="deploy" started={running.started} />;
  }
  return (
    <div class="tasks">
      {running !== undefined && <Running name={running.name} started={running.started} />}
      <button
        type="button"
        disabled={running !== undefined}
        onClick={() => {
          location.hash = address({ view: "changes" });
          return startTask("plan");
        }}
      >
        Plan
      </button>
      <DeployButton />
    </div>
  );
}

export function DeployButton() {
  const isRunning = overview.value?.task?.state === "running";
  return (
    <button type="button" disabled={isRunning} onClick={() => startTask("deploy")}>
      Deploy
    </button>
  );
}

async function startTask(name: TaskName): Promise<void> {
  await ask("/api/task", { name });
}

function Running({ name, started }: { readonly name: TaskName; readonly started: string }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - Date.parse(started)) / 1_000));
  return (
    <span class="running">
      <span role="status">{name === "deploy" ? "Deploying" : "Planning"}</span>
      <span aria-hidden="true"> … {seconds} s</span>
    </span>
  );
}
