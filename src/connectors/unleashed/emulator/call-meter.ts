import { Refusal } from "./refusal.ts";
import type { UnleashedSettings } from "./settings.ts";

/** Counts calls against the monthly quota and the calls per second, both by the emulated time. */
export interface CallMeter {
  /** Counts one call. Throws a refusal when the quota is used up (not counted) or the second is full. */
  count(nowMs: number, settings: UnleashedSettings): void;
  /** Calls of the calendar month (UTC) that `nowMs` lies in. */
  used(nowMs: number): number;
  setUsed(nowMs: number, used: number): void;
}

export function createCallMeter(): CallMeter {
  let month = "";
  let used = 0;
  let second = 0;
  let inSecond = 0;
  const turn = (nowMs: number) => {
    const current = new Date(nowMs).toISOString().slice(0, 7);
    if (current === month) return;
    month = current;
    used = 0;
  };
  return {
    count(nowMs, { monthlyQuota, quotaStatus, callsPerSecond }) {
      turn(nowMs);
      if (monthlyQuota !== null && used >= monthlyQuota)
        throw new Refusal(quotaStatus, "The API calls of this month are used up");
      used += 1;
      const current = Math.floor(nowMs / 1000);
      inSecond = current === second ? inSecond + 1 : 1;
      second = current;
      if (callsPerSecond !== null && inSecond > callsPerSecond) throw new Refusal(429, "Too many requests");
    },
    used(nowMs) {
      turn(nowMs);
      return used;
    },
    setUsed(nowMs, value) {
      turn(nowMs);
      used = value;
    },
  };
}
