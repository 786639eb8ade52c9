import type { Pool } from "pg";
import type { CallBudget } from "#connectors/kit/call-budget.ts";
import type { Clock } from "#connectors/kit/clock.ts";
import { passFaultPoint } from "#connectors/kit/fault-point.ts";
import type { CallPriority } from "#connectors/kit/http-caller.ts";
import type { BudgetLimits } from "#connectors/kit/target-connector.ts";
import { asStoreFailure } from "../passing-failure.ts";
import { createPacing } from "./pacing.ts";
import { quotaRefusal, stopping, type QuotaLeft } from "./refusals.ts";
import { takeCalls, type CallGrant } from "./take-calls.ts";

export interface SharedBudgetOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly process: string;
  readonly owner: string;
  readonly limits: BudgetLimits;
}

interface Waiter {
  readonly priority: CallPriority;
  resolve(release: () => void): void;
  reject(error: unknown): void;
}

/** Places of a process that is not heard of lapse after this time. */
const leaseMs = 30_000;
const renewMs = 10_000;
/**
 * Calls taken ahead are good for this long: then the database is asked again, so that a wait which another process was asked for, or
 * its need of places, is heard of here. It costs a busy process one statement in this time.
 */
const recheckMs = 1_000;
/** Unused places and calls are handed back once nobody has asked for this long. */
const idleMs = 1_000;
/** Calls and places taken ahead, at most, where no rate per second applies. */
const ahead = { permits: 100, slots: 8 };
/** Share of a day's or month's calls that sweeps leave to live work. */
const reservedForLive = 0.1;
/** Shortest pause before asking again; it doubles up to `starvedWaitMs` while nothing is to be had, so that nobody spins. */
const shortestWaitMs = 5;
const starvedWaitMs = 80;
const longestWaitMs = 1_000;
/**
 * Part of a rate per second that is used. Calls go at even distances; with this much room between them a second of the other side's
 * clock never holds more than its limit, although some calls travel up to a thirtieth of a second longer than others.
 */
const usedOfRate = 0.97;
/** So long ahead of their time calls are taken where a rate applies, so that not each of them costs a statement. */
const aheadOfRateMs = 250;

/**
 * One owner's budget as one process sees it. Everybody who waits is served by one statement; where no rate applies, places and
 * calls are taken ahead in blocks, so that most calls cost no statement at all.
 */
export function createSharedBudget(options: SharedBudgetOptions): CallBudget & {
  setLimits(limits: BudgetLimits): void;
  /** Calls that were made and are not counted in the database yet. */
  uncounted(): Promise<number>;
  /** From now on a call that would have to wait for time to pass is refused. */
  refuseWaiting(): void;
  stop(): Promise<void>;
} {
  const { pool, clock, owner, process } = options;
  let limits = options.limits;
  const waiting: Waiter[] = [];
  let slots = 0;
  let permits = 0;
  /** When calls may start that were taken ahead of their time; by `performance.now()`, the first comes first. */
  let scheduled: number[] = [];
  let pacer: NodeJS.Timeout | null = null;
  const pacing = createPacing();
  let made = 0;
  /** Calls taken ahead that may not be made now; they are handed back with the next question. */
  let withdrawn = 0;
  let starved = 0;
  let inFlight = 0;
  let lastFlush = 0;
  let quota: QuotaLeft = { day: null, month: null };
  let asking = false;
  let answered: Promise<void> = Promise.resolve();
  /** Places that the question under way says are in use; what lies above may be given to another process meanwhile. */
  let keptWhileAsking = 0;
  /** Somebody came while the database was being asked, whom that answer does not cover. */
  let askedMeanwhile = false;
  let timer: NodeJS.Timeout | null = null;
  let due = 0;
  let refusing = false;
  let stopped = false;

  /** Calls that were taken and not made, whether their time has come or not. */
  const taken = (): number => permits + scheduled.length;

  const ripen = (): void => {
    const now = performance.now();
    let next = pacing.next(scheduled[0]);
    while (next !== null && next <= now) {
      scheduled.shift();
      permits += 1;
      pacing.passed(now, limits.callsPerSecond);
      next = pacing.next(scheduled[0]);
    }
    if (pacer !== null || next === null) return;
    pacer = setTimeout(() => {
      pacer = null;
      serve();
    }, next - now);
    pacer.unref();
  };

  const serve = (): void => {
    ripen();
    while (waiting.length > 0 && inFlight < (asking ? keptWhileAsking : slots) && permits > 0) {
      const index = nextServed();
      if (index < 0) return;
      const [waiter] = waiting.splice(index, 1);
      if (waiter === undefined) return;
      permits -= 1;
      made += 1;
      starved = 0;
      inFlight += 1;
      waiter.resolve(once(release));
    }
  };

  /** Live before sweep; a sweep leaves the last place to live work. */
  const nextServed = (): number => {
    const live = waiting.findIndex((waiter) => waiter.priority === "live");
    if (live >= 0) return live;
    if (isReserved()) return -1;
    return limits.callsAtOnce > 1 && inFlight >= limits.callsAtOnce - 1 ? -1 : 0;
  };

  const release = (): void => {
    inFlight -= 1;
    serve();
    if (waiting.length > 0 && scheduled.length === 0 && (inFlight < slots || slots < limits.callsAtOnce))
      ask();
    else if (inFlight === 0) later(idleMs);
  };

  const ask = (): void => {
    if (stopped) return;
    if (asking) {
      askedMeanwhile = true;
      return;
    }
    asking = true;
    keptWhileAsking = inFlight;
    answered = flush().finally(() => {
      asking = false;
      const again = askedMeanwhile || (inFlight < slots && permits > 0);
      askedMeanwhile = false;
      if (waiting.length > 0 && scheduled.length === 0 && again) ask();
    });
  };

  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const isPaced = limits.callsPerSecond !== null;
    const idle = waiting.length === 0;
    const wanted = Math.min(
      limits.callsAtOnce,
      inFlight + waiting.length + (idle || isPaced ? 0 : ahead.slots),
    );
    const missing = Math.max(0, Math.min(waiting.length, wanted - inFlight) - taken());
    const more = idle || missing === 0 ? 0 : isPaced ? missing : missing + permitsAhead();
    const asked = performance.now();
    let answer: CallGrant;
    try {
      answer = await take(wanted, more, idle);
    } catch (error) {
      fail(asStoreFailure(error));
      return;
    }
    slots = answer.slots;
    keptWhileAsking = slots;
    schedule(answer, asked);
    quota = { day: answer.day_left, month: answer.month_left };
    if ((answer.blocked_until ?? 0) > clock.now()) withdraw();
    serve();
    settleWaiters(answer);
    if (withdrawn > 0) later(shortestWaitMs);
  };

  /** Calls that were asked for at a moment get their times. */
  const schedule = (answer: CallGrant, asked: number): void => {
    const rate = pace();
    if (rate === null) permits += answer.permits;
    else
      for (let call = 0; call < answer.permits; call += 1)
        scheduled.push(asked + answer.first_ms + (call / rate) * 1_000);
  };

  const pace = (): number | null =>
    limits.callsPerSecond === null ? null : limits.callsPerSecond * usedOfRate;

  /** Nobody calls now: what was taken ahead counts for nothing. */
  const withdraw = (): void => {
    withdrawn += taken();
    permits = 0;
    scheduled = [];
  };

  const take = async (wanted: number, more: number, idle: boolean): Promise<CallGrant> => {
    if (idle) withdraw();
    const now = clock.now();
    lastFlush = now;
    const counted = made;
    const handedBack = withdrawn;
    made = 0;
    withdrawn = 0;
    const places = Math.max(wanted, inFlight);
    const mine = { owner, process, now, places, kept: keptWhileAsking, waiting: waiting.length, leaseMs };
    try {
      const ahead = { permits: more, aheadMs: aheadOfRateMs };
      const wish = { ...mine, ...ahead, unused: handedBack, made: counted };
      return await takeCalls(pool, wish, { ...limits, callsPerSecond: pace() });
    } catch (error) {
      withdrawn += handedBack;
      made += counted;
      throw error;
    }
  };

  /** Refuses waiters whose quota is spent and sets the time to ask again for the others. */
  const settleWaiters = (answer: CallGrant): void => {
    const now = clock.now();
    const spent = isSpent(taken());
    for (let index = waiting.length - 1; index >= 0; index -= 1) {
      const waiter = waiting[index];
      if (waiter === undefined) continue;
      const reserved = waiter.priority === "sweep" && isReserved();
      if (!spent && !reserved) continue;
      waiting.splice(index, 1);
      waiter.reject(quotaRefusal({ owner, now, spent, quota }));
    }
    if (waiting.length > 0) {
      const blocked = answer.blocked_until === null ? 0 : answer.blocked_until - now;
      const half = scheduled[Math.floor(scheduled.length / 2)];
      const wait = Math.max(answer.wait_ms, blocked, half === undefined ? 0 : half - performance.now());
      if (refusing && wait > 0) fail(stopping());
      else
        later(
          Math.min(longestWaitMs, Math.max(wait, Math.min(starvedWaitMs, shortestWaitMs * 2 ** starved))),
        );
      starved += 1;
    } else if (inFlight > 0) later(renewMs);
  };

  const isSpent = (left: number): boolean => left === 0 && (quota.day === 0 || quota.month === 0);

  /** Whether what is left of a quota, with the calls taken ahead, is the part that is kept for live work. */
  const isReserved = (): boolean =>
    [
      [quota.day, limits.callsPerDay],
      [quota.month, limits.callsPerMonth],
    ].some(
      ([left, limit]) =>
        typeof left === "number" && typeof limit === "number" && left + taken() < limit * reservedForLive,
    );

  /** Calls to take ahead. Few where a quota is counted: what a process holds when it dies counts as used. */
  const permitsAhead = (): number => {
    if (limits.callsPerDay === null && limits.callsPerMonth === null) return ahead.permits;
    const left = Math.min(quota.day ?? Infinity, quota.month ?? Infinity);
    return Number.isFinite(left) ? Math.min(ahead.permits, Math.floor(left / 100)) : 0;
  };

  const fail = (error: unknown): void => {
    for (const waiter of waiting.splice(0)) waiter.reject(error);
  };

  /** Asks again after a time, unless that is to happen sooner anyway. */
  const later = (ms: number): void => {
    const at = performance.now() + ms;
    if (stopped || (timer !== null && due <= at)) return;
    if (timer !== null) clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = null;
      ask();
    }, ms);
    timer.unref();
  };

  return {
    take: (priority) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopping());
        waiting.push({ priority, resolve, reject });
        if (clock.now() - lastFlush > recheckMs) ask();
        serve();
        if (waiting.length > 0 && scheduled.length === 0) ask();
      }),
    throttled: async (ms) => {
      const until = clock.now() + ms;
      withdraw();
      await passFaultPoint("budget.beforeCommit");
      await pool.query(
        `update waybill.budget set blocked_until = greatest(coalesce(blocked_until, 0), $2) where owner = $1`,
        [owner, until],
      );
      await passFaultPoint("budget.afterCommit");
      ask();
    },
    setLimits: (next) => {
      limits = next;
    },
    uncounted: async () => {
      await answered;
      return made;
    },
    refuseWaiting: () => {
      refusing = true;
      if (waiting.length > 0) ask();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      if (pacer !== null) clearTimeout(pacer);
      fail(stopping());
      await answered;
      try {
        if (made > 0 || taken() > 0 || withdrawn > 0) await take(0, 0, true);
        await pool.query(`delete from waybill.budget_slots where owner = $1 and process = $2`, [
          owner,
          process,
        ]);
      } catch {
        // The places lapse, and what was taken ahead counts as used.
      }
    },
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
