import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import type { RecordStory } from "#engine/use-cases/hub.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import type { Moves, TroubleWorld } from "#test/support/trouble-world.ts";
import type { FlowProbe, ProbedDocument, TargetHandle, TargetSubject } from "../subject.ts";
import type { Tampering } from "./tampered-emulator.ts";

/** Somebody who buys. */
export interface Buyer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** An order of the emulated shop with its buyer. */
export interface Purchase {
  readonly order: PlacedOrder;
  readonly buyer: Buyer;
  /** Numeric ids in the shop. */
  readonly orderId: string;
  readonly customerId: string;
}

/** One flow of the subject: its probe, and what it carries. */
export interface FlowUnderTest extends FlowProbe {
  readonly kind: AnnouncedKind;
  /** What people call its documents: `sales order`. */
  readonly noun: string;
}

export interface PurchaseOptions {
  readonly buyer?: Buyer;
  readonly paid?: boolean;
  /** Goes into the body of the shop's control as it is. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A small world of one target connector, with everything that its guarantees ask of it. */
export interface TargetWorld extends Omit<TroubleWorld, "arrived"> {
  readonly subject: TargetSubject;
  readonly connection: string;
  readonly target: TargetHandle;
  readonly tampering: Tampering;
  readonly flows: readonly FlowUnderTest[];
  /** Somebody who has not bought yet. */
  newBuyer(): Buyer;
  /** Places an order; by default a paid one of a new buyer. */
  buy(options?: PurchaseOptions): Promise<Purchase>;
  /** Resolves once everything that is made of a purchase stands as synced; moves the clock where records wait for their next try. */
  arrived(purchase: Purchase, moves?: Moves): Promise<void>;
  /** Resolves once nothing is announced, worked on, or waits for a worker. */
  settled(): Promise<void>;
  /** Where a record of a purchase stands. */
  standingOf(purchase: Purchase, flow: FlowUnderTest): Promise<RecordView | undefined>;
  storyOf(purchase: Purchase, flow: FlowUnderTest): Promise<RecordStory>;
  /** Documents of a flow that are this purchase's. */
  documentsOf(purchase: Purchase, flow: FlowUnderTest): Promise<readonly ProbedDocument[]>;
  /** The only one, and not deleted; fails with what is there instead. */
  theDocument(purchase: Purchase, flow: FlowUnderTest): Promise<ProbedDocument>;
  /** Starts to watch the target; the result answers what was asked of it since. */
  watch(): Watch;
}

export interface Watch {
  all(): readonly LoggedRequest[];
  /** Requests of these operations. */
  of(...operations: readonly string[]): readonly LoggedRequest[];
  /** Everything that makes or changes a document of any flow. */
  writes(): readonly LoggedRequest[];
}
