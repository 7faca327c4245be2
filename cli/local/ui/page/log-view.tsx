import { useState } from "preact/hooks";
import type { FunctionFacts, InvocationLog } from "../messages";
import { LogLines } from "./log-lines";
import { PlatformCheckbox } from "./platform-lines";
import { logs } from "./store";
import { since } from "./time";

/** The log of a function, live, the newest invocation first. */
export function LogView({ fn }: { readonly fn: FunctionFacts }) {
  const [wanted, setWanted] = useState("");
  const all = logs.value[fn.functionName] ?? [];
  const shown = all.filter((invocation) => contains(invocation, wanted));
  return (
    <section aria-labelledby="log">
      <h2 id="log">Log</h2>
      <div class="row controls">
        <label for="wanted">Only with</label>
        <input
          id="wanted"
          type="search"
          placeholder="text, or a request's id"
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <PlatformCheckbox />
      </div>
      <p role="status" class="quiet small">
        {all.length === 0
          ? "No invocation yet. They appear here as they end, whatever invokes the function."
          : `${shown.length} of ${all.length} ${all.length === 1 ? "invocation" : "invocations"}`}
      </p>
      {shown.map((invocation, index) => (
        <Invocation key={invocation.stream} invocation={invocation} isOpen={index < 3} />
      ))}
    </section>
  );
}

function Invocation({
  invocation,
  isOpen,
}: {
  readonly invocation: InvocationLog;
  readonly isOpen: boolean;
}) {
  const { requestId, time, duration, lines } = invocation;
  return (
    <details class="invocation" open={isOpen}>
      <summary>
        <span>{since(time)}</span> <code>{requestId ?? "no request"}</code>{" "}
        <span class="quiet">{duration}</span>
      </summary>
      <LogLines lines={lines} />
    </details>
  );
}

function contains({ requestId = "", lines }: InvocationLog, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return (
    requestId.toLowerCase().includes(text) || lines.some((line) => line.text.toLowerCase().includes(text))
  );
}
