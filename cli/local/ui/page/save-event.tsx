import { useState } from "preact/hooks";
import { ask } from "./client";

interface SaveEventProps {
  readonly functionName: string;
  readonly event: string;
  readonly saved: (file: string) => Promise<void>;
}

/** Saves the event as a file of the app. */
export function SaveEvent({ functionName, event, saved }: SaveEventProps) {
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const save = async () => {
    try {
      const { file } = await ask<{ readonly file: string }>("/api/events", {
        function: functionName,
        name,
        event,
      });
      setNote(`Saved as ${file}`);
      await saved(file.replaceAll("\\", "/"));
    } catch (error) {
      setNote((error as Error).message);
    }
  };
  return (
    <details class="save">
      <summary>Save this event</summary>
      <label for="event-name">Name</label>
      <div class="row">
        <input
          id="event-name"
          value={name}
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(key) => {
            // It is in the form that invokes.
            if (key.key === "Enter") {
              key.preventDefault();
              void save();
            }
          }}
        />
        <button type="button" onClick={save}>
          Save
        </button>
      </div>
      <p role="status" class="small">
        {note}
      </p>
    </details>
  );
}
