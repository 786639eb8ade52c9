import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { keyText, type AnnouncedKey } from "#domain/source-record.ts";
import type { OutcomeState } from "#domain/outcome.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";

export interface Waits {
  /** Resolves once the shop has nothing more to announce and the hub nothing to do but wait for time or people. */
  readonly settled: () => Promise<void>;
  /** Resolves once nobody works on anything; announcements may wait for their record's next try. */
  readonly atRest: () => Promise<void>;
  /** Resolves once `check` does. Where something waits for time to pass, the clock is moved. */
  readonly eventually: (check: () => Promise<void> | void, moves?: Moves) => Promise<void>;
  /** The record once it stands in one of these states; see `eventually`. */
  readonly stands: (key: AnnouncedKey, states: readonly OutcomeState[], moves?: Moves) => Promise<RecordView>;
}

export interface Moves {
  /** How far the clock is moved at once; default ten minutes. */
  readonly step?: string;
  /** Most moves; default 6. */
  readonly moves?: number;
}

export interface Waited {
  readonly rows: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly advance: (duration: string) => Promise<void>;
  readonly standing: (key: AnnouncedKey) => Promise<RecordView | undefined>;
  readonly underWay: () => Promise<number>;
}

const patienceMs = 15_000;
const lookMs = 8;

const openWork = `
  select (select count(*)::int from waybill.inbox where done_at is null) as deliveries,
    (select count(*)::int from waybill.record_state where dirty or holder is not null) as records,
    (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active')) as jobs`;

const waitsForTime = `
  select 1 from waybill.record_state where retry_at is not null
  union all select 1 from waybill.connection where throttled_until is not null limit 1`;

/** Ways of waiting that a world offers. */
export function createWaits({ rows, advance, standing, underWay }: Waited): Waits {
  const work = async (): Promise<Readonly<Record<string, number>>> => {
    const [open] = await rows<Record<string, number>>(openWork);
    return { ...open, underWay: await underWay() };
  };
  const isCalm = async (but?: string): Promise<boolean> =>
    Object.entries(await work()).every(([what, count]) => count === 0 || what === but);

  const becomesCalm = async (but?: string): Promise<void> => {
    const until = Date.now() + patienceMs;
    for (let calm = 0; calm < 2; calm = (await isCalm(but)) ? calm + 1 : 0) {
      if (Date.now() > until) assert.fail(`it does not become quiet: ${JSON.stringify(await work())}`);
      await pause(lookMs);
    }
  };

  const eventually: Waits["eventually"] = async (check, { step = "PT10M", moves = 6 } = {}) => {
    const until = Date.now() + patienceMs;
    for (let left = moves; ;) {
      const wasCalm = await isCalm("deliveries");
      const failure = await Promise.resolve()
        .then(check)
        .then(
          () => null,
          (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
        );
      if (failure === null) return;
      if (Date.now() > until) throw failure;
      if (wasCalm && left > 0 && (await rows(waitsForTime)).length > 0) {
        left -= 1;
        await advance(step);
      } else await pause(lookMs);
    }
  };

  return {
    settled: () => becomesCalm(),
    atRest: () => becomesCalm("deliveries"),
    eventually,
    stands: async (key, states, moves) => {
      let found: RecordView | undefined;
      await eventually(async () => {
        found = await standing(key);
        const state = found?.outcome.state;
        assert.ok(
          state !== undefined && states.includes(state),
          `${keyText(key)} stands as ${JSON.stringify(found?.outcome)}, not ${states.join(" or ")}`,
        );
      }, moves);
      assert.ok(found !== undefined);
      return found;
    },
  };
}
