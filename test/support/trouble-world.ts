import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import type { RecordView } from "#engine/ports/engine-store.ts";
import { compareSystems, type Comparison } from "./compare-dumps.ts";
import { clientSecret, startSmallWorld, type SmallWorld, type SmallWorldOptions } from "./small-world.ts";

/** A small world in which things go wrong, with everything at hand by which it can be judged afterwards. */
export interface TroubleWorld extends SmallWorld {
  /** Every line that the hub and its server logged, as it would be written. */
  readonly logged: readonly string[];
  /** Rows of a question to the hub's database. */
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * The record once it stands as `synced`; where it failed and waits for its next try, the clock is moved on. Fails after
   * so many moves.
   */
  arrived(name: string, options?: Moves): Promise<RecordView>;
  /** Resolves once `check` does; where records failed and wait for their next try, the clock is moved on. */
  eventually(check: () => Promise<void>, options?: Moves): Promise<void>;
  /** Both sides, compared by their dumps. */
  compare(): Promise<Comparison>;
  /** Resolves once no key is being worked on or waits for a worker. */
  quiet(): Promise<void>;
}

export interface Moves {
  /** How far the clock is moved at once; default ten minutes. */
  readonly step?: string;
  /** Most moves; default 6. */
  readonly moves?: number;
}

const patienceMs = 20_000;
const lookMs = 15;

export async function startTroubleWorld(options: SmallWorldOptions = {}): Promise<TroubleWorld> {
  const logged: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
  const world = await startSmallWorld({ ...options, log });
  const rows: TroubleWorld["rows"] = async (text, values = []) =>
    (await world.database.pool.query(text, [...values])).rows;

  const quiet = async (): Promise<void> => {
    const until = Date.now() + patienceMs;
    while ((await busyKeys(rows)).length > 0) {
      if (Date.now() > until) throw new Error(`still in work: ${(await busyKeys(rows)).join(", ")}`);
      await pause(lookMs);
    }
  };

  const isThrottled = async (): Promise<boolean> =>
    (await world.hub.connections()).some(({ state }) => state === "throttled");

  const eventually: TroubleWorld["eventually"] = async (check, { step = "PT10M", moves = 6 } = {}) => {
    const until = Date.now() + patienceMs;
    for (let left = moves; ;) {
      const isStill = (await isThrottled()) || (await busyKeys(rows)).length === 0;
      const failure = await check().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      if (Date.now() > until) throw withStandings(failure, await standings(rows));
      if (isStill && left > 0 && ((await isThrottled()) || (await waitsForTime(rows)))) {
        left -= 1;
        await world.advance(step);
      } else await pause(lookMs);
    }
  };

  const arrived: TroubleWorld["arrived"] = async (name, moves) => {
    let found: RecordView | undefined;
    await eventually(async () => {
      [found] = await world.hub.records({ kind: "orders", q: name });
      // Another look may follow the write, and finds that both sides agree.
      if (found?.outcome.state !== "synced" && found?.outcome.state !== "unchanged")
        throw new Error(`${name} stands as ${JSON.stringify(found?.outcome)}, not synced`);
    }, moves);
    if (found === undefined) throw new Error(`nothing is known of ${name}`);
    return found;
  };

  const compare = (): Promise<Comparison> => compareSystems((path) => world.control(path));

  return { ...world, logged, rows, compare, quiet, eventually, arrived };
}

/** Keys with a wake-up or a mark. */
async function busyKeys(rows: TroubleWorld["rows"]): Promise<readonly string[]> {
  const found = await rows<{ key: string }>(
    `select data ->> 'key' as key from pgboss.job where state < 'completed' and name like 'connection/%'
     union select kind || ':' || record_id from waybill.record_state where dirty`,
  );
  return found.map(({ key }) => key);
}

function withStandings(failure: unknown, standing: string): Error {
  const message = failure instanceof Error ? failure.message : String(failure);
  return new Error(`${message}\nWhat is not settled:\n${standing}`, { cause: failure });
}

/** Everything that is not settled, for the message of a test that fails. */
async function standings(rows: TroubleWorld["rows"]): Promise<string> {
  const states = await rows(
    `select kind, record_id, title, state, code, dirty, holder, attempts, retry_at from waybill.record_state
     where dirty or holder is not null or state not in ('synced', 'unchanged')`,
  );
  const jobs = await rows(
    `select data ->> 'key' as key, state, retry_count, heartbeat_on from pgboss.job where name like 'connection/%'`,
  );
  const inbox = await rows(`select kind, record_id, topic from waybill.inbox where done_at is null`);
  return [...states, ...jobs, ...inbox]
    .slice(0, 20)
    .map((row) => JSON.stringify(row))
    .join("\n");
}

async function waitsForTime(rows: TroubleWorld["rows"]): Promise<boolean> {
  const found = await rows(`select 1 from waybill.record_state where retry_at is not null limit 1`);
  return found.length > 0;
}

/** What must not be written down anywhere: what signs in, and the keys that stories use. */
const secrets = [clientSecret, "test-api-key", "shpat_", "shprt_"];

/**
 * Fails when a personal word or a secret stands in the journal, in an outcome, in a question to a person, in a run, or in the
 * log. Titles of customers are exempt: by them people are looked for.
 */
export async function expectNothingPersonal(world: TroubleWorld, people: readonly string[]): Promise<void> {
  assert.deepEqual(await findTold(world, [...people, ...secrets]), []);
}

/** Where any of these words stands in what a hub writes down for people or logs, in whatever letter case. */
export async function findTold(
  world: Pick<TroubleWorld, "rows" | "logged">,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const told = await world.rows<{ place: string; said: string }>(
    `select 'journal' as place, concat_ws(' ', code, message, detail::text) as said from waybill.journal
     union all select 'outcome', outcome::text from waybill.record_state
     union all select 'attention', request::text from waybill.attention
     union all select 'run', reason::text from waybill.run
     union all select 'paused', paused::text from waybill.connection
     union all select 'inbox reason', reason::text from waybill.inbox`,
  );
  const places = [
    ...told.filter(({ said }) => said !== null),
    ...world.logged.map((said) => ({ place: "log", said })),
  ];
  const words = wanted.map((word) => word.toLowerCase());
  return places.flatMap(({ place, said }) =>
    words.filter((word) => said.toLowerCase().includes(word)).map((word) => `${place}: ${word} in ${said}`),
  );
}
