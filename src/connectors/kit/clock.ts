/** Time for everything that decides by it. Injected, so that tests and the sandbox can move it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
