import type { Order } from "#domain/order/order.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";

/** Number of the sales order: the prefix and the shop's name of the order without its leading `#`. `#1001` stays `#1001` by default. */
export function orderNumber(order: Pick<Order, "name">, settings: Pick<OrderSettings, "prefix">): string {
  return `${settings.prefix}${order.name.trim().replace(/^#/, "")}`;
}
