import { PgBoss, type JobWithMetadata } from "pg-boss";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import { wakePriority, type ClaimedWake, type WorkQueue } from "#engine/ports/queue.ts";
import { asStoreFailure } from "../passing-failure.ts";
import { createWakeChannel } from "./wake-channel.ts";

export interface WorkQueueOptions {
  readonly connectionString: string;
  readonly log: EngineLog;
}

/** Leases lapse when a worker has not been heard of for this long. */
const heartbeatSeconds = 30;
/** A key that is worked on for longer than this is given to somebody else even if its worker still breathes. */
const expireInSeconds = 15 * 60;
const endlessRetries = 1_000_000;
const schema = "pgboss";

interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

/**
 * The work queue on pg-boss: a queue per lane with policy `exclusive` and the record key as singleton key, so that a unique
 * index keeps one job per key in whatever state. Finished jobs are deleted rather than completed. pg-boss never retries for
 * reasons of a record; only a lapsed lease brings a job back.
 */
export async function createWorkQueue({ connectionString, log }: WorkQueueOptions): Promise<WorkQueue> {
  const boss = new PgBoss({
    connectionString,
    schema,
    max: 4,
    schedule: false,
    supervise: true,
    maintenanceIntervalSeconds: 300,
    monitorIntervalSeconds: 15,
    superviseIntervalSeconds: 15,
    queueCacheIntervalSeconds: 60,
  });
  boss.on("error", (error: Error) =>
    log.warn({ err: error }, "the work queue had trouble; it goes on by itself"),
  );
  await boss.start();
  const channel = await createWakeChannel({ connectionString, log }).catch(async (error: unknown) => {
    await boss.stop({ graceful: false, close: true });
    throw error;
  });
  const lanes = new Set<string>();

  const openLane = async (lane: string): Promise<void> => {
    if (lanes.has(lane)) return;
    const options = {
      heartbeatSeconds,
      expireInSeconds,
      retryLimit: endlessRetries,
      retryDelay: 0,
      retryBackoff: false,
      retentionSeconds: 30 * 24 * 3600,
      deleteAfterSeconds: 60,
    };
    if ((await boss.getQueue(lane)) === null)
      await boss.createQueue(lane, { policy: "exclusive", ...options });
    lanes.add(lane);
    channel.addLane(lane);
  };

  return {
    openLane,
    closeLane: async (lane) => {
      lanes.delete(lane);
      await boss.deleteQueue(lane);
    },
    wake: async (lane, keys, priority) => {
      if (keys.length === 0) return;
      await openLane(lane);
      const unique = [...new Set(keys)];
      const inserted = await passing(
        boss.insert(
          lane,
          unique.map((key) => ({ singletonKey: key, priority: wakePriority[priority], data: { key } })),
        ),
      );
      if (priority === "live" && (inserted?.length ?? 0) < unique.length)
        await passing(raise(boss, lane, unique));
      channel.announce(lane);
    },
    claim: async (lane, count) => {
      const jobs = await passing(boss.fetch<{ key: string }>(lane, { batchSize: count }));
      return jobs.map((job) => claimOf(job.data.key, job));
    },
    keepAlive: async (lane, claims) => {
      if (claims.length > 0) await passing(boss.touch(lane, claims.map(attemptOf)));
    },
    finish: async (lane, claims) => {
      if (claims.length > 0) await passing(boss.deleteJob(lane, claims.map(attemptOf)));
    },
    reclaim: (lane, claims) => passing(reclaim(boss, lane, claims)),
    withdraw: async (lane, keys) => {
      if (keys.length === 0) return;
      const text = `delete from ${schema}.job where name = $1 and singleton_key = any($2::text[]) and state < 'active'`;
      await passing(boss.getDb().executeSql(text, [lane, [...keys]]));
    },
    reclaimKeys: (lane, keys) => passing(reclaimKeys(boss, lane, keys)),
    claimedFor: (lane, ms) => passing(claimedFor(boss, lane, ms)),
    depth: async (lane) => {
      const { rows } = await boss.getDb().executeSql(
        `select count(*) filter (where state < 'active')::int as waiting,
             count(*) filter (where state = 'active')::int as running
           from ${schema}.job where name = $1`,
        [lane],
      );
      const [row] = rows as { waiting: number; running: number }[];
      return row ?? { waiting: 0, running: 0 };
    },
    onWake: (listener) => channel.listen(listener),
    stop: async () => {
      await channel.stop();
      await boss.stop({ graceful: false, close: true });
    },
  };
}

/** Trouble of the database that passes is told as such, as by the engine's store. */
async function passing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asStoreFailure(error);
  }
}

/** A key that waits with the priority of a sweep is moved up when something live asks for it. */
async function raise(boss: PgBoss, lane: string, keys: readonly string[]): Promise<void> {
  await boss.getDb().executeSql(
    `update ${schema}.job set priority = $3
     where name = $1 and singleton_key = any($2::text[]) and state < 'active' and priority < $3`,
    [lane, [...keys], wakePriority.live],
  );
}

/** Puts claimed jobs of a lane back at once: those of given attempts, or all. */
async function reclaim(boss: PgBoss, lane: string, claims: readonly ClaimedWake[] | null): Promise<number> {
  const attempts = claims?.map(attemptOf) ?? [];
  const { rows } = await boss.getDb().executeSql(
    `update ${schema}.job j set state = 'retry', heartbeat_on = null
     where j.name = $1 and j.state = 'active' and ($2::boolean or exists (
       select 1 from unnest($3::uuid[], $4::int[]) as a (id, retry_count)
       where a.id = j.id and a.retry_count = j.retry_count))
     returning j.id`,
    [lane, claims === null, attempts.map(({ id }) => id), attempts.map(({ retryCount }) => retryCount)],
  );
  return rows.length;
}

async function reclaimKeys(boss: PgBoss, lane: string, keys: readonly string[]): Promise<number> {
  const { rows } = await boss.getDb().executeSql(
    `update ${schema}.job set state = 'retry', heartbeat_on = null
     where name = $1 and state = 'active' and singleton_key = any($2::text[]) returning id`,
    [lane, [...keys]],
  );
  return rows.length;
}

async function claimedFor(boss: PgBoss, lane: string, ms: number): Promise<readonly string[]> {
  const { rows } = await boss.getDb().executeSql(
    `select singleton_key as key from ${schema}.job
     where name = $1 and state = 'active' and started_on < now() - $2 * interval '1 millisecond'`,
    [lane, ms],
  );
  return (rows as { key: string }[]).map(({ key }) => key);
}

function claimOf(key: string, job: Pick<JobWithMetadata, "id"> & { retryCount?: number }): ClaimedWake {
  const token: Attempt = { id: job.id, retryCount: job.retryCount ?? 0 };
  return { key, token };
}

function attemptOf(claim: ClaimedWake): Attempt {
  return claim.token as Attempt;
}
