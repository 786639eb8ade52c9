import type { CustomFieldValue, WireEvent } from "../schema.ts";

/** What a contact write can name, beside points. */
export interface ContactFields {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly birthday: string | null;
  readonly gender: string | null;
  readonly date_of_birth: string | null;
  readonly postal_code: string | null;
  /** Shown only where the account has such a field. */
  readonly external_id: string | null;
  readonly sms_on: boolean;
  readonly email_on: boolean;
  readonly tags: readonly string[];
  readonly custom_fields: Readonly<Record<string, CustomFieldValue>>;
}

/** A contact as the account holds it. Replaced on every change, never changed in place. */
export interface Contact extends ContactFields {
  readonly _id: string;
  readonly points: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Who caused something: a call, a person at the vendor's console, the vendor's own sync, or the filling of the account. */
export type Cause = "api" | "staff" | "sync" | "seed";

/** An event and what its answer does not show. */
export interface StoredEvent {
  readonly wire: WireEvent;
  readonly silent: boolean;
  readonly cause: Cause;
  /** The Shopify order it stands for. */
  readonly orderId: string | null;
}

export interface Automation {
  readonly _id: string;
  readonly name: string;
  /** Name of the event it listens for. */
  readonly event: string;
  readonly channel: "sms" | "email";
  readonly active: boolean;
}

/** One run of an automation. `sent` is false where the contact has not consented, or cannot be reached. */
export interface AutomationRun {
  readonly automation: string;
  readonly event: string;
  /** Null for what the account keeps no event of, such as a calendar item. */
  readonly event_id: string | null;
  readonly contact_id: string;
  readonly channel: Automation["channel"];
  readonly at: string;
  readonly sent: boolean;
}

/** One movement of points. The real API shows only the sum, on the contact. */
export interface LedgerEntry {
  readonly contact_id: string;
  readonly order_id: string | null;
  readonly event_id: string | null;
  /** The change, and what the contact has after it. */
  readonly points: number;
  readonly balance: number;
  readonly why: "awarded" | "recalculated" | "written" | "staff" | "merged";
  readonly at: string;
}

export interface CustomField {
  readonly key: string;
  readonly name: string;
}
