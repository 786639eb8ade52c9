import type { Clock } from "#connectors/kit/clock.ts";

/** Real time plus what the sandbox moved it by. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function createMovableClock(offsetMs = 0): MovableClock {
  let offset = offsetMs;
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
