import { keyText, parseKey } from "#domain/source-record.ts";
import { laneOf } from "../ports/queue.ts";
import { createRecurringJobs, type RecurringJob } from "../schedule/recurring-jobs.ts";
import { sweepStore } from "../schedule/sweep-store.ts";
import { storeLaneKey } from "../intake/receive-webhook.ts";
import { lookAtStore, mendSubscriptions, probeEveryMs } from "./check.ts";
import { wakeCalled } from "./wake-called.ts";
import { startFirstHistory } from "./first-history.ts";
import type { HubDeps } from "./hub-deps.ts";
import { workRun } from "./work-run.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const refreshMs = 5 * second;
const longestPruneMs = 20 * second;
/** Between claiming a key and taking it a worker needs milliseconds. */
const claimToTakeMs = 3 * second;

export interface Intervals {
  /** Reading what changed in the shop; default 5 minutes. */
  readonly sweepMs: number;
}

/** Everything that happens without being asked: due retries, healing, sweeps, checks, runs, pruning. */
export function createBackground(deps: HubDeps, intervals: Intervals) {
  const { context, registry, queue } = deps;
  let nextRefresh = 0;
  const ending = new AbortController();

  /** Wakes records whose next try is due. Cheap, and any process may do it. */
  const wakeDue = async (): Promise<void> => {
    const now = new Date(context.clock.now()).toISOString();
    for (const row of registry.connectionRows()) {
      if (row.paused !== null || (row.throttledUntil !== null && row.throttledUntil > now)) continue;
      const due = await context.store.takeDue(row.name, now, 500);
      await wakeCalled(queue, row.name, due);
    }
  };

  /** Gives what dead processes held to the living. */
  const takeFromDead = async (): Promise<void> => {
    for (const row of registry.connectionRows()) {
      const lane = laneOf({ connection: row.name });
      const keys = (await context.store.deadHolds(row.name)).map(keyText);
      if (keys.length === 0) continue;
      // They keep the priority they had; only of those whose wake-up is lost it is not known.
      await queue.reclaimKeys(lane, keys);
      await queue.wake(lane, keys, "sweep");
    }
    await context.store.forgetDead();
  };

  /** Puts back keys that nobody has in hand because the answer of their claim was lost; else their lease would have to lapse. */
  const putBackUntaken = async (): Promise<void> => {
    for (const row of registry.connectionRows()) {
      const lane = laneOf({ connection: row.name });
      const claimed = await queue.claimedFor(lane, claimToTakeMs);
      if (claimed.length === 0) continue;
      const held = new Set((await context.store.held(row.name, claimed.map(parseKey))).map(keyText));
      const untaken = claimed.filter((key) => !held.has(key));
      if (untaken.length === 0) continue;
      await queue.reclaimKeys(lane, untaken);
      await queue.wake(lane, untaken, "sweep");
    }
  };

  /** Wakes what was marked or stored and whose wake-up got lost. */
  const heal = async (graceMs: number): Promise<void> => {
    await putBackUntaken();
    const before = new Date(context.clock.now() - graceMs).toISOString();
    for (const row of registry.connectionRows()) {
      await wakeCalled(queue, row.name, await context.store.forgotten(row, before, 1_000));
    }
    for (const row of registry.storeRows()) {
      const lane = laneOf({ store: row.name });
      // A claim that lapsed waits there without anybody being told.
      if (
        (await context.store.hasForgottenDeliveries(row.name, before)) ||
        (await queue.depth(lane)).waiting > 0
      )
        await queue.wake(lane, [storeLaneKey], "live");
    }
  };

  /** Looks again at records that wait for others: the wake-up that should have followed may have been lost. */
  const wakeWaiting = async (): Promise<void> => {
    for (const row of registry.connectionRows()) {
      const keys = await context.store.waitingKeys(row.name);
      if (keys.length > 0) await queue.wake(laneOf({ connection: row.name }), keys.map(keyText), "sweep");
    }
  };

  const sweep = async (store: string): Promise<void> => {
    const kinds = (["orders", "customers"] as const).filter(
      (kind) => registry.taking(store, kind).length > 0,
    );
    for (const kind of kinds) await sweepStore(deps, store, kind);
  };

  /** Notices documents that were deleted on the target. */
  const lookForDeleted = async (connection: string): Promise<void> => {
    const runtime = registry.connection(connection);
    const { connector, client } = runtime;
    if (connector.deletedSince === undefined) return;
    const owner = `connection/${connection}`;
    const started = new Date(context.clock.now()).toISOString();
    for (const flow of connector.flows) {
      const name = `deleted/${flow.targetKind}`;
      const since = await context.store.checkpoint(owner, name);
      if (since !== null) {
        const gone = await connector.deletedSince(client, flow.targetKind, since);
        const keys = await context.store.linkByExternalId(connection, flow.targetKind, gone);
        const fresh = await context.store.notYetGone(connection, keys);
        await context.store.markDirty(connection, fresh, { lookAgain: true });
        await queue.wake(laneOf({ connection }), fresh.map(keyText), "sweep");
      }
      await context.store.saveCheckpoint(owner, name, started);
    }
  };

  /** Removes what is older than its time, a batch after the other, for no longer than is good for the work beside it. */
  const prune = async (): Promise<"more" | void> => {
    const until = performance.now() + longestPruneMs;
    while (!ending.signal.aborted && performance.now() < until)
      if ((await context.store.prune(new Date(context.clock.now()).toISOString())) === 0) return;
    return "more";
  };

  const workRuns = async (): Promise<void> => {
    const running = (await context.store.runs()).filter((run) => run.state === "running");
    for (const run of running)
      workRun(deps, run.id, ending.signal).catch((error: unknown) => {
        context.log.warn({ err: error, run: run.id }, "a run was interrupted and goes on later");
      });
  };

  const isWorking = (store: string): boolean =>
    registry.storeRows().find((row) => row.name === store)?.state === "ok";

  const jobs = (): readonly RecurringJob[] => [
    { owner: "hub", name: "dead", everyMs: 10 * second, run: takeFromDead },
    { owner: "hub", name: "heal", everyMs: minute, run: () => heal(minute) },
    { owner: "hub", name: "waiting", everyMs: 10 * minute, run: wakeWaiting },
    {
      owner: "hub",
      name: "prune",
      everyMs: hour,
      run: prune,
    },
    ...registry
      .storeRows()
      .filter((row) => isWorking(row.name))
      .flatMap((row): RecurringJob[] => [
        { owner: `store/${row.name}`, name: "sweep", everyMs: intervals.sweepMs, run: () => sweep(row.name) },
        {
          owner: `store/${row.name}`,
          name: "subscriptions",
          everyMs: hour,
          run: async () => void (await mendSubscriptions(deps, row.name)),
        },
        {
          owner: `store/${row.name}`,
          name: "probe",
          // Until it has answered once, no record of the shop can be decided.
          everyMs: registry.hasFacts(row.name) ? probeEveryMs : 30 * second,
          run: async () => {
            await lookAtStore(deps, row.name);
            await mendSubscriptions(deps, row.name);
          },
        },
      ]),
    ...registry
      .connectionRows()
      .filter((row) => row.paused === null && isWorking(row.store))
      .flatMap((row): RecurringJob[] => [
        {
          owner: `connection/${row.name}`,
          name: "deleted",
          everyMs: 3 * intervals.sweepMs,
          run: () => lookForDeleted(row.name),
        },
        {
          owner: `connection/${row.name}`,
          name: "first-history",
          everyMs: 10 * second,
          run: () => startFirstHistory(deps, row),
        },
      ]),
  ];
  const recurring = createRecurringJobs(context, jobs);
  let recurringWork: Promise<void> = Promise.resolve();

  /** Takes up what other processes configured, paused, or were asked to wait for. */
  const refresh = async (): Promise<void> => {
    const now = context.clock.now();
    if (now < nextRefresh) return;
    nextRefresh = now + refreshMs;
    await deps.workers.refresh();
    // A wait that ends sooner is not to last until the next look.
    for (const { throttledUntil } of registry.connectionRows())
      if (throttledUntil !== null && Date.parse(throttledUntil) > now)
        nextRefresh = Math.min(nextRefresh, Date.parse(throttledUntil));
  };

  return {
    refresh,
    /**
     * Everything that is due now; called every second. Due retries never wait for a long job such as a sweep: those go on by
     * themselves, and `idle` waits for them.
     */
    tick: async (): Promise<void> => {
      await refresh();
      await wakeDue();
      await workRuns();
      const work = recurring.tick().catch((error: unknown) => {
        context.log.warn({ err: error }, "recurring jobs wait for their next turn");
      });
      recurringWork = Promise.all([recurringWork, work]).then(() => undefined);
    },
    /** Long jobs end at their next step. */
    windDown: (): void => {
      ending.abort();
    },
    /** Resolves when no recurring job is under way. */
    idle: async (): Promise<void> => {
      await recurringWork;
    },
    /** After a start: takes up at once what dead processes left. */
    takeOver: async (): Promise<void> => {
      await heal(0);
      await wakeWaiting();
      // While nobody listened the shops' announcements were turned away, and their next try may be far off.
      for (const row of registry.storeRows())
        await context.store.giveTurnBack(
          `store/${row.name}`,
          "sweep",
          context.clock.now(),
          intervals.sweepMs,
        );
    },
    /**
     * Before the first worker starts: puts back what dead processes had claimed. Later it would put back what this process has
     * claimed itself, and the same record would be worked on twice at once.
     */
    reclaim: async (): Promise<void> => {
      await registry.reload();
      const isAlone = await context.store.isAlone(context.process);
      await takeFromDead();
      if (!isAlone) return;
      for (const row of registry.connectionRows())
        await queue.reclaim(laneOf({ connection: row.name }), null);
      for (const row of registry.storeRows()) await queue.reclaim(laneOf({ store: row.name }), null);
    },
    clockMoved: (): void => {
      nextRefresh = 0;
      recurring.reset();
    },
  };
}
