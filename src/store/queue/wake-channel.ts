import pg from "pg";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";

const channel = "waybill_wake";
/** At most one notification per lane in this time: a notification is a hint, and each one takes a lock of the whole server. */
const quietMs = 20;
const reconnectMs = 500;

/** Tells workers of all processes that a lane has work. In this process at once, elsewhere by LISTEN/NOTIFY. */
export interface WakeChannel {
  addLane(lane: string): void;
  announce(lane: string): void;
  listen(listener: (lane: string) => void): void;
  stop(): Promise<void>;
}

/**
 * Opens the channel on a connection of its own. When that is lost it is opened again, and every lane is looked at once, since
 * notifications may have been missed. Polling by the workers stays the floor.
 */
export async function createWakeChannel(options: {
  readonly connectionString: string;
  readonly log: EngineLog;
}): Promise<WakeChannel> {
  const lanes = new Set<string>();
  const listeners = new Set<(lane: string) => void>();
  const pending = new Set<string>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const tell = (lane: string): void => {
    for (const listener of listeners) listener(lane);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: options.connectionString });
    next.on("error", () => lost(next));
    next.on("end", () => lost(next));
    next.on("notification", ({ payload }) => {
      if (payload !== undefined) tell(payload);
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      if (stopped) throw new Error("the channel was closed meanwhile");
    } catch (error) {
      next.end().catch(() => undefined);
      throw error;
    }
    client = next;
  };

  const lost = (which: pg.Client): void => {
    if (stopped || client !== which) return;
    client = null;
    which.end().catch(() => undefined);
    reconnect();
  };

  const reconnect = (): void => {
    setTimeout(() => {
      if (stopped) return;
      connect().then(
        () => lanes.forEach(tell),
        () => reconnect(),
      );
    }, reconnectMs).unref();
  };

  /** One at a time on the one connection; lanes that are named meanwhile go with the next. */
  const flush = async (): Promise<void> => {
    const named = [...pending];
    pending.clear();
    try {
      if (client !== null)
        await client.query(`select pg_notify('${channel}', lane) from unnest($1::text[]) as lane`, [named]);
    } catch (error) {
      options.log.warn({ err: error }, "other processes were not told of new work");
    } finally {
      timer = null;
      if (pending.size > 0) tellOthers();
    }
  };

  const tellOthers = (): void => {
    if (!stopped) timer ??= setTimeout(() => void flush(), quietMs);
  };

  await connect();
  return {
    addLane: (lane) => {
      lanes.add(lane);
    },
    announce: (lane) => {
      tell(lane);
      pending.add(lane);
      tellOthers();
    },
    listen: (listener) => {
      listeners.add(listener);
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
