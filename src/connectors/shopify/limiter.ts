import type { CallPriority } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";

/** What an answer says of the points that an app may spend on a shop. Source: "GraphQL Admin API rate limits". */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  /** Points per second. */
  readonly restoreRate: number;
}

export interface CostPermit {
  /** Ends the call. Null: its answer said nothing of the points. */
  settle(status: ThrottleStatus | null): void;
}

/** Lets calls to one shop go while there are points for them. */
export interface CostLimiter {
  /**
   * Waits until the points that a call asks for are there. `cost` null: not known yet. Sweeps wait while live calls do and
   * leave them a share of the points. Rejects with a `throttled` `SyncError` when it would take too long.
   */
  take(cost: number | null, priority: CallPriority): Promise<CostPermit>;
  /** Nothing goes for this long: the shop asked to wait. */
  pause(ms: number): void;
  /** From now on turns away who waits or would have to: the process is to end. */
  refuseWaiting(): void;
  /** Turns away everybody. */
  close(): void;
}

/** Time that passes by itself: the shop's points come back in real time, whatever the hub's clock is set to. */
export interface RealTime {
  now(): number;
  /** The result cancels it. */
  setTimer(ms: number, run: () => void): () => void;
}

const realTime: RealTime = {
  now: () => performance.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Dearest that a query may be on any plan; the guess for one that was never sent. Source: same page. */
const dearest = 1_000;
/** Part of all points that sweeps leave to live calls. */
const keptForLive = 0.25;
const longestWaitMs: Readonly<Record<CallPriority, number>> = { live: 15_000, sweep: 60_000 };
const shortestTimerMs = 5;

interface Waiter {
  readonly cost: number | null;
  readonly priority: CallPriority;
  readonly since: number;
  resolve(permit: CostPermit): void;
  reject(error: unknown): void;
}

/**
 * Learns the size of the bucket and its refill from the answers. Before the first answer one call at a time is sent. Other
 * processes spend from the same bucket, so each answer corrects the picture.
 */
export function createCostLimiter(shop: string, time: RealTime = realTime): CostLimiter {
  let known: { readonly status: ThrottleStatus; readonly at: number } | null = null;
  let reserved = 0;
  let inFlight = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | null = null;
  let refusing = false;
  let closed = false;
  const waiting: Record<CallPriority, Waiter[]> = { live: [], sweep: [] };

  const available = (now: number): number => {
    if (known === null) return 0;
    const { currentlyAvailable, maximumAvailable, restoreRate } = known.status;
    return Math.min(maximumAvailable, currentlyAvailable + ((now - known.at) / 1_000) * restoreRate);
  };

  const pointsOf = (cost: number | null): number => {
    if (known === null) return cost ?? 0;
    const { maximumAvailable } = known.status;
    return Math.min(cost ?? Math.min(dearest, maximumAvailable / 2), maximumAvailable);
  };

  /** Milliseconds until this call may go; infinite: not before another answer came. */
  const waitOf = ({ cost, priority }: Pick<Waiter, "cost" | "priority">, now: number): number => {
    if (pausedUntil > now) return pausedUntil - now;
    if (known === null) return inFlight === 0 ? 0 : Number.POSITIVE_INFINITY;
    const { maximumAvailable, restoreRate } = known.status;
    const kept = priority === "sweep" ? maximumAvailable * keptForLive : 0;
    const missing = Math.min(maximumAvailable, pointsOf(cost) + kept) - (available(now) - reserved);
    if (missing <= 0) return 0;
    return restoreRate > 0 ? (missing / restoreRate) * 1_000 : Number.POSITIVE_INFINITY;
  };

  const grant = (waiter: Waiter): void => {
    const points = pointsOf(waiter.cost);
    reserved += points;
    inFlight += 1;
    let settled = false;
    waiter.resolve({
      settle: (status) => {
        if (settled) return;
        settled = true;
        reserved -= points;
        inFlight -= 1;
        const now = time.now();
        if (status !== null) known = { status, at: now };
        // Without word from the shop the points count as spent.
        else if (known !== null)
          known = {
            status: { ...known.status, currentlyAvailable: Math.max(0, available(now) - points) },
            at: now,
          };
        serve();
      },
    });
  };

  const turnAwayLate = (now: number): void => {
    for (const priority of ["live", "sweep"] as const) {
      const queue = waiting[priority];
      while (queue[0] !== undefined && now - queue[0].since > longestWaitMs[priority]) {
        const [late] = queue.splice(0, 1);
        if (late !== undefined) late.reject(pointsSpent(shop, finite(waitOf(late, now))));
      }
    }
  };

  const turnAwayAll = (): void => {
    cancelTimer?.();
    for (const queue of [waiting.live, waiting.sweep])
      for (const waiter of queue.splice(0)) waiter.reject(stopping());
  };

  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    const now = time.now();
    turnAwayLate(now);
    for (;;) {
      const next = waiting.live[0] ?? waiting.sweep[0];
      if (next === undefined) return;
      const wait = waitOf(next, now);
      if (wait > 0) {
        const untilLate = next.since + longestWaitMs[next.priority] + 1 - now;
        cancelTimer = time.setTimer(Math.max(shortestTimerMs, Math.min(wait, untilLate)), serve);
        return;
      }
      waiting[next.priority].shift();
      grant(next);
    }
  };

  return {
    take: (cost, priority) =>
      new Promise((resolve, reject) => {
        const now = time.now();
        const wait = closed ? 0 : waitOf({ cost, priority }, now);
        if (closed || (refusing && wait > 0)) reject(stopping());
        else if (Number.isFinite(wait) && wait > longestWaitMs[priority]) reject(pointsSpent(shop, wait));
        else {
          waiting[priority].push({ cost, priority, since: now, resolve, reject });
          serve();
        }
      }),
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, time.now() + ms);
      serve();
    },
    refuseWaiting: () => {
      refusing = true;
      turnAwayAll();
    },
    close: () => {
      closed = true;
      turnAwayAll();
    },
  };
}

function finite(ms: number): number {
  return Number.isFinite(ms) ? ms : 1_000;
}

function pointsSpent(shop: string, waitMs: number): SyncError {
  return new SyncError(
    "throttled",
    {
      code: "SHOP_POINTS_SPENT",
      message: `The calls that ${shop} allows are used up for the moment. Work goes on by itself when they have come back.`,
    },
    { retryAfterMs: Math.ceil(waitMs) },
  );
}

function stopping(): SyncError {
  return new SyncError("unavailable", {
    code: "STOPPING",
    message: "The store is being closed; this is tried again when it is open.",
  });
}
