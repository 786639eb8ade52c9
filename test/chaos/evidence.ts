import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { AccountDump } from "./account-shapes.ts";
import type { ShopCompany, ShopCustomer, ShopOrder, ShopProduct } from "./shop-shapes.ts";

/**
 * Everything by which one run of the whole system is judged after it has become quiet: what the shop was at each step, what both
 * sides are now, what went over the wire, and what the hub says of itself. `keepVersions` and `gatherEvidence` collect it. Plain data,
 * so that it can be kept, printed and spoilt.
 * Times are ISO and emulated.
 */
export interface Evidence<Account = AccountDump> {
  /** What of the connection's settings the model asks for; `recommendedSettings` unless the run set something else. */
  readonly settings: PromisedSettings;
  readonly shop: ShopEvidence;
  readonly account: {
    /** The account before the hub was started. */
    readonly before: Account;
    /** The account once everything was quiet. */
    readonly after: Account;
  };
  /** Whole request logs, oldest first: from the start of the emulators, never cleared. */
  readonly log: {
    readonly shop: readonly LoggedRequest[];
    readonly account: readonly LoggedRequest[];
    /** What the shop announced, oldest first; repeats of one announcement share its id. */
    readonly announcements: readonly Announcement[];
  };
  readonly hub: HubEvidence;
  /** When the hub ended without being asked to, and when its database was away, oldest first. */
  readonly interruptions: readonly Interruption[];
  /** How far the clocks of hub and emulators may be apart, in milliseconds: 0 where they are one clock. */
  readonly clockSkewMs: number;
  /** Words that may stand in no text of the hub: parts of names, e-mails, streets, telephone numbers of drawn people. */
  readonly personalWords: readonly string[];
  /** Credentials, keys, tokens: likewise. */
  readonly secrets: readonly string[];
}

export interface Announcement {
  readonly webhookId: string;
  readonly topic: string;
  /** `delivered`: it was answered with success. */
  readonly outcome: "waiting" | "delivered" | "failed" | "lost" | "notSent";
}

export interface Interruption {
  readonly what: "hub" | "database";
  readonly at: string;
  /** When it was there again. */
  readonly until: string;
}

/** What a run may set otherwise than the preset `recommended`. Everything else is as that preset has it. */
export interface PromisedSettings {
  /** `orders.prefix` */
  readonly prefix: string;
  /** `orders.status` */
  readonly status: "Parked" | "Placed";
  /** `orders.currency.account`: base currency of the account, which has the exchange rate 1. */
  readonly baseCurrency: string;
  /** `customers.carry` */
  readonly carry: "with-orders" | "all";
  /** `account.callsPerSecond` */
  readonly callsPerSecond: number | null;
  /** `account.callsPerMonth` */
  readonly callsPerMonth: number | null;
  /** `refunds.mode` */
  readonly refunds: "ask" | "credit";
}

export const recommendedSettings: PromisedSettings = {
  prefix: "#",
  status: "Parked",
  baseCurrency: "AUD",
  carry: "with-orders",
  callsPerSecond: null,
  callsPerMonth: null,
  refunds: "ask",
};

/** One state of a record of the shop that somebody could have read, or been told of by a webhook. */
export interface Version<T> {
  /** Position in the schedule, from 0, after which it was taken. Versions are oldest first. */
  readonly step: number;
  /** When it was taken. */
  readonly at: string;
  /** Null: deleted. */
  readonly value: T | null;
}

/**
 * Every state of one record, oldest first; the last is the shop's final one. States that are alike may be given once. Two states
 * must not be lost in one step: after each control that changes the record a version is taken.
 */
export interface History<T> {
  /** `gid://shopify/Order/…` */
  readonly id: string;
  readonly versions: readonly Version<T>[];
}

export interface ShopEvidence {
  readonly domain: string;
  readonly currency: string;
  /** IANA name; dates of sales orders are this calendar's. */
  readonly timezone: string;
  readonly orders: readonly History<ShopOrder>[];
  /** A run that changes no customers gives each with one version. */
  readonly customers: readonly History<ShopCustomer>[];
  readonly companies: readonly ShopCompany[];
  readonly products: readonly ShopProduct[];
}

export interface RecordKeyText {
  readonly kind: "orders" | "customers" | "refunds";
  /** As the hub keeps it: the number of the id, or the id of a guest. */
  readonly recordId: string;
}

/** Where a record stands, as `record_state.outcome` says. */
export interface RecordOutcome {
  readonly state: "synced" | "unchanged" | "skipped" | "waiting" | "attention" | "failed";
  readonly reason: {
    readonly code: string;
    readonly message: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  };
  /** Of `failed`: when it is tried again; null: never without a person. */
  readonly retryAt?: string | null;
  /** Of `waiting`: what for. */
  readonly on?: readonly { readonly kind: string; readonly id: string }[];
}

export interface JournalEvidence {
  /** Grows with each line. */
  readonly id: number;
  readonly at: string;
  readonly code: string;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

export interface HubRecord extends RecordKeyText {
  readonly title: string | null;
  /** Null: nothing was decided of it yet. */
  readonly outcome: RecordOutcome | null;
  readonly link: { readonly targetKind: string; readonly externalId: string } | null;
  /** Oldest line first, all of them. */
  readonly journal: readonly JournalEvidence[];
}

export interface OpenQuestion extends RecordKeyText {
  readonly title: string;
  readonly code: string;
  readonly choices: readonly string[];
}

/** What the hub holds for its one connection. */
export interface HubEvidence {
  readonly records: readonly HubRecord[];
  readonly questions: readonly OpenQuestion[];
  /** Runs over what the shop already had. */
  readonly runs: readonly { readonly startedAt: string; readonly state: string }[];
  /** Ids of the deliveries that are stored. */
  readonly inbox: readonly string[];
  readonly unsettled: {
    readonly intents: readonly (RecordKeyText & { readonly action: string })[];
    /** Deliveries that nothing was made of yet. */
    readonly deliveries: readonly { readonly topic: string; readonly recordId: string | null }[];
    /** Wake-ups that are waiting or being worked on. */
    readonly jobs: readonly { readonly queue: string; readonly state: string }[];
    /** Records that a worker has in hand. */
    readonly holds: readonly RecordKeyText[];
    readonly dirty: readonly RecordKeyText[];
    /** Why the connection is paused, if it is. */
    readonly paused: string | null;
  };
  /** Every text that a person may be shown, with where it stands: journal, outcomes, questions, runs, log lines. No titles. */
  readonly texts: readonly { readonly place: string; readonly said: string }[];
}

/** Something that Waybill promised and did not keep. */
export interface Violation {
  /** Name of the rule, which is the name of its file in `checker/`. */
  readonly rule: string;
  /** Which record or document: `#1001`, `orders:450789469`, `customer SHOPIFY-GUESTS`, `request 17`. */
  readonly about: string;
  /** Plain words with both values. */
  readonly what: string;
}
