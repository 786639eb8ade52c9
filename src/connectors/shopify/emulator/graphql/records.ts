import type { OrderRecord } from "../state/order-records.ts";
import { parseGid } from "../state/ids.ts";
import { notModelled, refusal } from "./errors.ts";
import type { GraphContext } from "./graph-context.ts";
import { findWork, findWorkLine } from "./find-work.ts";
import { isVisible, visibleOrders } from "./lists.ts";

/** A record by its GID; null when it is gone or hidden. Types that are not modelled are refused. */
export function recordOf(text: unknown, context: GraphContext): unknown {
  const parsed = typeof text === "string" ? parseGid(text) : undefined;
  if (!parsed) throw refusal("RESOURCE_NOT_FOUND", "invalid id");
  const { data, installation, jobs, calculatedOrders, bulk } = context.shop;
  const { type, id } = parsed;
  switch (type) {
    case "Order": {
      const order = data.orders.get(id);
      return order && isVisible(order, context) ? order : null;
    }
    case "Customer":
      return data.customers.get(id) ?? null;
    case "Product":
      return data.products.get(id) ?? null;
    case "ProductVariant":
      return data.variants.get(id) ?? null;
    case "InventoryItem": {
      const variant = [...data.variants.values()].find((candidate) => candidate.inventoryItemId === id);
      return variant ? { __typename: "InventoryItem", variant } : null;
    }
    case "Location":
      return data.locations.get(id) ?? null;
    case "Company":
      return data.companies.get(id) ?? null;
    case "CompanyLocation":
      return data.companyLocations.get(id) ?? null;
    case "CompanyContact":
      return data.companyContacts.get(id) ?? null;
    case "WebhookSubscription":
      return installation.subscriptions.get(id) ?? null;
    case "BulkOperation":
      return bulk.operations.get(id) ?? null;
    case "Job":
      return jobs.get(id) ?? null;
    case "CalculatedOrder":
      return calculatedOrders.get(id) ?? null;
    case "LineItem":
    case "Refund":
    case "OrderTransaction":
    case "Fulfillment":
      return partOfOrder(type, id, visibleOrders(data.orders.values(), context));
    case "FulfillmentOrder":
      return findWork(id, context)?.workOrder ?? null;
    case "FulfillmentOrderLineItem":
      return findWorkLine(id, context) ?? null;
    case "Shop":
      return context.shop.settings.shopId === id ? { __typename: "Shop", shop: context.shop } : null;
    default:
      throw notModelled("QueryRoot", "node", type);
  }
}

function partOfOrder(
  type: "LineItem" | "Refund" | "OrderTransaction" | "Fulfillment",
  id: string,
  orders: Iterable<OrderRecord>,
): unknown {
  const key = {
    LineItem: "lines",
    Refund: "refunds",
    OrderTransaction: "transactions",
    Fulfillment: "fulfillments",
  } as const;
  for (const order of orders) {
    const found = order[key[type]].find((part) => part.id === id);
    if (found) return found;
  }
  return null;
}
