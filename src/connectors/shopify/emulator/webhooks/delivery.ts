/** One notification and how its delivery went. */
export interface Delivery {
  readonly webhookId: string;
  /** Shared by everything that one event in the shop caused. */
  readonly eventId: string;
  readonly topic: string;
  /** Null for topics that the app's configuration declares. */
  readonly subscriptionId: string | null;
  readonly uri: string;
  readonly triggeredAt: string;
  attempts: number;
  /** Status of the last answer, 0 when there was none, null before the first attempt. */
  lastStatus: number | null;
  /**
   * `waiting` for the first attempt or the next, `delivered`, `failed` for good, `lost` on purpose, `notSent` because the
   * emulator has no way to such an address or body.
   */
  outcome: "waiting" | "delivered" | "failed" | "lost" | "notSent";
}

/** What goes out, first time and again: the same bytes to the same address. */
export interface Parcel {
  readonly delivery: Delivery;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** When the first attempt was due, on the emulated clock. */
  readonly dueAt: number;
  failures: number;
}

/** Waits of eight retries over four hours, each twice the one before, from the first attempt on. */
const retries = 8;
const retrySpanMs = 4 * 60 * 60 * 1000;

/**
 * When the retry after the given number of failures is due, counted from the first attempt; undefined when it was the
 * last. Source: changelog "Updates to webhook retry mechanism"; the exact waits are not documented.
 */
export function retryAfterMs(failures: number): number | undefined {
  if (failures > retries) return undefined;
  return Math.round((retrySpanMs * (2 ** failures - 1)) / (2 ** retries - 1));
}
