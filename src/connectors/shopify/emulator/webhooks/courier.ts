import { Agent } from "undici";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import type { WebhookBehaviour } from "./behaviour.ts";
import { retryAfterMs } from "./delivery.ts";
import type { Parcel } from "./delivery.ts";

/** Carries parcels to their receivers: first in, first out, so many at once, again after a failure. */
export interface Courier {
  /** Parcels that wait for their turn, without those that wait for a time. */
  readonly waiting: number;
  readonly underWay: number;
  /** Takes a parcel now or after `waitMs` of emulated time. */
  post(parcel: Parcel, waitMs: number): void;
  /** Settled when nothing is under way or waiting for its turn. */
  idle(): Promise<void>;
  /** Forgets every parcel. */
  reset(): void;
  /** Forgets every parcel, waits for what is under way, closes connections. */
  close(): Promise<void>;
}

export interface CourierOptions {
  readonly clock: EmulatorClock;
  readonly behaviour: () => WebhookBehaviour;
  /** False: the parcel is not tried again. */
  readonly isWanted: (parcel: Parcel) => boolean;
  /** Every retry failed, and nothing else reached the subscription since the first attempt. */
  readonly onGivenUp: (parcel: Parcel) => void;
}

/** Longest time to open a connection. Source: "Verify webhook deliveries". */
const connectMs = 1_000;

export function createCourier({ clock, behaviour, isWanted, onGivenUp }: CourierOptions): Courier {
  const agent = new Agent({ connect: { timeout: connectMs } });
  const turns = createTurns<Parcel>();
  const timers = new Set<() => void>();
  const inFlight = new Set<AbortController>();
  const lastTaken = new Map<string, number>();
  let idleWaiters: (() => void)[] = [];
  let round = 0;
  let isClosed = false;

  const send = async ({ delivery, headers, body }: Parcel): Promise<number> => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), behaviour().timeoutMs);
    inFlight.add(limit);
    try {
      const { origin, pathname, search } = addressOf(delivery.uri);
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: "POST",
        headers,
        body,
        signal: limit.signal,
      });
      await answer.body.dump();
      return limit.signal.aborted ? 0 : answer.statusCode;
    } catch {
      return 0;
    } finally {
      clearTimeout(timer);
      inFlight.delete(limit);
    }
  };

  const attempt = async (parcel: Parcel, startedIn: number): Promise<void> => {
    const { delivery } = parcel;
    delivery.attempts += 1;
    const status = await send(parcel);
    if (startedIn !== round) return;
    delivery.lastStatus = status;
    if (status >= 200 && status < 300) {
      delivery.outcome = "delivered";
      if (delivery.subscriptionId) lastTaken.set(delivery.subscriptionId, clock.now());
      return;
    }
    parcel.failures += 1;
    const retryAfter = retryAfterMs(parcel.failures);
    if (retryAfter !== undefined) {
      wait(parcel, parcel.dueAt + retryAfter - clock.now());
      return;
    }
    delivery.outcome = "failed";
    const taken = delivery.subscriptionId ? lastTaken.get(delivery.subscriptionId) : undefined;
    if (taken === undefined || taken < parcel.dueAt) onGivenUp(parcel);
  };

  const wait = (parcel: Parcel, delayMs: number): void => {
    const cancel = clock.setTimer(delayMs, () => {
      timers.delete(cancel);
      if (parcel.failures > 0 && !isWanted(parcel)) parcel.delivery.outcome = "failed";
      else enqueue(parcel);
    });
    timers.add(cancel);
  };

  const enqueue = (parcel: Parcel): void => {
    turns.add(parcel);
    pump();
  };

  const pump = (): void => {
    while (inFlight.size < behaviour().parallel) {
      const parcel = turns.take();
      if (!parcel) break;
      void attempt(parcel, round).finally(pump);
    }
    if (inFlight.size > 0 || turns.size > 0) return;
    const waiters = idleWaiters;
    idleWaiters = [];
    for (const done of waiters) done();
  };

  const idle = (): Promise<void> =>
    inFlight.size === 0 && turns.size === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          idleWaiters.push(resolve);
        });

  const reset = (): void => {
    round += 1;
    turns.clear();
    for (const cancel of timers) cancel();
    timers.clear();
    lastTaken.clear();
    for (const limit of inFlight) limit.abort();
  };

  return {
    get waiting() {
      return turns.size;
    },
    get underWay() {
      return inFlight.size;
    },
    post(parcel, waitMs) {
      if (isClosed) return;
      if (waitMs > 0) wait(parcel, waitMs);
      else enqueue(parcel);
    },
    idle,
    reset,
    async close() {
      isClosed = true;
      reset();
      await idle();
      await agent.destroy();
    },
  };
}

const addresses = new Map<string, URL>();

function addressOf(uri: string): URL {
  let address = addresses.get(uri);
  if (!address) {
    if (addresses.size > 1_000) addresses.clear();
    addresses.set(uri, (address = new URL(uri)));
  }
  return address;
}

/** A queue whose `take` does not move what is left. */
function createTurns<Item>() {
  let items: Item[] = [];
  let next = 0;
  return {
    get size() {
      return items.length - next;
    },
    add(item: Item) {
      items.push(item);
    },
    take(): Item | undefined {
      const item = items[next];
      if (item === undefined) return undefined;
      next += 1;
      if (next === items.length || next > 10_000) {
        items = items.slice(next);
        next = 0;
      }
      return item;
    },
    clear() {
      items = [];
      next = 0;
    },
  };
}
