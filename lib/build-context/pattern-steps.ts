/** One step of a pattern. */
export type Step =
  /** A character of the path that passes the test: just one, or as many as there are, none included. */
  | { readonly kind: "one" | "many"; readonly accepts: (character: number) => boolean }
  /** The next steps, so many of them, may be left out. */
  | { readonly kind: "optional"; readonly steps: number }
  /** Nothing comes before. */
  | { readonly kind: "start" };

/** Where one may be in a pattern after some characters of a path. */
interface State {
  /** All the steps that the next character may be for, in order. */
  readonly steps: readonly number[];
  /** Whether the path may end here. */
  readonly complete: boolean;
  /** Where each next character leads to, as far as it was met. */
  readonly next: (State | undefined)[];
}

/** How many steps the states of one pattern have together before they are forgotten; a usual pattern has some dozens. */
const KEPT_AT_MOST = 100_000;

/**
 * A test whether all of a path fits the steps. It goes through the path once and follows all ways at the same time: it takes at most
 * as long as the path is long times the pattern, whatever they are. A regular expression of JavaScript tries one way after the other, and with
 * a few `*` there are more ways than anybody can wait for. Go's, which docker build has, doesn't.
 */
export function walkSteps(steps: readonly Step[]): (path: string) => boolean {
  const end = steps.length;
  const states = new Map<string, State>();
  let kept = 0;
  /** In which round a step was reached last. */
  const reachedIn = new Float64Array(end + 1);
  let round = 0;
  let reached: number[] = [];

  /** Reaches a step, and all that may follow without another character. */
  function reach(step: number, atStart: boolean): void {
    for (let at = step; reachedIn[at] !== round; at++) {
      reachedIn[at] = round;
      const found = steps[at];
      if (found === undefined) return;
      if (found.kind === "optional") {
        reach(at + 1, atStart);
        at += found.steps;
      } else if (found.kind === "start") {
        if (!atStart) return;
      } else {
        reached.push(at);
        if (found.kind === "one") return;
      }
    }
  }

  function stateOf(from: () => void): State {
    round++;
    reached = [];
    from();
    const complete = reachedIn[end] === round;
    const key = `${complete} ${reached}`;
    let state = states.get(key);
    if (state === undefined) {
      state = { steps: reached, complete, next: [] };
      kept += reached.length;
      if (kept > KEPT_AT_MOST) forget();
      states.set(key, state);
    }
    return state;
  }

  function forget(): void {
    for (const { next } of states.values()) next.length = 0;
    states.clear();
    kept = 0;
    start = undefined;
  }

  function after(state: State, character: number): State {
    return stateOf(() => {
      for (const at of state.steps) {
        const step = steps[at] as Extract<Step, { kind: "one" | "many" }>;
        if (step.accepts(character)) reach(step.kind === "many" ? at : at + 1, false);
      }
    });
  }

  let start: State | undefined;

  return (path) => {
    start ??= stateOf(() => reach(0, true));
    let state = start;
    for (let i = 0; i < path.length; ) {
      const character = path.codePointAt(i) as number;
      i += character > 0xffff ? 2 : 1;
      let next = state.next[character];
      if (next === undefined) {
        next = after(state, character);
        state.next[character] = next;
      }
      if (next.steps.length === 0 && !next.complete) return false;
      state = next;
    }
    return state.complete;
  };
}
