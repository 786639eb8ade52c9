import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import type { Candidate } from "#domain/matching/match.ts";
import type { UnleashedClient } from "../../client.ts";
import { normalGuid } from "../../guid.ts";
import type { WireSalesOrder } from "../../schema.ts";
import type { DesiredOrder } from "./desired-order.ts";

/** Decision code under which a person's choice about a number that is taken is remembered, by order id. */
export const sameNumberCode = "ORDER_NUMBER_TAKEN";

/**
 * Looks for the sales order. A linked one is read by its GUID. Else one search by number meets both our own and one that
 * something else made with the same number; after an unclear write, and for orders that are not new, our own GUID is read first,
 * since a reading by GUID is sure where a search may lag behind or miss a renumbered order, which a POST would replace. One call,
 * or two. A deleted order is `gone`: it is never made again.
 */
export async function findOrder(
  client: Pick<UnleashedClient, "getSalesOrder" | "findSalesOrders">,
  query: FindQuery<DesiredOrder>,
): Promise<Found<WireSalesOrder>> {
  const { externalId, reference, desired } = query;
  if (externalId !== null) {
    const linked = await client.getSalesOrder(externalId);
    return linked === null ? missing : seen(linked, "BY_LINK", "It is linked to this sales order.");
  }
  if (query.uncertain === true || desired.body === null) {
    const own = await client.getSalesOrder(reference);
    if (own !== null) return seen(own, "BY_REFERENCE", foundByGuid);
    if (desired.body === null) return { verdict: "none" };
  }
  const hits = await client.findSalesOrders({ orderNumber: desired.number, withDeleted: true });
  const own = hits.find((hit) => isSameGuid(hit.Guid, reference));
  if (own !== undefined) return seen(own, "BY_REFERENCE", foundByGuid);
  if (desired.sameNumber === "create") return { verdict: "none" };
  const namesakes = hits.filter((hit) => hit.OrderNumber === desired.number);
  const chosen = namesakes.find((hit) => desired.sameNumber === `use=${hit.Guid}`);
  // One that is still there tells more than a deleted one; which of several it is, a person is asked anyway.
  const namesake = chosen ?? namesakes.find((hit) => hit.OrderStatus !== "Deleted") ?? namesakes[0];
  if (namesake === undefined) return { verdict: "none" };
  return {
    verdict: "one",
    candidate: candidate(namesake),
    evidence: {
      code: "BY_ORDER_NUMBER",
      message: `A sales order that Waybill did not make has the number ${namesake.OrderNumber}.`,
    },
  };
}

const foundByGuid = "Found by the GUID that Waybill derives for the order.";

/** GUIDs are the same in any letter case. What a reply has in the place of one may be anything. */
export function isSameGuid(left: unknown, right: string): boolean {
  return typeof left === "string" && normalGuid(left) === normalGuid(right);
}

const missing: Found<WireSalesOrder> = {
  verdict: "gone",
  evidence: {
    code: "SALES_ORDER_GONE",
    message:
      "The sales order that this order is linked to is no longer in Unleashed. Waybill does not make it again by itself.",
  },
};

function seen(order: WireSalesOrder, code: string, message: string): Found<WireSalesOrder> {
  if (order.OrderStatus === "Deleted")
    return {
      verdict: "gone",
      evidence: {
        code: "SALES_ORDER_DELETED",
        message: `Sales order ${order.OrderNumber} was deleted in Unleashed. Waybill does not make it again by itself.`,
        detail: { orderNumber: order.OrderNumber, guid: order.Guid },
      },
    };
  return { verdict: "one", candidate: candidate(order), evidence: { code, message } };
}

function candidate(order: WireSalesOrder): Candidate<WireSalesOrder> {
  return { externalId: order.Guid, label: `sales order ${order.OrderNumber}`, snapshot: order };
}
