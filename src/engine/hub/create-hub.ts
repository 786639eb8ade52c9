import { tmpdir } from "node:os";
import type { BudgetKeeper } from "../ports/budget-keeper.ts";
import type { WorkQueue } from "../ports/queue.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { createIntake } from "../intake/receive-webhook.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import { createRegistry, type RegistryOptions } from "../runtime/registry.ts";
import { UseCaseError, type Hub, type HubEvent, type StoryPage } from "../use-cases/hub.ts";
import { createApiKey, createAuthenticator, revokeApiKey } from "./api-keys.ts";
import { createBackground, type Intervals } from "./background.ts";
import { checkStore, doctor, healSubscriptions } from "./check.ts";
import { applyConfiguration } from "./configure.ts";
import { describeConnection, exportConfiguration } from "./describe-configuration.ts";
import { findRecord, findRecords, resolveKeys } from "./find-records.ts";
import type { HubDeps } from "./hub-deps.ts";
import { listAttention, listRecords, storiesOf } from "./list-pages.ts";
import { pauseConnection, resumeConnection } from "./pause-connection.ts";
import { planRecords, unsettledKeys } from "./plan-records.ts";
import { readJournal } from "./read-journal.ts";
import { resolveQuestion } from "./resolve-question.ts";
import { changeRun, startBackfill } from "./run-backfill.ts";
import { answerSilence, probeSilence, silenceOf } from "./silence.ts";
import { settingsSchema } from "./settings-schema.ts";
import { createShopSignals } from "./shop-signals.ts";
import { syncRecords, wakeRecords } from "./sync-records.ts";
import { viewOfRun } from "./view-of-run.ts";
import { createWorkers } from "./workers.ts";

export interface HubOptions extends Omit<RegistryOptions, "context"> {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  readonly budgets: BudgetKeeper;
  readonly role: "all" | "web" | "worker";
  readonly intervals: Intervals;
  /** Where large files may lie for a while; default: the system's folder for temporary files. */
  readonly scratchFolder?: string;
  /** Moves the engine's clock; only in the sandbox. */
  readonly moveClock?: (ms: number) => void;
}

export interface RunningHub extends Hub {
  /**
   * Says where shops can send webhooks now that somebody listens, and mends their subscriptions at once, since they may have been
   * taken away meanwhile. Before this is called subscriptions are left alone.
   */
  listeningAt(callbackUrl: string): Promise<void>;
  /** Stops taking work, lets what is in work settle, and closes what was opened. The store is the caller's. */
  stop(): Promise<void>;
}

const tickMs = 1_000;
/** Anybody may send a delivery with an unknown domain or a wrong signature, so the configuration is not read for each of them. */
const recentMs = 1_000;

/** Starts a hub on an open store and queue: registers the process, takes over what dead ones left, and works. */
export async function createHub(options: HubOptions): Promise<RunningHub> {
  const { context, queue, budgets } = options;
  const listeners = new Set<(event: HubEvent) => void>();
  const emit = (event: HubEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const registry = createRegistry(options);
  const signals = createShopSignals();
  const workers = createWorkers({
    context,
    queue,
    registry,
    enabled: options.role !== "web",
    emit,
    storeLane: {
      onHistoryMoved: () => signals.announce(),
      onScopesChanged: async (store) => void (await checkStore(deps, store)),
      onUninstalled: async (store) => {
        await context.store.setStoreState(store, "uninstalled");
        workers.refreshSoon();
      },
    },
  });
  let callbackUrl: string | null = null;
  const deps: HubDeps = {
    context,
    queue,
    budgets,
    registry,
    connectors: options,
    workers,
    toldTroubles: new Map(),
    signals,
    scratchFolder: options.scratchFolder ?? tmpdir(),
    callbackUrl: () => callbackUrl,
    emit,
  };
  const storeAnew = async (domain: string) => {
    await registry.ensureRecent(recentMs);
    return registry.storeByDomain(domain);
  };
  const intake = createIntake({
    context,
    queue,
    storeOf: async (domain) => registry.storeByDomain(domain) ?? storeAnew(domain),
    storeAnew,
    connectionsTaking: (store, kind) => registry.taking(store, kind),
  });
  const background = createBackground(deps, options.intervals);
  const authenticator = createAuthenticator(context.store, () => Date.now());

  const settleDown = async (): Promise<void> => {
    background.windDown();
    budgets.refuseWaiting();
    registry.refuseWaiting();
    await background.idle();
    await workers.stop();
    await registry.close();
  };
  /** Work that is under way when the start fails would outlive it. */
  const orSettleDown = async (error: unknown): Promise<never> => {
    await settleDown();
    throw error;
  };
  const begin = async (): Promise<void> => {
    if (options.role === "web") await context.store.registerProcess(context.process, options.role);
    else
      // Two that start at the same moment could each think that it is alone, and put back what the other one has claimed.
      await context.store.startInTurn(async () => {
        await context.store.registerProcess(context.process, options.role);
        await background.reclaim();
      });
    await workers.refresh();
  };
  await begin().catch(orSettleDown);
  let ticking: Promise<void> = Promise.resolve();
  let busy = false;
  // A process that only takes webhooks has to hear of new stores and changed secrets too.
  const work = options.role === "web" ? background.refresh : background.tick;
  let wasAway = false;
  /** After the database was away: wake-ups may not have followed what was stored just before. */
  const recover = async (): Promise<void> => {
    await background.takeOver();
    wasAway = false;
  };
  const tick = (): Promise<void> => {
    if (!busy) {
      busy = true;
      ticking = work()
        .then(() => (wasAway && options.role !== "web" ? recover() : undefined))
        .catch((error: unknown) => {
          wasAway = true;
          context.log.warn({ err: error }, "background work waits");
        })
        .finally(() => {
          busy = false;
        });
    }
    return ticking;
  };
  if (options.role !== "web")
    await recover().catch(async (error: unknown) => {
      if (!(error instanceof StoreAwayError)) await orSettleDown(error);
      wasAway = true;
    });
  const timer = setInterval(() => void tick(), tickMs);
  void tick();

  const connectionRow = async (name: string) => {
    await registry.reload();
    const row = registry.connectionRows().find((candidate) => candidate.name === name);
    if (row === undefined)
      throw new UseCaseError(404, "CONNECTION_NOT_FOUND", `There is no connection ${name}.`);
    return row;
  };
  const runById = async (id: string) => {
    const run = await context.store.run(id);
    if (run === null) throw new UseCaseError(404, "RUN_NOT_FOUND", `There is no run ${id}.`);
    return viewOfRun(deps, run);
  };
  const keysFor = async (connection: string, records: readonly string[] | undefined) => {
    await connectionRow(connection);
    return records === undefined || records.length === 0
      ? unsettledKeys(deps, connection)
      : resolveKeys(deps, connection, records);
  };
  const tellStories = async (records: Parameters<typeof storiesOf>[1], page: StoryPage) => {
    await registry.reload();
    return storiesOf(deps, records, page);
  };

  return {
    receiveWebhook: (_connector, headers, rawBody) => intake.receive(headers, rawBody),

    apply: (configuration) => applyConfiguration(deps, configuration),
    exportConfiguration: async () => {
      await registry.reload();
      return exportConfiguration(deps);
    },
    settingsSchema: async (connector) => settingsSchema(options.targets, connector),

    connections: async () => {
      await registry.reload();
      return Promise.all(registry.connectionRows().map((row) => describeConnection(deps, row)));
    },
    connection: async (name) => describeConnection(deps, await connectionRow(name)),
    doctor: async (connection) => {
      if (connection !== undefined) await connectionRow(connection);
      return doctor(deps, connection);
    },
    pause: async (name) => pauseConnection(deps, await connectionRow(name)),
    resume: async (name) => resumeConnection(deps, await connectionRow(name)),
    journal: (query) => readJournal(deps, query),

    records: (query) => listRecords(deps, query),
    record: async (id, page = {}) => {
      const record = await findRecord(deps, id);
      const [told] = record === null ? [] : await tellStories([record], page);
      if (told === undefined) throw new UseCaseError(404, "RECORD_NOT_FOUND", "There is no such record.");
      return told;
    },
    show: async (text) => tellStories(await findRecords(deps, text), { limit: 100 }),
    plan: async (connection, records) => ({
      records: await planRecords(deps, connection, await keysFor(connection, records)),
    }),
    sync: async (connection, records) => syncRecords(deps, connection, await keysFor(connection, records)),

    attention: (connection, page) => listAttention(deps, connection, page),
    resolve: (id, choice, by) => resolveQuestion(deps, id, choice, by),
    retry: async (query) => {
      await registry.reload();
      const rows = registry
        .connectionRows()
        .filter((row) => query.connection === undefined || row.name === query.connection);
      let count = 0;
      for (const row of rows) {
        if (row.throttledUntil !== null && Date.parse(row.throttledUntil) > context.clock.now()) continue;
        // By a cause, questions too: what they ask for may have been seen to on the other side.
        const states = query.cause === undefined ? (["failed"] as const) : (["failed", "attention"] as const);
        const keys = await context.store.keysIn(row.name, states, query.cause);
        await wakeRecords(deps, row.name, keys, true);
        count += keys.length;
      }
      return count;
    },

    startBackfill: async (request) => {
      await registry.reload();
      const run = await startBackfill(deps, request);
      void tick();
      return run;
    },
    runs: async (connection) =>
      Promise.all((await context.store.runs(connection)).map((run) => viewOfRun(deps, run))),
    run: runById,
    cancelRun: (id) => changeRun(deps, id, "cancelled"),
    pauseRun: (id) => changeRun(deps, id, "paused"),
    resumeRun: async (id) => {
      const run = await changeRun(deps, id, "running");
      void tick();
      return run;
    },

    silence: async (name) => silenceOf(deps, (await connectionRow(name)).name),
    probeSilence: async (name) => probeSilence(deps, (await connectionRow(name)).name),
    answerSilence: async (name, silent) => answerSilence(deps, (await connectionRow(name)).name, silent),

    createKey: (role, name) => createApiKey(context.store, context.newId(), role, name),
    keys: () => context.store.keys(),
    revokeKey: (id) => revokeApiKey(context.store, authenticator, id),
    authenticate: (token) => authenticator.authenticate(token),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: () => context.store.ping(),
    ...(options.moveClock === undefined
      ? {}
      : {
          advanceClock: async (ms: number) => {
            options.moveClock?.(ms);
            background.clockMoved();
            // Whoever waits for a while looks again: the while may be over.
            deps.signals.announce();
            await ticking;
            await tick();
            await background.idle();
          },
        }),

    listeningAt: async (url) => {
      callbackUrl = url;
      for (const row of registry.storeRows()) if (row.state === "ok") await healSubscriptions(deps, row.name);
    },
    stop: async () => {
      clearInterval(timer);
      background.windDown();
      await ticking;
      await settleDown();
    },
  };
}
