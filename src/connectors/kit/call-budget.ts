import type { CallPriority } from "./http-caller.ts";

/** Permission to call: a connection's share of calls per second, at once, per day and per month. */
export interface CallBudget {
  /**
   * Waits until a call may be made and answers how to give its place back, which has to happen once the call is over.
   * Rejects with a `throttled` `SyncError` when the day's or month's calls are spent.
   */
  take(priority: CallPriority): Promise<() => void>;
  /** Nobody calls for this long: the other side asked for it. */
  throttled(ms: number): Promise<void>;
}
