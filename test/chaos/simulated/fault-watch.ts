import { AsyncLocalStorage } from "node:async_hooks";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import type { CrashWish } from "../tier.ts";

/** One life of a hub in this process. */
export interface Life {
  readonly isOver: boolean;
  /** Ends it: from this moment nothing of it gets out. */
  end(): void;
}

/**
 * Watches the fault points of all hubs in this process. What runs in `live` belongs to that life; whatever of a life that is over
 * still comes to a fault point gets no further.
 */
export interface FaultWatch {
  live<T>(life: Life, work: () => T): T;
  crashAt(wish: CrashWish | null): void;
  readonly reached: ReadonlyMap<string, number>;
  readonly crashes: readonly string[];
  stop(): void;
}

/** Only one at a time: fault points are armed for the whole process. */
export function watchFaultPoints(): FaultWatch {
  const lives = new AsyncLocalStorage<Life>();
  const reached = new Map<string, number>();
  const crashes: string[] = [];
  let wish: CrashWish | null = null;
  let left = 0;

  armFaultPoints((point, operation) => {
    const life = lives.getStore();
    if (life === undefined) throw new Error(`the fault point ${point} was reached by nobody's work`);
    if (life.isOver) throw new StoreAwayError(new Error("this hub has ended"));
    reached.set(point, (reached.get(point) ?? 0) + 1);
    if (wish?.point !== point || (wish.operation ?? operation) !== operation) return;
    left -= 1;
    if (left > 0) return;
    wish = null;
    crashes.push(operation === null ? point : `${point} ${operation}`);
    life.end();
    throw new StoreAwayError(new Error("this hub ends here"));
  });

  return {
    live: (life, work) => lives.run(life, work),
    crashAt: (next) => {
      wish = next;
      left = next?.hit ?? 0;
    },
    reached,
    crashes,
    stop: () => armFaultPoints(null),
  };
}
