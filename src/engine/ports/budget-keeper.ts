import type { BudgetLimits } from "#connectors/kit/target-connector.ts";
import type { CallBudget } from "#connectors/kit/call-budget.ts";

/** Where a connection's budget stands. */
export interface BudgetState {
  readonly limits: BudgetLimits;
  /** Calls that were made since midnight UTC; of other processes, as of some seconds ago. */
  readonly callsToday: number;
  readonly callsThisMonth: number;
  /** ISO time until which the other side asked to wait; null when it did not. */
  readonly blockedUntil: string | null;
}

/** Keeps the call budgets of all connections in the database, shared by all workers of all processes. */
export interface BudgetKeeper {
  /** The budget of one connection or store. The same object for the same name; limits may change. */
  budgetOf(owner: string, limits: BudgetLimits): CallBudget;
  state(owner: string): Promise<BudgetState | null>;
  /** From now on a call that would have to wait for time to pass is refused as `unavailable`: the process is to end. */
  refuseWaiting(): void;
  stop(): Promise<void>;
}
