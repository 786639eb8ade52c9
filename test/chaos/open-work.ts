import type { Tier } from "./tier.ts";

/** What is not settled at a moment: things in hand, and times that are waited for. */
export interface OpenWork {
  /** What somebody does, or could do, at this very moment, by kind. All zero: there is nothing to do but wait. */
  readonly now: Readonly<Record<string, number>>;
  /** What only time brings on, by kind. */
  readonly later: Readonly<Record<string, number>>;
  /** Earliest time, in milliseconds of the emulated clock, at which the hub does something by itself for `later`. */
  readonly dueAt: number | null;
}

interface Row {
  readonly deliveries: number;
  readonly marks: number;
  readonly held: number;
  readonly jobs: number;
  readonly waiting: number;
  readonly retries: number;
  readonly intents: number;
  readonly runs: number;
  readonly worked_on: number;
  readonly throttled: number;
  readonly due: number | null;
}

/**
 * Who works on a run, or lets it rest after trouble, holds it for a time of the real clock; one that waits for the shop's clock does not.
 * A connection that was asked to wait does nothing before its time: what it has to do is done later.
 */
const openWorkSql = `
  with slow as (select count(*)::int as connections,
      min(extract(epoch from throttled_until) * 1000)::float8 as until
    from waybill.connection where throttled_until is not null and extract(epoch from throttled_until) * 1000 > $1)
  select (select count(*)::int from waybill.inbox where done_at is null) as deliveries,
    (select count(*)::int from waybill.record_state where dirty) as marks,
    (select count(*)::int from waybill.record_state where holder is not null) as held,
    (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active')
      and (name like 'connection/%' or name like 'store/%')) as jobs,
    (select count(*)::int from waybill.record_state s
      where s.state = 'waiting' and exists (
        select from waybill.waits w
        join waybill.link l on l.connection = w.connection and l.kind = w.on_kind and l.record_id = w.on_id
        where w.connection = s.connection and w.kind = s.kind and w.record_id = s.record_id)) as waiting,
    (select count(*)::int from waybill.record_state where retry_at is not null) as retries,
    (select count(*)::int from waybill.intent) as intents,
    (select count(*)::int from waybill.run where state = 'running' and phase <> 'preparing' and held_until > now())
      as worked_on,
    (select count(*)::int from waybill.run where state = 'running') as runs,
    slow.connections as throttled,
    least((select min(extract(epoch from retry_at) * 1000)::float8 from waybill.record_state), slow.until,
      (select min(blocked_until) from waybill.budget where blocked_until > $1)) as due
  from slow`;

/** Looks at what is open; `now`: of the emulated clock. The shop is asked only when the hub has nothing in hand. */
export async function lookAtOpenWork(tier: Tier, now: number): Promise<OpenWork> {
  const [row] = await tier.rows<Row>(openWorkSql, [now]);
  if (row === undefined) throw new Error("the database did not answer what is open");
  const hub = {
    deliveries: row.deliveries,
    marks: row.marks,
    held: row.held,
    jobs: row.jobs,
    waiting: row.waiting,
    runs: row.worked_on,
  };
  const later = { retries: row.retries, intents: row.intents, runs: row.runs, throttled: row.throttled };
  const isSlow = row.throttled > 0 && row.held === 0;
  if (!isSlow && !isNothing(hub)) return { now: hub, later, dueAt: row.due };
  const { toSend, heldBack } = await lookAtAnnouncements(tier);
  return {
    now: { toSend },
    later: { announcements: heldBack, ...later, ...(isSlow ? hub : {}) },
    dueAt: row.due,
  };
}

/** What the shop has to announce: at once, and later because it failed or is held back. */
async function lookAtAnnouncements(
  tier: Tier,
): Promise<{ readonly toSend: number; readonly heldBack: number }> {
  const { waiting, underWay, deliveries } = await tier.control<{
    readonly waiting: number;
    readonly underWay: number;
    readonly deliveries: readonly { readonly outcome: string }[];
  }>("/shopify/acme/webhooks");
  const toSend = waiting + underWay;
  const open = deliveries.filter(({ outcome }) => outcome === "waiting").length;
  return { toSend, heldBack: Math.max(0, open - toSend) };
}

/** Whether nothing is left of these. */
export function isNothing(counts: Readonly<Record<string, number>>): boolean {
  return Object.values(counts).every((count) => count === 0);
}
