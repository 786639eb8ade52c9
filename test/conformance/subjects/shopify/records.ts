import { keyText, type AnnouncedKey } from "#domain/source-record.ts";
import type { ShopHandle } from "../../source-subject.ts";

/** A record as controls answer it. */
export interface Placed {
  readonly id: string;
  readonly name: string;
}

/** The number in `gid://shopify/Order/1`. */
export function numberIn(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

export async function placeOrders(
  shop: ShopHandle,
  wish: Readonly<Record<string, unknown>>,
): Promise<readonly { readonly key: AnnouncedKey; readonly name: string }[]> {
  const { orders } = await shop.control<{ orders: readonly Placed[] }>("/orders", wish);
  return orders.map(({ id, name }) => ({ key: { kind: "orders", id: numberIn(id) }, name }));
}

/** Does something to a record by the control of that name. */
export async function act(
  shop: ShopHandle,
  key: AnnouncedKey,
  action: string,
  body: unknown = {},
): Promise<void> {
  await shop.control(`/${key.kind}/${key.id}/${action}`, body);
}

/** As GraphQL names a record. */
export function gidOf(key: AnnouncedKey): string {
  if (!/^\d+$/.test(key.id)) throw new RangeError(`${keyText(key)} has no id of its own at Shopify`);
  return `gid://shopify/${key.kind === "orders" ? "Order" : "Customer"}/${key.id}`;
}
