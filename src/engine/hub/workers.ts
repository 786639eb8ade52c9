import type { Reason } from "#domain/reason.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { ConnectionRow } from "../ports/engine-store.ts";
import { laneOf, type WorkQueue } from "../ports/queue.ts";
import type { Reconciled } from "../reconcile/reconcile-key.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry } from "../runtime/registry.ts";
import { drainStoreLane } from "../schedule/drain-store-lane.ts";
import type { StoreLaneDeps } from "../schedule/work-store-lane.ts";
import type { HubEvent } from "../use-cases/hub.ts";
import { startLaneWorker, type LaneWorker } from "../worker/lane-worker.ts";

export interface WorkersOptions {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  readonly registry: Registry;
  /** False for a process that only takes webhooks and answers questions. */
  readonly enabled: boolean;
  readonly storeLane: Pick<StoreLaneDeps, "onHistoryMoved" | "onScopesChanged" | "onUninstalled">;
  emit(event: HubEvent): void;
}

/** The lanes this process works. One worker per connection that may run, one handler per store. */
export interface Workers {
  /** Starts and stops workers so that they fit the configuration and what is paused. Safe to call at any time. */
  refresh(): Promise<void>;
  /** The same for whoever cannot wait for it; a failure is logged, and the next refresh makes up for it. */
  refreshSoon(): void;
  poke(connection: string): void;
  stop(): Promise<void>;
}

/** Longer waits end with a look that comes by itself. */
const longestTimerMs = 60_000;
/** Two waits that end within this time are the same one to a reader of the journal. */
const sameWaitMs = 5_000;

export function createWorkers(options: WorkersOptions): Workers {
  const { context, queue, registry } = options;
  const lanes = new Map<string, { readonly worker: LaneWorker; readonly runtime: unknown }>();
  const storeLanes = new Set<string>();
  /** Workers that take no more keys and let theirs settle, which may last as long as the other side asked to wait. */
  const leaving = new Set<Promise<void>>();
  /** When connections that asked to wait may be worked on again. */
  const throttled = new Map<string, number>();
  let stopped = false;
  let refreshing: Promise<void> = Promise.resolve();

  const letGo = (worker: LaneWorker): void => {
    const left = worker.stop().finally(() => leaving.delete(left));
    leaving.add(left);
  };

  /** Called by a worker about one of its own keys, so it must not wait for that worker to stop. */
  const refreshSoon = (): void => {
    refresh().catch((error: unknown) => {
      context.log.warn({ err: error }, "which connections may run is looked at again later");
    });
  };

  const onTrouble = async (row: ConnectionRow, result: Reconciled): Promise<void> => {
    const failure = result.error;
    if (failure === null) return;
    if (failure.errorClass === "throttled") {
      const now = context.clock.now();
      const waitMs = failure.retryAfterMs ?? 5_000;
      const until = new Date(now + waitMs).toISOString();
      await context.store.setThrottled(row.name, until);
      // Calls that were under way together are answered alike; that is told once. A wait that lasts longer is news.
      const told = throttled.get(row.name) ?? 0;
      throttled.set(row.name, Math.max(told, now + waitMs));
      if (told <= now || now + waitMs > told + sameWaitMs)
        await note(row, "throttled", failure.reason, `Work goes on at ${until}.`);
      refreshSoon();
      if (waitMs < longestTimerMs) setTimeout(refreshSoon, waitMs + 1).unref();
    } else if (failure.errorClass === "unauthorised") {
      await context.store.setPaused(row.name, failure.reason);
      await note(row, "paused", failure.reason, "The connection is paused until it is resumed.");
      refreshSoon();
    }
  };

  const note = async (
    row: ConnectionRow,
    state: "throttled" | "paused",
    reason: Reason,
    consequence: string,
  ): Promise<void> => {
    const line = { code: reason.code, message: `${reason.message} ${consequence}` };
    options.emit({ type: "connection", connection: row.name, ...line });
    await context.store.journal([
      { store: row.store, connection: row.name, key: null, ...line, detail: { state } },
    ]);
  };

  const onReconciled = (row: ConnectionRow, key: RecordKey, result: Reconciled): void =>
    options.emit({
      type: "record",
      connection: row.name,
      key: keyText(key),
      title: result.title,
      state: result.outcome.state,
      message: result.outcome.reason.message,
    });

  const mayRun = (row: ConnectionRow): boolean => {
    const store = registry.storeRows().find((candidate) => candidate.name === row.store);
    const waits = row.throttledUntil !== null && Date.parse(row.throttledUntil) > context.clock.now();
    return row.paused === null && !waits && store?.state === "ok";
  };

  const startLane = async (row: ConnectionRow): Promise<void> => {
    const runtime = registry.connection(row.name);
    const existing = lanes.get(row.name);
    if (existing?.runtime === runtime) return;
    if (existing !== undefined) letGo(existing.worker);
    await queue.openLane(laneOf({ connection: row.name }));
    const worker = startLaneWorker({
      context,
      queue,
      runtime,
      onReconciled: (key, result) => onReconciled(row, key, result),
      onTrouble: (result) => onTrouble(row, result),
    });
    lanes.set(row.name, { worker, runtime });
  };

  const doRefresh = async (): Promise<void> => {
    if (stopped) return;
    await registry.reload();
    for (const store of registry.storeRows()) {
      if (!storeLanes.has(store.name)) await queue.openLane(laneOf({ store: store.name }));
      storeLanes.add(store.name);
    }
    const rows = registry.connectionRows();
    for (const row of rows) {
      if (row.throttledUntil === null) throttled.delete(row.name);
      if (!options.enabled) {
        await queue.openLane(laneOf({ connection: row.name }));
        continue;
      }
      try {
        if (mayRun(row)) await startLane(row);
        else {
          const stopping = lanes.get(row.name);
          lanes.delete(row.name);
          if (stopping !== undefined) letGo(stopping.worker);
        }
      } catch (error) {
        context.log.error({ err: error, connection: row.name }, "the connection could not be opened");
      }
    }
    for (const [name, lane] of lanes)
      if (!rows.some((row) => row.name === name)) {
        lanes.delete(name);
        letGo(lane.worker);
      }
  };

  const refresh = (): Promise<void> => {
    refreshing = refreshing.then(doRefresh, doRefresh);
    return refreshing;
  };

  queue.onWake((lane) => {
    if (!options.enabled || stopped) return;
    const slash = lane.indexOf("/");
    const [type, name] = [lane.slice(0, slash), lane.slice(slash + 1)];
    if (type === "connection") lanes.get(name)?.worker.poke();
    else
      drainStoreLane({ context, registry, queue, ...options.storeLane }, name).catch((error: unknown) => {
        context.log.warn({ err: error, store: name }, "the store's own deliveries wait for the next look");
      });
  });

  return {
    refresh,
    refreshSoon,
    poke: (connection) => lanes.get(connection)?.worker.poke(),
    stop: async () => {
      stopped = true;
      await refreshing.catch(() => undefined);
      await Promise.all([...leaving, ...[...lanes.values()].map(({ worker }) => worker.stop())]);
      lanes.clear();
    },
  };
}
