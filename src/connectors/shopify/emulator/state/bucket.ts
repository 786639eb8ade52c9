import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { bucketSeconds, plans } from "./plans.ts";
import type { PlanName } from "./plans.ts";

export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

/** The points that one app may spend on one shop. Source: "GraphQL Admin API rate limits". */
export interface Bucket {
  /** Takes the points when there are enough of them. */
  take(points: number): boolean;
  /** Gives back what a call asked for and did not use. */
  giveBack(points: number): void;
  status(): ThrottleStatus;
  /** Other sizes than the plan's; null goes back to the plan's. */
  resize(size: { readonly restoreRate: number; readonly maximumAvailable: number } | null): void;
  /** Full again, with the plan's size. */
  refill(): void;
  /** Sets what is left now. */
  leave(points: number): void;
}

export function createBucket(clock: EmulatorClock, planOf: () => PlanName): Bucket {
  let own: { readonly restoreRate: number; readonly maximumAvailable: number } | null = null;
  const size = () => {
    if (own) return own;
    const { restoreRate } = plans[planOf()];
    return { restoreRate, maximumAvailable: restoreRate * bucketSeconds };
  };
  let spent = 0;
  let at = clock.now();

  const restore = () => {
    const now = clock.now();
    spent = Math.max(0, spent - ((now - at) / 1000) * size().restoreRate);
    at = now;
  };

  return {
    take(points) {
      restore();
      if (spent + points > size().maximumAvailable) return false;
      spent += points;
      return true;
    },
    giveBack(points) {
      restore();
      spent = Math.max(0, spent - points);
    },
    status() {
      restore();
      const { maximumAvailable, restoreRate } = size();
      return {
        maximumAvailable,
        currentlyAvailable: Math.max(0, Math.floor(maximumAvailable - spent)),
        restoreRate,
      };
    },
    resize(next) {
      restore();
      own = next;
    },
    refill() {
      spent = 0;
      own = null;
    },
    leave(points) {
      restore();
      spent = Math.max(0, size().maximumAvailable - points);
    },
  };
}
