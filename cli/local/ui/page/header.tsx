import type { Overview, TaskState } from "../messages";
import { Scrolled } from "./scrolled";
import { connection, overview } from "./store";
import { TaskButtons } from "./task-buttons";
import { since } from "./time";

export function Header() {
  const now = overview.value;
  if (now === undefined) return null;
  return (
    <header>
      <div class="bar">
        <p class="brand">
          <strong>Local AWS</strong> <span class="quiet">{folderName(now.project)}</span>
        </p>
        <p class="status" role="status">
          <Status now={now} />
        </p>
        <TaskButtons />
      </div>
      <TaskNote task={now.task} watches={now.watches} />
    </header>
  );
}

function Status({ now }: { readonly now: Overview }) {
  if (connection.value === "lost") {
    return <span class="pill bad">the command has ended, or doesn't answer</span>;
  }
  const { state, port } = now.emulator;
  return (
    <>
      <span class={state === "running" ? "pill good" : "pill bad"}>
        {state === "running"
          ? `running on port ${port}`
          : state === "silent"
            ? "starting, or busy"
            : "stopped"}
      </span>{" "}
      <span class={now.enforced ? "pill" : "pill warn"}>
        {now.enforced ? "permissions as in AWS" : "permissions not enforced (--no-iam)"}
      </span>
      {now.watches && (
        <>
          {" "}
          <span class="pill">deploys each save</span>
        </>
      )}
    </>
  );
}

/** A task that failed. The terminal has all the rest. */
function TaskNote({ task, watches }: { readonly task: TaskState | undefined; readonly watches: boolean }) {
  if (task?.state !== "failed") return null;
  return (
    <div class="note bad task" role="alert">
      <p>
        <strong>{watches ? "The last save" : `The ${task.name}`} failed</strong>{" "}
        <span class="quiet">{since(task.ended ?? task.started)}</span>
      </p>
      <Scrolled>{task.error}</Scrolled>
    </div>
  );
}

function folderName(folder: string): string {
  return folder.split(/[/\\]/).at(-1) ?? folder;
}
