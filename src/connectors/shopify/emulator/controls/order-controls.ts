import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { displayFulfillmentStatus, financialStatus } from "../orders/statuses.ts";
import { totalsOf } from "../orders/totals.ts";
import { fixedText } from "../state/money.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { announceOrder, changeOrder, deleteOrder } from "./change-order.ts";
import { orderAt } from "./find-records.ts";
import { makeControl } from "./make-control.ts";
import { cancel, edit, pay, refund } from "./order-actions.ts";
import { orderAnswer, placeOrders } from "./place-orders.ts";

/** Placing orders, and what buyers and staff do to them. */
export function orderControls(shop: Shop): EmulatorControl[] {
  const act = (
    name: string,
    example: unknown,
    run: (shop: Shop, order: OrderRecord, body: unknown) => void,
  ) =>
    makeControl("POST", `/orders/{id}/${name}`, example, ({ id }, body) => {
      const order = orderAt(shop, id);
      run(shop, order, body);
      return { orders: [changedAnswer(shop, order)] };
    });
  const remove: EmulatorControl["run"] = ({ id }) => {
    const order = orderAt(shop, id);
    deleteOrder(shop, order);
    return { orders: [orderAnswer(order)] };
  };
  return [
    makeControl("POST", "/orders", { count: 1, paid: true, shipping: "9.95" }, async (_parameters, body) => ({
      orders: (await placeOrders(shop, body)).map(orderAnswer),
    })),
    act("pay", {}, pay),
    act("edit", { quantities: [{ line: 0, quantity: 3 }] }, edit),
    act("cancel", { reason: "customer" }, cancel),
    act("refund", { amount: "1.00", note: "A small apology" }, refund),
    act("update", { tags: ["urgent"], note: "Ring twice" }, changeOrder),
    act("announce", { topics: ["orders/updated"] }, announceOrder),
    makeControl("POST", "/orders/{id}/delete", {}, remove),
    makeControl("DELETE", "/orders/{id}", {}, remove),
  ];
}

/** As the actions on an order answer. */
export function changedAnswer(shop: Shop, order: OrderRecord) {
  return {
    ...orderAnswer(order),
    currentTotal: fixedText(totalsOf(order).currentTotal.shop, order.currency),
    financialStatus: financialStatus(order, shop.clock.now()),
    fulfillmentStatus: displayFulfillmentStatus(order),
    cancelled: order.cancelledAt !== null,
  };
}
