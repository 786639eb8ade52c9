import type { Facts, Projection } from "#connectors/kit/flow.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import { buyerOf } from "#domain/customer/buyer-of-order.ts";
import type { Order } from "#domain/order/order.ts";
import type { PatchSettings } from "../../settings.ts";
import type { DesiredContact } from "../customers/desired-contact.ts";
import type { DesiredEvent } from "./desired-event.ts";
import { eventData } from "./event-data.ts";

/**
 * What Patch should know of an order. What the event does to points, and whether it is silent, depends on the events that are there
 * already and is settled by the plan. Pure.
 */
export function projectEvent(order: Order, facts: Facts, settings: PatchSettings): Projection<DesiredEvent> {
  const { key } = buyerOf(order, sha256);
  const link = facts.link(key);
  if (link === undefined)
    return {
      made: false,
      attention: {
        code: "CONTACT_UNKNOWN",
        message: "The contact of whoever bought is not known, so nothing tells whose the order is.",
        choices: [
          { choice: "retry", label: "Look again" },
          { choice: "leave-out", label: "Leave the order untold for good" },
        ],
      },
    };
  // An order that was placed before the connection was made is history, whatever calls for a look at it.
  // Shopify tells times to the second.
  const isOld = Date.parse(order.createdAt) < Math.floor(Date.parse(facts.connectedAt) / 1_000) * 1_000;
  return {
    made: true,
    desired: {
      label: order.name,
      orderId: order.id,
      contactId: link.externalId,
      contactKey: contactKey(link, settings),
      data: eventData(order, settings.orderEvents, settings.loyalty),
      at: order.processedAt,
      standing: { points: null, byHand: 0 },
      adjust: 0,
      isOld,
      manner: { silent: facts.occasion === "history", skipLoyalty: false },
    },
  };
}

function contactKey(
  { externalId, agreed }: { readonly externalId: string; readonly agreed: unknown },
  { orderEvents }: PatchSettings,
): DesiredEvent["contactKey"] {
  if (orderEvents.contactKey === "id") return { field: "_id", value: externalId };
  const search = (agreed as DesiredContact | null)?.search;
  if (search?.email != null) return { field: "email", value: search.email };
  if (search?.phone != null) return { field: "phone", value: search.phone };
  return { field: "_id", value: externalId };
}
