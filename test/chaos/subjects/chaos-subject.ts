import type { EmulatedTarget } from "#test/support/emulated-systems.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import type { Evidence, Violation } from "../evidence.ts";
import type { Schedule } from "../schedule.ts";
import type { Tier } from "../tier.ts";

/** What the shop of a world is connected to. */
export interface Connected {
  readonly target: EmulatedTarget;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What there is before anything is connected. */
  readonly beforehand?: (control: Tier["control"]) => Promise<void>;
  /** What a person does once it is connected. */
  readonly afterwards?: (hub: Hub, connection: string) => Promise<void>;
}

/** Operations of an account that a schedule may spoil or wait for; named as Unleashed has them. */
export type ScheduledOperation =
  | "POST /SalesOrders/{guid}"
  | "POST /Customers/{guid}"
  | "GET /SalesOrders/{guid}"
  | "GET /SalesOrders"
  | "GET /Customers"
  | "GET /Customers/{guid}"
  | "GET /Products";

/**
 * A connector that the chaos harness tries: its emulated account, how a schedule's steps are meant for it, and who judges. Schedules are
 * drawn alike for all, so that one seed is the same trouble for each.
 */
export interface ChaosSubject<Account = unknown> extends Connected {
  readonly name: string;
  /** Where the account's controls are: `/unleashed`. */
  readonly controls: string;
  /** What stands for an operation here. */
  readonly operations: Readonly<Record<ScheduledOperation, string>>;
  /** Fills the account before anything happens. */
  readonly prepare: (control: Tier["control"], account: Schedule["account"]) => Promise<void>;
  /** New documents can be read only after so many milliseconds. Absent: nothing of the kind is known of this system. */
  readonly lag?: (control: Tier["control"], ms: number) => Promise<void>;
  /** So many calls a second are taken; null: any number. */
  readonly limit: (control: Tier["control"], callsPerSecond: number | null) => Promise<void>;
  /** Judges what was gathered. */
  readonly check: (evidence: Evidence<Account>) => readonly Violation[];
}
