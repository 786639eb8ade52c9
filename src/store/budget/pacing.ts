/** Keeps calls apart whose times have passed while the process was busy, so that they do not all go at once. */
export interface Pacing {
  /** When a call may start that is due at a time; by `performance.now()`. Null: there is none. */
  next(due: number | undefined): number | null;
  passed(now: number, callsPerSecond: number | null): void;
}

/** Timers are late by so much, which is made up for. */
const timerMs = 2;
/** Rates whose calls are closer than this go in small groups: timers are not finer. */
const groupMs = 20;

/** The generic cell rate algorithm: a call's distance from the one before is that of the rate, give or take a little. */
export function createPacing(): Pacing {
  let arrival = Number.NEGATIVE_INFINITY;
  let tolerance = timerMs;
  return {
    next: (due) => (due === undefined ? null : Math.max(due, arrival - tolerance)),
    passed: (now, callsPerSecond) => {
      if (callsPerSecond === null) return;
      const distance = 1_000 / callsPerSecond;
      tolerance = Math.max(timerMs, groupMs - distance);
      arrival = Math.max(arrival, now) + distance;
    },
  };
}
