import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, EventChoice, EventChoices, FunctionFacts } from "../messages";
import { AnswerView } from "./answer-view";
import { ask } from "./client";
import { EventSelect } from "./event-select";
import { SaveEvent } from "./save-event";
import { answers } from "./store";

/** The events that were being edited, by function: another view doesn't lose them. */
const drafts = new Map<string, { readonly choice: string; readonly event: string }>();

/** A form to invoke a function, and its answer. */
export function InvokeView({ fn }: { readonly fn: FunctionFacts }) {
  const { functionName } = fn;
  const [choices, setChoices] = useState<EventChoices>({ saved: [], generated: [] });
  const [draft, setDraft] = useState(drafts.get(functionName) ?? { choice: "", event: "{}" });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isRunning, setRunning] = useState(false);
  const result = useRef<HTMLHeadingElement>(null);

  const edit = (choice: string, event: string) => {
    drafts.set(functionName, { choice, event });
    setDraft({ choice, event });
    setProblem(undefined);
  };
  const load = async () => {
    const found = await ask<EventChoices>(`/api/events?function=${encodeURIComponent(functionName)}`);
    setChoices(found);
    return found;
  };
  useEffect(() => {
    load().then(
      ({ saved: [first] }) => {
        if (first !== undefined && !drafts.has(functionName)) edit(first.id, first.text);
      },
      (error: Error) => setProblem(error.message),
    );
  }, [functionName]);

  const send = async () => {
    const invalid = problemOf(draft.event);
    setProblem(invalid);
    if (invalid !== undefined || isRunning) return;
    setRunning(true);
    try {
      const answer = await ask<Answer>("/api/invoke", { function: functionName, event: draft.event });
      answers.value = { ...answers.value, [functionName]: answer };
      result.current?.focus();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setRunning(false);
    }
  };

  return (
    <div class="columns">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h2>Event</h2>
        <EventSelect
          choices={choices}
          chosen={draft.choice}
          choose={({ id, text }: EventChoice) => edit(id, text)}
        />
        <label for="event">JSON</label>
        <textarea
          id="event"
          spellcheck={false}
          rows={10}
          value={draft.event}
          aria-invalid={problem !== undefined}
          aria-describedby="event-help event-problem"
          onInput={({ currentTarget }) => edit(draft.choice, currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void send();
            }
          }}
        />
        <p id="event-help" class="quiet small">
          Ctrl+Enter invokes.
        </p>
        <p id="event-problem" role="alert" class="problem">
          {problem}
        </p>
        <div class="buttons">
          <button type="submit" class="primary" aria-disabled={isRunning}>
            {isRunning ? "Invoking …" : "Invoke"}
          </button>
          <button
            type="button"
            onClick={() => {
              const invalid = problemOf(draft.event);
              if (invalid === undefined)
                edit(draft.choice, JSON.stringify(JSON.parse(draft.event), undefined, 2));
              else setProblem(invalid);
            }}
          >
            Format
          </button>
        </div>
        <SaveEvent
          functionName={functionName}
          event={draft.event}
          saved={async (file) => {
            await load();
            edit(file, draft.event);
          }}
        />
      </form>
      <AnswerView fn={fn} heading={result} />
    </div>
  );
}

function problemOf(event: string): string | undefined {
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    return `The event isn't JSON: ${(error as Error).message}`;
  }
}
