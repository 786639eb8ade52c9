import type { Pool } from "pg";
import type { CallBudget } from "#connectors/kit/call-budget.ts";
import type { Clock } from "#connectors/kit/clock.ts";
import type { BudgetLimits } from "#connectors/kit/target-connector.ts";
import type { BudgetKeeper, BudgetState } from "#engine/ports/budget-keeper.ts";
import { createSharedBudget } from "./shared-budget.ts";

export interface BudgetKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  /** Id of this process; places that it holds lapse when it is not heard of. */
  readonly process: string;
}

/** Budgets in PostgreSQL, shared by all workers of all processes. */
export function createBudgetKeeper({ pool, clock, process }: BudgetKeeperOptions): BudgetKeeper {
  const budgets = new Map<string, ReturnType<typeof createSharedBudget> & { limits: BudgetLimits }>();

  return {
    budgetOf: (owner, limits): CallBudget => {
      const existing = budgets.get(owner);
      if (existing !== undefined) {
        existing.setLimits(limits);
        existing.limits = limits;
        return existing;
      }
      const made = { ...createSharedBudget({ pool, clock, process, owner, limits }), limits };
      budgets.set(owner, made);
      return made;
    },
    state: async (owner): Promise<BudgetState | null> => {
      // What other processes made in the last seconds is missing: each tells it with its next question.
      const uncounted = (await budgets.get(owner)?.uncounted()) ?? 0;
      const { rows } = await pool.query<{
        day: string;
        day_made: number;
        month: string;
        month_made: number;
        blocked_until: number | null;
      }>(`select day, day_made, month, month_made, blocked_until from waybill.budget where owner = $1`, [
        owner,
      ]);
      const [row] = rows;
      if (row === undefined) return null;
      const today = new Date(clock.now()).toISOString();
      const blocked =
        row.blocked_until !== null && row.blocked_until > clock.now() ? row.blocked_until : null;
      return {
        limits: budgets.get(owner)?.limits ?? noLimits,
        callsToday: uncounted + (row.day === today.slice(0, 10) ? row.day_made : 0),
        callsThisMonth: uncounted + (row.month === today.slice(0, 7) ? row.month_made : 0),
        blockedUntil: blocked === null ? null : new Date(blocked).toISOString(),
      };
    },
    refuseWaiting: () => {
      for (const budget of budgets.values()) budget.refuseWaiting();
    },
    stop: async () => {
      await Promise.all([...budgets.values()].map((budget) => budget.stop()));
    },
  };
}

const noLimits: BudgetLimits = {
  callsPerSecond: null,
  callsAtOnce: 1,
  callsPerDay: null,
  callsPerMonth: null,
};
