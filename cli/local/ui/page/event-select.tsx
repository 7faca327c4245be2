import type { EventChoice, EventChoices } from "../messages";

interface EventSelectProps {
  readonly choices: EventChoices;
  /** The id of the chosen event. */
  readonly chosen: string;
  readonly choose: (choice: EventChoice) => void;
}

/** Saved events, then those that the stack has a source of, then all others. */
export function EventSelect({ choices: { saved, generated }, chosen, choose }: EventSelectProps) {
  const groups: readonly (readonly [string, readonly EventChoice[]])[] = [
    ["Saved", saved],
    ["Of a source in the stack", generated.filter(({ isSuggested }) => isSuggested)],
    ["Generated", generated.filter(({ isSuggested }) => !isSuggested)],
  ];
  return (
    <>
      <label for="choice">Start with</label>
      <select
        id="choice"
        value={chosen}
        onChange={({ currentTarget }) => {
          const found = [...saved, ...generated].find(({ id }) => id === currentTarget.value);
          if (found !== undefined) choose(found);
        }}
      >
        {chosen === "" && <option value="">an empty event</option>}
        {groups
          .filter(([, events]) => events.length > 0)
          .map(([title, events]) => (
            <optgroup key={title} label={title}>
              {events.map((event) => (
                <option key={event.id} value={event.id}>
                  {event.title}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
    </>
  );
}
