import { setTimeout as pause } from "node:timers/promises";
import { isNothing, lookAtOpenWork, type OpenWork } from "./open-work.ts";
import type { Tier } from "./tier.ts";

/** Real time, and moves of the clock, after which a world that does not become quiet never will. */
export interface Patience {
  readonly ms: number;
  readonly moves: number;
}

const usualPatience: Patience = { ms: 90_000, moves: 120 };
const lookMs = 20;
/** Work that does not change for so long waits for a time. */
const stallMs = 250;
/** What does not change for so long was left by somebody who is gone, and is taken up when the clock has moved on. */
const leftMs = 3_500;
/** Time between two looks at what seems to stand still. */
const restMs = 40;
/** Moves of the clock after which a run that is still open waits for real time: its worker is gone, and the lease is 30 seconds. */
const fewMoves = 20;
const slowMs = 500;
/** Longer than the time between two comparisons with the shop. */
const sweepMs = 5 * 60_000 + 1_000;
/** The shop's next try of an announcement may be hours off. */
const announceMs = 30 * 60_000;

/**
 * Moves the clock on until nothing is open and the shop was compared after this moment, so that what no announcement told was found.
 * Answers null, or what is still open when that does not come about.
 */
export async function becomeQuiet(tier: Tier, patience: Patience = usualPatience): Promise<string | null> {
  const since = await emulatedNow(tier);
  const until = performance.now() + patience.ms;
  let moves = 0;
  let calm = 0;
  let last = { text: "", at: 0 };
  for (;;) {
    const now = await emulatedNow(tier);
    const open = await lookAtOpenWork(tier, now);
    calm = isNothing(open.now) ? calm + 1 : 0;
    if (calm >= 2 && isNothing(open.later) && (await wasComparedAt(tier)) >= since) return null;
    if (performance.now() > until || moves > patience.moves) return tellOpen(tier, open);

    const text = JSON.stringify(open.now);
    if (text !== last.text) last = { text, at: performance.now() };
    const sameMs = performance.now() - last.at;
    if (calm >= 2 || sameMs > leftMs || (sameMs > stallMs && open.dueAt !== null)) {
      if (moves > fewMoves && (open.later["runs"] ?? 0) > 0) await pause(slowMs);
      await tier.advance(nextStep(open, now));
      moves += 1;
      calm = 0;
      last = { text: "", at: 0 };
    } else await pause(sameMs > stallMs ? restMs : lookMs);
  }
}

/** Milliseconds of the emulated clock. */
export async function emulatedNow(tier: Tier): Promise<number> {
  return Date.parse((await tier.control<{ readonly now: string }>("/clock")).now);
}

function nextStep({ later, dueAt }: OpenWork, now: number): number {
  if (dueAt !== null) return Math.max(1_000, Math.ceil(dueAt - now) + 50);
  return (later["announcements"] ?? 0) > 0 ? announceMs : sweepMs;
}

/** When the oldest of the latest comparisons with the shop was begun; 0 when there was none. */
async function wasComparedAt(tier: Tier): Promise<number> {
  const rows = await tier.rows<{ readonly value: string }>(
    `select value from waybill.checkpoint where owner = 'store/acme' and name in ('sweep/orders', 'sweep/customers')`,
  );
  return rows.length < 2 ? 0 : Math.min(...rows.map(({ value }) => Date.parse(value)));
}

async function tellOpen(tier: Tier, open: OpenWork): Promise<string> {
  const parts = await Promise.all([
    tier.rows(
      `select kind, record_id, title, state, code, dirty, holder, attempts, retry_at from waybill.record_state
       where dirty or holder is not null or retry_at is not null or state = 'waiting' limit 10`,
    ),
    tier.rows(`select name, data ->> 'key' as key, state, retry_count from pgboss.job limit 10`),
    tier.rows(`select kind, record_id, topic from waybill.inbox where done_at is null limit 10`),
    tier.rows(`select kind, record_id, action from waybill.intent limit 10`),
    tier.rows(`select name, paused, throttled_until from waybill.connection`),
    tier.rows(`select owner, name, value from waybill.checkpoint where name like 'sweep/%'`),
    tier.rows(`select owner, blocked_until from waybill.budget`),
    tier.rows(
      `select type, entity, state, phase, cursor, expected, read, (select count(*)::int from waybill.run_record r
         where r.run = u.id and not r.settled) as unsettled from waybill.run u where state = 'running'`,
    ),
  ]);
  return [open, ...parts.flat()].map((part) => JSON.stringify(part)).join("\n");
}
