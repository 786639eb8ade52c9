import { Refusal } from "./refusal.ts";
import type { PatchSwitches } from "./switches.ts";

/** Counts the calls of each second of the emulated time. */
export interface CallMeter {
  /** Counts one call, or refuses it with 429 when the second is full; a refused call is not counted. */
  count(nowMs: number, switches: PatchSwitches): void;
}

export function createCallMeter(): CallMeter {
  let second = 0;
  let calls = 0;
  return {
    count(nowMs, { callsPerSecond, retryAfterSeconds }) {
      const current = Math.floor(nowMs / 1000);
      if (current !== second) calls = 0;
      second = current;
      if (callsPerSecond !== null && calls >= callsPerSecond)
        throw new Refusal(
          429,
          "Too many requests",
          retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) },
        );
      calls += 1;
    },
  };
}
