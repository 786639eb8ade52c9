import type { Pool } from "pg";
import { passFaultPoint } from "#connectors/kit/fault-point.ts";
import type { BudgetLimits } from "#connectors/kit/target-connector.ts";

/** What a process wants of an owner's budget, and what it did since it last asked. */
export interface CallWish {
  readonly owner: string;
  readonly process: string;
  /** Engine time in milliseconds. */
  readonly now: number;
  /** Places it wants to hold. */
  readonly places: number;
  /** Places it cannot give up now. */
  readonly kept: number;
  /** Callers who wait. */
  readonly waiting: number;
  /** Calls it wants to start. */
  readonly permits: number;
  /** Calls that it took ahead and hands back. */
  readonly unused: number;
  /** Calls that it made since it last asked. */
  readonly made: number;
  /** How long ahead of their time calls may be handed out, where a rate applies. */
  readonly aheadMs: number;
  /** Milliseconds after which its places lapse when it does not ask again. */
  readonly leaseMs: number;
}

export interface CallGrant {
  readonly slots: number;
  readonly permits: number;
  /** Milliseconds until the first of these calls may start, where a rate applies; the others follow at its distance. */
  readonly first_ms: number;
  /** Milliseconds until the rate allows to hand out another call. */
  readonly wait_ms: number;
  readonly day_left: number | null;
  readonly month_left: number | null;
  readonly blocked_until: number | null;
}

const takeSql = `
  select * from waybill.take_calls($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

/** Asks for places and calls of a budget, in one round trip. */
export async function takeCalls(pool: Pool, wish: CallWish, limits: BudgetLimits): Promise<CallGrant> {
  const date = new Date(wish.now).toISOString();
  await passFaultPoint("budget.beforeCommit");
  const { rows } = await pool.query<CallGrant>({
    name: "take-calls",
    text: takeSql,
    values: [
      wish.owner,
      wish.process,
      wish.now,
      date.slice(0, 10),
      date.slice(0, 7),
      wish.places,
      wish.kept,
      wish.waiting,
      wish.permits,
      wish.unused,
      wish.leaseMs,
      limits.callsAtOnce,
      limits.callsPerSecond,
      limits.callsPerDay,
      limits.callsPerMonth,
      wish.made,
      wish.aheadMs,
    ],
  });
  await passFaultPoint("budget.afterCommit");
  const [row] = rows;
  if (row === undefined) throw new Error("the budget answered nothing");
  return row;
}
