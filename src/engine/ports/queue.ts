import type { RecordKey } from "#domain/source-record.ts";

/** A claimed wake-up. Only `WorkQueue` reads its inside. */
export interface ClaimedWake {
  readonly key: string;
  /** Identifies the job and the attempt, so that a lapsed claim cannot settle a later one. */
  readonly token: unknown;
}

/** Higher runs first. */
export const wakePriority = { live: 10, sweep: 0 } as const;
export type WakePriority = keyof typeof wakePriority;

/**
 * "Take another look at this key, once, soon, one worker at a time." Nothing more: the durable truth is in the inbox and
 * the record states, so a lost wake-up is healed by the sweep and a doubled one changes nothing.
 */
export interface WorkQueue {
  /** Makes the lane of a connection or store exist. Safe to repeat. */
  openLane(lane: string): Promise<void>;
  closeLane(lane: string): Promise<void>;
  /**
   * Wakes keys of a lane. A key that is already waiting or running absorbs the wake-up; the worker looks again for open work
   * after it has finished a key, so nothing is missed. One statement for all.
   */
  wake(lane: string, keys: readonly string[], priority: WakePriority): Promise<void>;
  /** Takes up to `count` wake-ups of a lane; no two workers of any process hold the same key. */
  claim(lane: string, count: number): Promise<readonly ClaimedWake[]>;
  /** Still working: extends the leases. */
  keepAlive(lane: string, claims: readonly ClaimedWake[]): Promise<void>;
  /** Finished with these keys, whatever came of it. */
  finish(lane: string, claims: readonly ClaimedWake[]): Promise<void>;
  /**
   * Puts claims back: these, unless somebody has claimed their keys anew; or, with null, everything claimed on the lane, which a
   * dead process left. Returns how many.
   */
  reclaim(lane: string, claims: readonly ClaimedWake[] | null): Promise<number>;
  /** Takes back wake-ups that nobody has claimed. */
  withdraw(lane: string, keys: readonly string[]): Promise<void>;
  /** Puts back keys that were claimed by somebody who is gone. Returns how many. */
  reclaimKeys(lane: string, keys: readonly string[]): Promise<number>;
  /** Keys that were claimed longer ago than this, in real milliseconds, and are neither finished nor put back. */
  claimedFor(lane: string, ms: number): Promise<readonly string[]>;
  /** Wake-ups waiting, claimed. */
  depth(lane: string): Promise<{ readonly waiting: number; readonly running: number }>;
  /** Calls `listener` with a lane soon after something was woken there, by any process. */
  onWake(listener: (lane: string) => void): void;
  stop(): Promise<void>;
}

/** Lane of a target connection, or of a store itself for deliveries that no connection takes. */
export function laneOf(owner: { readonly connection: string } | { readonly store: string }): string {
  return "connection" in owner ? `connection/${owner.connection}` : `store/${owner.store}`;
}

export type { RecordKey };
