import type { Emulator, EmulatorClock, Faults } from "#connectors/kit/emulator/emulator.ts";
import type { SourceConnector, WebhookDelivery } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";

/**
 * A connector that records are taken from, its emulator, and a probe of both. Some guarantees speak to the opened connector alone,
 * others put it into a whole hub between the emulated shop and a ledger that takes everything as it is told. Whatever the system
 * cannot do is left out here and has its reason in `lacking` of the manifest.
 */
export interface SourceSubject {
  readonly role: "source";
  readonly connector: SourceConnector;
  /** A fresh emulator: a shop that sells in AUD, prices with tax, in Sydney, and has no orders yet. */
  emulator(setup: { readonly clock: EmulatorClock }): Emulator;
  /** As `stores[]` of the configuration file has them, without the address: that is `baseUrl`. */
  readonly settings: { readonly domain: string } & Readonly<Record<string, unknown>>;
  /** By which deliveries are signed and, where the system has that, a sign-in that ends. No two of them are the same text. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly deliveries: DeliveryProbe;
  readonly operations: OperationNames;
  readonly shop: ShopProbe;
  readonly answers: AnswerProbe;
}

/** How announcements travel. */
export interface DeliveryProbe {
  /** What arrived, as the hub's intake makes it of headers (names in lower case) and bytes. */
  read(headers: Headers, body: Buffer): WebhookDelivery;
  /** Headers by which the shop would send these bytes, signed with a secret. */
  headers(delivery: {
    readonly topic: string;
    readonly body: Buffer;
    readonly secret: string;
    readonly id: string;
    /** When it happened (ISO); null: the shop does not say. */
    readonly at: string | null;
  }): Headers;
  /** The header that carries the signature. */
  readonly signature: string;
  /** Every secret that may sign while `credentials` are in use; the first is the present one. */
  readonly secrets: readonly [string, ...string[]];
  /** A topic for each way in which a body may be about something. */
  readonly topics: {
    /** Carries a whole order. */
    readonly order: string;
    /** Carries a whole customer. */
    readonly customer: string;
    readonly deleted: string;
    readonly merged?: string;
    readonly privacy?: string;
    readonly uninstalled?: string;
  };
}

export type Headers = Readonly<Record<string, string | undefined>>;

/** Names of operations as the emulator's log has them. */
export interface OperationNames {
  /** Reads records by their ids. */
  readonly read: Readonly<Record<AnnouncedKind, string>>;
  /** Lists what changed. */
  readonly changed: Readonly<Record<AnnouncedKind, string>>;
  /** Reads further rows of one record; absent: no record is longer than an answer. */
  readonly rows?: string;
  /** Gives the file of a history that the shop prepared; absent: it prepares none. */
  readonly history?: string;
  /** Gives a token; absent: nothing ends. */
  readonly signIn?: string;
  /** Makes a subscription. */
  readonly subscribe: string;
}

/** What guarantees and probes may do at the emulated shop. */
export interface ShopHandle {
  /** Where it answers, without a slash at its end. */
  readonly url: string;
  /** Uses one of the emulator's own controls. */
  control<T = unknown>(path: string, body?: unknown): Promise<T>;
  faults(faults: Faults): void;
}

/** Somebody who buys. */
export interface Buyer {
  readonly firstName: string;
  readonly lastName: string;
  /** Lower case. */
  readonly email: string;
  readonly phone: string;
}

/** An order of the emulated shop. */
export interface PlacedOrder {
  readonly key: AnnouncedKey;
  /** As people say it: `#1001`. */
  readonly name: string;
  readonly buyer: AnnouncedKey;
}

/** What people do in the shop, and what happens to it. */
export interface ShopProbe {
  /** Places an order with several lines, with an address in it. */
  place(
    shop: ShopHandle,
    wish: { readonly buyer: Buyer; readonly paid?: boolean; readonly createdAt?: string },
  ): Promise<PlacedOrder>;
  /** Makes so many customers, or orders, at once, of people who are nobody in particular. */
  fill(shop: ShopHandle, kind: AnnouncedKind, count: number): Promise<readonly AnnouncedKey[]>;
  pay(shop: ShopHandle, order: AnnouncedKey): Promise<void>;
  /** Changes what was sold, so that the order's sums are others. */
  edit(shop: ShopHandle, order: AnnouncedKey): Promise<void>;
  /** Writes a note on a record; `note` of the record then says it. */
  note(shop: ShopHandle, key: AnnouncedKey, text: string): Promise<void>;
  remove(shop: ShopHandle, key: AnnouncedKey): Promise<void>;
  /** Records of every sort that the shop knows, changed in every way. */
  variety(shop: ShopHandle): Promise<readonly AnnouncedKey[]>;
  /** A record with lists so long that no answer holds them; what is in it. Absent: no list is cut. */
  placeLong?(shop: ShopHandle): Promise<LongRecord>;
  /** True: from now on nothing is announced. */
  silence(shop: ShopHandle, silent: boolean): Promise<void>;
  /** From now on announcements travel one after the other, so that they arrive in the order of what happened. */
  announceInTurn(shop: ShopHandle): Promise<void>;
  /** Announcements that are still on their way. */
  underWay(shop: ShopHandle): Promise<number>;
  /** Makes pages of lists hold at most `size` rows; null: as large as they are. */
  shrinkPages(shop: ShopHandle, size: number | null): Promise<void>;
  readonly subscriptions: SubscriptionProbe;
  /** `gone` becomes part of `kept`. */
  merge?(shop: ShopHandle, gone: AnnouncedKey, kept: AnnouncedKey): Promise<void>;
  /** Parts of records that the shop may withhold from an app, and how it does. */
  readonly withholding?: {
    readonly parts: readonly string[];
    on(shop: ShopHandle, part: string): Promise<void>;
  };
  /** Hides records made before a time (at least 90 days old ones), though they are there. */
  hide?(shop: ShopHandle): Promise<void>;
  /** Ends every token, as time or the shop would; signing in again works. */
  endSessions?(shop: ShopHandle): Promise<void>;
  /** How long a token lasts, in milliseconds. */
  readonly sessionMs?: number;
  /** Refuses to sign the app in, or lets it in again. */
  lockOut(shop: ShopHandle, locked: boolean): Promise<void>;
  /** The app is taken off the shop, and put back. */
  readonly installation?: {
    remove(shop: ShopHandle): Promise<void>;
    putBack(shop: ShopHandle): Promise<void>;
  };
  /** Somebody's wish about their data. `address`: where such requests go. */
  readonly privacy?: {
    ask(shop: ShopHandle, wish: PrivacyWish, customer: AnnouncedKey, address: string): Promise<void>;
  };
  /** Points that calls cost; absent: the shop counts calls, or nothing. */
  readonly points?: {
    /** Size of the bucket and what comes back each second; null: as usual. */
    resize(
      shop: ShopHandle,
      size: { readonly most: number; readonly perSecond: number } | null,
    ): Promise<void>;
    leave(shop: ShopHandle, points: number): Promise<void>;
  };
}

export type PrivacyWish = "tell" | "redact" | "redact-shop";

export interface LongRecord {
  readonly key: AnnouncedKey;
  /** Length of each list of the domain's order that is long. */
  readonly rows: Readonly<Partial<Record<"lines" | "shippingLines" | "discounts", number>>>;
  /** Taxes on each line. */
  readonly taxesOfLine: number;
}

/** A subscription at the shop. */
export interface Subscription {
  readonly id: string;
  readonly topic: string;
  readonly address: string;
  /** True when it asks for less than the whole body, or not for everything. */
  readonly isTrimmed: boolean;
}

export interface SubscriptionProbe {
  all(shop: ShopHandle): Promise<readonly Subscription[]>;
  remove(shop: ShopHandle, subscription: Subscription): Promise<void>;
  /** Makes one ask for less. */
  trim(shop: ShopHandle, subscription: Subscription): Promise<void>;
  /** An address that the shop sends nothing to. */
  readonly refusedAddress: string;
}

/** How the JSON of answers and announcements is put together. */
export interface AnswerProbe {
  /** Names of fields that hold one of a list of values; such lists grow. */
  readonly enumerations: { readonly answers: readonly string[]; readonly bodies: readonly string[] };
  /** The JSON of an answer in which this one record cannot be understood any more. */
  spoil(answer: unknown, key: AnnouncedKey): unknown;
  /** The same for the file of a history, which stays as long as it is; absent: the shop prepares none. */
  spoilHistory?(file: string, key: AnnouncedKey): string;
  /**
   * Answers that look whole and are not, as functions of a good one: this record is missing, null, somebody else's, or withheld
   * with an error beside it.
   */
  readonly partial: readonly PartialAnswer[];
}

export interface PartialAnswer {
  /** What is wrong with it: `its record is null beside an error`. */
  readonly what: string;
  /** True: a list like that may still be all that there is to be had, so that only readings by id have to notice. */
  readonly fineInLists?: boolean;
  of(answer: unknown, key: AnnouncedKey): unknown;
}
