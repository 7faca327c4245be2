/** One step of a pattern. */
export type Step =
  /** Characters of the path that pass the test: exactly one, or any number including none. */
  | { readonly kind: "one" | "many"; readonly accepts: (character: number) => boolean }
  /** This number of the following steps may be skipped. */
  | { readonly kind: "optional"; readonly steps: number }
  /** The start of the path. */
  | { readonly kind: "start" };

/** The positions in a pattern that are possible after some characters of a path. */
interface State {
  /** All steps that the next character may match, in order. */
  readonly steps: readonly number[];
  /** Whether the path may end here. */
  readonly complete: boolean;
  /** The state after each next character, for the characters met so far. */
  readonly next: (State | undefined)[];
}

/**
 * When the states of one pattern have more steps than this together, they are dropped. A usual pattern has some dozens.
 */
const HELD_AT_MOST = 100_000;

/**
 * Returns a test whether a whole path matches the steps. It goes through the path once and follows all possible matches
 * at the same time. Its time is bounded by the length of the path times the length of the pattern. A regular expression
 * of JavaScript tries one possible match after the other, and with a few `*` that can take hours. Go's regular
 * expressions, which docker build uses, don't have this problem.
 */
export function walkSteps(steps: readonly Step[]): (path: string) => boolean {
  const end = steps.length;
  const states = new Map<string, State>();
  let held = 0;
  /** The round in which each step was last reached. */
  const reachedIn = new Float64Array(end + 1);
  let round = 0;
  let reached: number[] = [];

  /** Marks a step as reached, and all steps that can follow it without another character. */
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
      held += reached.length;
      if (held > HELD_AT_MOST) dropStates();
      states.set(key, state);
    }
    return state;
  }

  function dropStates(): void {
    for (const { next } of states.values()) next.length = 0;
    states.clear();
    held = 0;
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
