import type { Flow } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import type { WireSalesOrder } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { acceptOrder } from "./accept-order.ts";
import type { BookedFacts, DesiredOrder } from "./desired-order.ts";
import { findOrder } from "./find-order.ts";
import { orderCustomer } from "./order-customer.ts";
import { orderNeeds } from "./order-needs.ts";
import { orderRemarks } from "./order-remarks.ts";
import { planOrder } from "./plan-order.ts";
import { projectOrder, salesOrderGuid } from "./project-order.ts";
import { askAboutDeleted, reconsiderOrder } from "./reconsider-order.ts";
import { resolveOrder } from "./resolve-order.ts";
import { verifyOrder } from "./verify-order.ts";

/**
 * Paid orders of the shop to sales orders of Unleashed: each once, read back and compared, and never changed afterwards. A first
 * create costs one search, one POST and one reading.
 */
export const ordersFlow: Flow<UnleashedSettings, UnleashedClient, Order, DesiredOrder, WireSalesOrder> = {
  name: "orders",
  title: "Orders",
  sourceKind: "orders",
  targetKind: "SalesOrders",
  targetNoun: "sales order",

  bornAt: (order) => order.createdAt,
  deletedInShop: askAboutDeleted,
  accept: (order, { orders }) => acceptOrder(order, orders),
  reconsider: (order, agreed, { refunds }) => reconsiderOrder(order, agreed, refunds),
  requires: (order, { customers }) => {
    const customer = orderCustomer(order, customers);
    if (customer.by === "code") return [];
    const { key, record } = customer;
    return [record === null ? { key } : { key, record }];
  },
  needs: (order, { orders, customers }) =>
    orderNeeds(order, orders, customers.mode === "one-customer" ? customers.oneCustomerCode : null),
  reference: (key, store) => salesOrderGuid(store.domain, key.id),
  project: projectOrder,
  find: (client, query) => findOrder(client, query),
  plan: (desired, current, _agreed, { orders }) => planOrder(desired, current, orders),
  apply: async (client, command, reference) => {
    const { body } = command.desired;
    if (command.action !== "create" || body === null) throw notPlanned();
    const answer = await client.postSalesOrder(reference, body);
    return { externalId: answer.Guid };
  },
  read: (client, externalId) => client.getSalesOrder(externalId),
  verify: verifyOrder,
  resolve: (client, attention, choice, order) => resolveOrder(client, attention, choice, order),
  accepted: (desired, agreed, { refunds }) => ({ ...desired, booked: bookedOf(desired, agreed, refunds) }),
  describe: (desired) => `sales order ${desired.number}`,
  remarks: (order, store, { customers }) => orderRemarks(order, store, customers),
};

/** Whoever takes a sales order as it is has seen to what was given back, unless each refund has a credit of its own. */
function bookedOf(
  desired: DesiredOrder,
  { booked = null }: DesiredOrder,
  { mode }: UnleashedSettings["refunds"],
): BookedFacts | null {
  if (booked === null || mode === "credit") return booked;
  return { ...booked, includes: [...new Set([...booked.includes, ...desired.source.refunds])] };
}

function notPlanned(): SyncError {
  return new SyncError("defect", {
    code: "SALES_ORDER_NOT_PLANNED",
    message: "A sales order was to be written that was never planned as a new one. Nothing was sent.",
  });
}
