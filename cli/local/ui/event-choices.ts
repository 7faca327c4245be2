import { eventNamesOf } from "./event-names-of";
import { GENERATED_EVENTS } from "./events/generated-events";
import type { EventChoices, FunctionFacts } from "./messages";
import { savedEvents } from "./saved-events";
import { attributesOf, type State } from "./state";

/** The events that a function can be invoked with. Those that its stack has a source of come first. */
export function eventChoices(fn: FunctionFacts, state: State, time = new Date()): EventChoices {
  const names = eventNamesOf(fn, state, time);
  const generated = GENERATED_EVENTS.map(({ id, title, resources, build }) => ({
    id,
    title,
    text: `${JSON.stringify(build(names), undefined, 2)}\n`,
    isSuggested: resources.some((type) => attributesOf(state, type).length > 0),
  }));
  return {
    saved: savedEvents(fn.id),
    generated: [
      ...generated.filter(({ isSuggested }) => isSuggested),
      ...generated.filter(({ isSuggested }) => !isSuggested),
    ],
  };
}
