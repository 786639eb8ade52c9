/**
 * The few shapes of the emulated account of Patch Retention that are looked at, as `GET /_control/patch/dump` shows them. Nothing here
 * comes from the engine.
 */

export interface PatchContact {
  readonly _id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  /** Digits with the country code. */
  readonly phone: string | null;
  readonly email_on: boolean;
  readonly sms_on: boolean;
}

export interface PatchEvent {
  readonly _id: string;
  readonly event: string;
  readonly contact_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly silent: boolean;
}

/** An order as its newest event has it. */
export interface PatchOrder {
  readonly order_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Points that it has applied; null: never any. */
  readonly points: number | null;
}

export interface AutomationRun {
  readonly event_id: string;
  readonly automation: string;
}

/** The account, whole. */
export interface PatchDump {
  readonly contacts: readonly PatchContact[];
  /** Oldest first. */
  readonly events: readonly PatchEvent[];
  readonly orders: readonly PatchOrder[];
  readonly automationLog: readonly AutomationRun[];
}
