import { sha256 } from "#connectors/kit/sha256.ts";
import type { PrivacyRequest } from "#connectors/kit/source-system.ts";
import { guestId, guestIdOfOrder } from "#domain/customer/buyer-of-order.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { EngineStore, JournalLine } from "../ports/engine-store.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";

type Line = Pick<JournalLine, "code" | "message" | "detail">;

/** A worker that has one of the records in hand gets this long to let go of it. */
const longestWaitMs = 20_000;
const lookMs = 200;

/** Does what a privacy request asks for; answers what the journal says of it, which names records by their ids only. */
export async function honourPrivacyRequest(
  { store: engineStore }: EngineContext,
  store: string,
  request: PrivacyRequest,
): Promise<Line> {
  if (request.type === "redact-shop") {
    const rows = await untilNobodyHolds(() => engineStore.redactStore(store));
    return {
      code: "SHOP_REDACTED",
      message: "Everything that this shop's buyers told was removed at its request.",
      detail: { rows },
    };
  }
  const keys = await recordsOf(engineStore, store, request);
  const kept = (await engineStore.keptOf(store, keys)).map(keyText);
  if (request.type === "redact-customer") {
    const rows = await untilNobodyHolds(() => engineStore.redact(store, keys));
    return {
      code: "CUSTOMER_REDACTED",
      message:
        "A customer's data was removed from copies of records, deliveries, questions and the journal at the shop's request. What already went to other systems has to be removed there.",
      detail: { records: kept, rows },
    };
  }
  return {
    code: "CUSTOMER_DATA_REQUESTED",
    message:
      kept.length === 0
        ? "A customer asked which data is held. Waybill holds nothing of this customer or of the orders that were named."
        : "A customer asked which data is held. Waybill holds data of the records listed here; hand over what `waybill show RECORD --data`, or the API, says of each.",
    detail: { records: kept },
  };
}

/** The records that a request is about: those it names, and the guests that stand for the buyer of its orders. */
async function recordsOf(
  engineStore: EngineStore,
  store: string,
  { customerId, guestId: guest, orderIds }: PrivacyRequest,
): Promise<readonly RecordKey[]> {
  const orders = orderIds.map((id): RecordKey => ({ kind: "orders", id }));
  const mirrors = orders.length === 0 ? [] : [...(await engineStore.mirrors(store, orders)).values()];
  const emails = mirrors.map(({ record }) => (record.kind === "orders" ? record.email : null));
  const buyers = [
    ...(customerId === null ? [] : [customerId]),
    ...(guest === null ? [] : [guest]),
    ...orderIds.map(guestIdOfOrder),
    ...emails.flatMap((email) => (email ? [guestId(email, sha256)] : [])),
  ];
  return [...[...new Set(buyers)].map((id): RecordKey => ({ kind: "customers", id })), ...orders];
}

/**
 * Removes, and does it again after a worker that had one of the records in hand meanwhile has noted what it did. Answers how many
 * rows changed.
 */
async function untilNobodyHolds(
  remove: () => Promise<{ readonly rows: number; readonly inWork: boolean }>,
): Promise<number> {
  const until = Date.now() + longestWaitMs;
  let rows = 0;
  for (;;) {
    const removed = await remove();
    rows += removed.rows;
    if (!removed.inWork || Date.now() > until) return rows;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
