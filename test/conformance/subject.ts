import type { Emulator, EmulatorClock, Faults } from "#connectors/kit/emulator/emulator.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import type { ShopCatalogue } from "#connectors/shopify/emulator/seed/catalogue.ts";
import type { RunningHub } from "#engine/hub/create-hub.ts";
import type { SourceSubject } from "./source-subject.ts";

/** A connector with everything that its conformance is judged by. */
export type ConformanceSubject = TargetSubject | SourceSubject;

export type { SourceSubject } from "./source-subject.ts";

/**
 * A connector that records are carried to, its emulator, and a probe of both. The guarantees place orders in an emulated shop, let a
 * whole hub carry them, and look at the emulator: at its request log and its documents. So the probe tells how those are read, and
 * how staff over there would do what a guarantee needs. Whatever the system cannot do is left out here and has its reason in
 * `capabilities.lacking` of the manifest.
 */
export interface TargetSubject {
  readonly role: "target";
  readonly connector: TargetConnector;
  /** A fresh emulator, filled with what the shop sells (by SKU) and without documents. */
  readonly emulator: (setup: {
    readonly clock: EmulatorClock;
    readonly catalogue: ShopCatalogue;
  }) => Emulator;
  /** Credentials for the emulator at this address, which has no slash at its end. Strings under `secrets` are looked for in logs. */
  readonly credentials: (baseUrl: string) => Readonly<Record<string, string>>;
  /** Settings of a connection whose shop sells in AUD, prices with tax, in Sydney. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly flows: readonly FlowProbe[];
  /** What a person does with a new connection before a history may be carried over it. It may write to the target. */
  readonly confirm?: (hub: RunningHub, connection: string) => Promise<void>;
  /** Settings by which a call is given up after `ms`, which should be below a second. */
  readonly impatient: { readonly settings: Readonly<Record<string, unknown>>; readonly ms: number };
  /** Settings by which each document is looked for by a call of its own, which no other look shares; default: it always is. */
  readonly singly?: { readonly settings: Readonly<Record<string, unknown>> };
  /** Settings with a tight budget of calls: at most two at once, and few in each second where that can be set. */
  readonly tight?: { readonly settings: Readonly<Record<string, unknown>> };
  /** Settings with fewer calls in a day or a month than a few orders need, and enough for one. */
  readonly rationed?: { readonly settings: Readonly<Record<string, unknown>> };
  /** How the system refuses the sign-in, and a document whose content it does not take. */
  readonly refusals: { readonly signIn: Refusal; readonly content: Refusal };
  /** Names of fields in answers that hold one of a list of values; such lists grow. */
  readonly enumerations: readonly string[];
  /** Makes pages of lists hold at most `size` entries, so that few entries are many pages. */
  readonly shrinkPages?: (target: TargetHandle, size: number) => Promise<void>;
  /** Ends what the connector signed in to, as time would: the next call is refused until it signs in again. */
  readonly endSessions?: (target: TargetHandle) => Promise<void>;
  /** Names of the operations that sign in. */
  readonly signIns?: readonly string[];
}

/** A status of HTTP, and a body where the emulator's own wording will not do. */
export interface Refusal {
  readonly code: number;
  readonly body?: string;
}

/** What guarantees and probes may do at the emulated system. */
export interface TargetHandle {
  /** Where it answers, without a slash at its end. */
  readonly url: string;
  /** Uses one of the emulator's own controls: `control("/customers/{guid}/edit", { … })`. */
  control<T = unknown>(path: string, body?: unknown): Promise<T>;
  /** Everything that it holds, as `GET /_control/<system>/dump` gives it. */
  dump(): Promise<unknown>;
  faults(faults: Faults): void;
}

/** How one flow of the connector is seen at the emulator. Operations are named as the emulator's log names them. */
export interface FlowProbe {
  /** `Flow.name`. */
  readonly flow: string;
  readonly operations: {
    /** Makes a document. */
    readonly create: string;
    /** Reads one document by its id. */
    readonly read: string;
    /** Looks for documents that somebody else made; absent: nothing is looked for. */
    readonly search?: string;
  };
  /** Documents in a dump, deleted ones too. */
  readonly documents: (dump: unknown) => readonly ProbedDocument[];
  /**
   * How a document is changed because the record changed: by which operation, and a change of the shop's record that leads to one
   * (body of the shop's control `/customers/{id}/update` or `/orders/{id}/edit`). `shows`: whether a document's content says it.
   */
  readonly update?: {
    readonly operation: string;
    readonly change: Readonly<Record<string, unknown>>;
    readonly shows: (content: unknown) => boolean;
    /** Staff put another value where the change was written. Absent where nobody can change a document. */
    readonly undo?: (target: TargetHandle, document: ProbedDocument) => Promise<void>;
  };
  /** Whether a document says that its order was cancelled. Absent: an order that was cancelled before it arrived gets no document. */
  readonly saysCancelled?: (content: unknown) => boolean;
  /** Fields of a shop's order that its document says nothing of, such as `shippingAddress`. Default: none. */
  readonly untold?: readonly string[];
  /** Staff put another value where Waybill wrote one. Absent, like the next two, where nobody can change a document. */
  readonly edit?: (target: TargetHandle, document: ProbedDocument) => Promise<void>;
  /** Staff fill fields that Waybill does not write; answers whether a document's content still has them. */
  readonly fill?: (target: TargetHandle, document: ProbedDocument) => Promise<(content: unknown) => boolean>;
  /** Staff change everything by which somebody else's document would be recognised, such as a number or an e-mail. */
  readonly rekey?: (target: TargetHandle, document: ProbedDocument) => Promise<void>;
  /** Staff delete it. */
  readonly remove?: (target: TargetHandle, document: ProbedDocument) => Promise<void>;
  readonly matching?: MatchingProbe;
}

/** How documents of somebody else come to be before a record arrives. */
export interface MatchingProbe {
  /**
   * Adds a document that is the counterpart of the record to come by the connector's own rules, so that it has to be taken. `model`
   * is a document that Waybill made of an equal record of the same buyer, to copy from.
   */
  readonly addMatch: (target: TargetHandle, coming: ComingRecord, model: ProbedDocument) => Promise<void>;
  /** What of a document that was taken stays as staff entered it, whatever the record says. Absent: nothing is promised. */
  readonly keeps?: (content: unknown) => unknown;
  /** Adds what makes the record to come ambiguous, so that a person has to say which document it is, or that it is none. */
  readonly addAmbiguous: (target: TargetHandle, coming: ComingRecord, model: ProbedDocument) => Promise<void>;
  /** Adds documents that a search for the record to come finds, and that are not its counterpart. */
  readonly addLookalikes?: (
    target: TargetHandle,
    coming: ComingRecord,
    model: ProbedDocument,
    count: number,
  ) => Promise<void>;
  /** Changes one of the lookalikes so that the search does not find it any more: later ones move up. */
  readonly dropLookalike?: (target: TargetHandle, coming: ComingRecord) => Promise<void>;
}

/** What is known of a record that has not arrived yet. */
export interface ComingRecord {
  /** Number of the order as people see it: `#1001`. */
  readonly orderName: string;
  /** Lower case. */
  readonly email: string;
}

/** What one line of a document says. Amounts are decimal text. */
export interface ProbedLine {
  /** The shop's SKU; null for charges such as shipping. */
  readonly code: string | null;
  readonly quantity: number;
  /** After discounts, tax included. */
  readonly total: string;
  /** The tax in it. */
  readonly tax: string;
}

export interface ProbedDocument {
  /** As `Applied.externalId` has it. */
  readonly id: string;
  /** Whose it is: the number of the order (`#1001`) or the buyer's e-mail in lower case; null when nothing tells. */
  readonly of: string | null;
  /** What the buyer paid, tax included, as decimal text; null where the document has no total. */
  readonly total: string | null;
  /** Lines of goods, where the document has such. */
  readonly lines: readonly ProbedLine[] | null;
  /** Id of the document of who bought, where it names one. */
  readonly buyer: string | null;
  readonly isDeleted: boolean;
  /** All that it says, without what changes by itself, such as the time of its last change. */
  readonly content: unknown;
}
