import { Decimal } from "decimal.js";
import { numberOf } from "../checker/model/texts.ts";
import type { Evidence, HubRecord, Version } from "../evidence.ts";
import { beforehand } from "../schedule.ts";
import type { ShopOrder } from "../shop-shapes.ts";
import type { PatchDump, PatchEvent } from "./patch-shapes.ts";

/** An order of the shop with everything that was said of it over there. */
export interface OrderCase {
  readonly id: string;
  readonly name: string;
  /** Oldest first, without the deletion. */
  readonly versions: readonly (Version<ShopOrder> & { readonly value: ShopOrder })[];
  /** Null: deleted. */
  readonly last: ShopOrder | null;
  /** It was there before the shop was connected. */
  readonly isOld: boolean;
  /** Oldest first. */
  readonly events: readonly PatchEvent[];
  readonly record: HubRecord | null;
}

export function orderCases(evidence: Evidence<PatchDump>): readonly OrderCase[] {
  const records = new Map(
    evidence.hub.records.map((record) => [`${record.kind}:${record.recordId}`, record]),
  );
  const events = Map.groupBy(orderEvents(evidence.account.after), orderOf);
  return evidence.shop.orders.map(({ id: gid, versions }) => {
    const id = numberOf(gid);
    const known = versions.flatMap((version) =>
      version.value === null ? [] : [{ ...version, value: version.value }],
    );
    return {
      id,
      name: known[0]?.value.name ?? id,
      versions: known,
      last: versions.at(-1)?.value ?? null,
      isOld: versions[0]?.step === beforehand,
      events: events.get(id) ?? [],
      record: records.get(`orders:${id}`) ?? null,
    };
  });
}

/** What the test of silence writes, before anything is carried over. */
const silenceTest = "waybill-silence-test";

/** Events that are about an order. */
export function orderEvents({ events }: PatchDump): readonly PatchEvent[] {
  return events.filter((event) => event.event.startsWith("order.") && orderOf(event) !== silenceTest);
}

export function orderOf({ data }: PatchEvent): string {
  return String(data["shopify_order_id"]);
}

/**
 * Whether an order is to be told of as it stands: it was paid once, and is no test. `maybe`: the promise leaves it open, such as a
 * part that was paid.
 */
export function isWanted(order: ShopOrder): "yes" | "no" | "maybe" {
  if (order.test) return "no";
  switch (order.displayFinancialStatus) {
    case "PAID":
    case "PARTIALLY_REFUNDED":
    case "REFUNDED":
      return "yes";
    case "PARTIALLY_PAID":
      return "maybe";
    case null:
    default:
      return "no";
  }
}

/** What an order is worth in points: its total as it stands; nothing once it is cancelled or all its money was given back. */
export function valueOf(order: ShopOrder): Decimal {
  if (order.cancelledAt !== null) return new Decimal(0);
  const received = new Decimal(order.totalReceivedSet.shopMoney.amount);
  const refunded = new Decimal(order.totalRefundedSet.shopMoney.amount);
  if (received.gt(0) && refunded.gte(received)) return new Decimal(0);
  return new Decimal(order.currentTotalPriceSet.shopMoney.amount);
}
