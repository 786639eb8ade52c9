import { isPresent } from "#domain/knowable.ts";
import type { Attribute, Order, OrderLine } from "#domain/order/order.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";

/** Comments of the sales order; undefined for none. */
export function orderComments(order: Order, settings: OrderSettings): string | undefined {
  const { comments } = settings;
  const parts: string[] = [];
  if (comments.note && isPresent(order.note)) parts.push(order.note.trim());
  if (comments.poNumber && isPresent(order.poNumber) && settings.customerRef !== "po-number")
    parts.push(`Purchase order: ${order.poNumber.trim()}`);
  if (comments.attributes) parts.push(...attributeTexts(order.attributes));
  return parts.length === 0 ? undefined : parts.join("\n");
}

/** Comment of a line: what the buyer asked for, such as an engraving. */
export function lineComments(line: OrderLine | null, settings: OrderSettings): string | undefined {
  if (line === null || line.attributes.length === 0 || !settings.comments.lines) return undefined;
  const parts = attributeTexts(line.attributes);
  return parts.length === 0 ? undefined : parts.join("\n");
}

/** Names that begin with an underscore are for apps and hidden in the shop. */
function attributeTexts(attributes: readonly Attribute[]): string[] {
  return attributes
    .filter(({ name, value }) => !name.startsWith("_") && value.trim() !== "")
    .map(({ name, value }) => `${name.trim()}: ${value.trim()}`);
}

/** CustomerRef by the setting; undefined for none. */
export function customerRef(order: Order, settings: OrderSettings): string | undefined {
  switch (settings.customerRef) {
    case "order-name":
      return order.name;
    case "po-number":
      return isPresent(order.poNumber) ? order.poNumber.trim() : order.name;
    case "order-id":
      return order.id;
    case "none":
      return undefined;
  }
}

/** DeliveryMethod by the titles and codes of the shipping lines that are still part of the order; undefined for none. */
export function deliveryMethod(order: Order, settings: OrderSettings["deliveryMethod"]): string | undefined {
  for (const line of order.shippingLines) {
    if (line.removed) continue;
    const method = settings.map[line.title] ?? (line.code === null ? undefined : settings.map[line.code]);
    if (method !== undefined) return method;
  }
  return settings.default ?? undefined;
}
