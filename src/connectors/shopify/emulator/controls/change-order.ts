import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { addressRecord } from "../seed/address-record.ts";
import { addressSchema } from "../seed/catalogue.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import type { OrderTopic } from "../webhooks/shop-event.ts";
import { customerAt } from "./find-records.ts";
import { attributes, readAttributes } from "./order-schema.ts";

const changesSchema = z.strictObject({
  tags: z.array(z.string()).optional(),
  note: z.string().nullable().optional(),
  poNumber: z.string().nullable().optional(),
  attributes: attributes.optional(),
  email: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  billingAddress: addressSchema.nullable().optional(),
  shippingAddress: addressSchema.nullable().optional(),
  /** Numeric id; null takes the customer off. */
  customer: z.string().nullable().optional(),
});

/** Staff change what is not money; `{}` only moves `updated_at`. */
export function changeOrder(shop: Shop, order: OrderRecord, body: unknown): void {
  const changes = changesSchema.parse(body);
  const address = (spec: z.infer<typeof addressSchema> | null) => (spec ? addressRecord(shop, spec) : null);
  if (changes.tags) order.tags = tidyTags(changes.tags);
  if (changes.note !== undefined) order.note = changes.note;
  if (changes.poNumber !== undefined) order.poNumber = changes.poNumber;
  if (changes.attributes) order.customAttributes = readAttributes(changes.attributes);
  if (changes.email !== undefined) order.email = changes.email;
  if (changes.phone !== undefined) order.phone = changes.phone;
  if (changes.billingAddress !== undefined) order.billingAddress = address(changes.billingAddress);
  if (changes.shippingAddress !== undefined) order.shippingAddress = address(changes.shippingAddress);
  if (changes.customer !== undefined) moveOrder(shop, order, changes.customer);
  touchOrder(shop, order);
  shop.publish([{ topic: "orders/updated", order }]);
}

function moveOrder(shop: Shop, order: OrderRecord, customerId: string | null): void {
  const next = customerId === null ? undefined : customerAt(shop, customerId);
  const before = order.customerId === null ? undefined : shop.data.customers.get(order.customerId);
  if (before) before.orderIds.splice(0, before.orderIds.length, ...without(before.orderIds, order.id));
  order.customerId = next?.id ?? null;
  next?.orderIds.push(order.id);
}

/** Takes an order out of the shop for good. */
export function deleteOrder(shop: Shop, order: OrderRecord): void {
  const customer = order.customerId === null ? undefined : shop.data.customers.get(order.customerId);
  if (customer)
    customer.orderIds.splice(0, customer.orderIds.length, ...without(customer.orderIds, order.id));
  shop.data.orders.delete(order.id);
  shop.revision += 1;
  shop.publish([{ topic: "orders/delete", orderId: order.id }]);
}

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((other) => other !== id);
}

const announceTopics = [
  "orders/create",
  "orders/updated",
  "orders/paid",
  "orders/cancelled",
  "orders/fulfilled",
  "orders/partially_fulfilled",
  "orders/edited",
] as const satisfies readonly (OrderTopic | "orders/edited")[];

const announceSchema = z.strictObject({
  /** Sent in this order, each with ids of its own. */
  topics: z.array(z.enum(announceTopics)).min(1),
});

/** Sends webhooks of an order again as new deliveries, though nothing happened to it. */
export function announceOrder(shop: Shop, order: OrderRecord, body: unknown): void {
  for (const topic of announceSchema.parse(body).topics) {
    if (topic !== "orders/edited") {
      shop.publish([{ topic, order }]);
      continue;
    }
    if (!order.edited) throw new ControlError(400, `${order.name} was never edited`);
    const edit = {
      id: shop.ids.next("OrderEdit"),
      orderId: order.id,
      at: order.updatedAt,
      staffNote: "",
      notifyCustomer: false,
      additions: [],
      removals: [],
    };
    shop.publish([{ topic, edit }]);
  }
}
