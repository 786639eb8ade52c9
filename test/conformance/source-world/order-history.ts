import assert from "node:assert/strict";
import type { AnnouncedKey } from "#domain/source-record.ts";
import type { HubWorld } from "./hub-world.ts";
import type { Arrived, Listener } from "./listen.ts";

/** An order that was placed, changed and paid, and what the shop announced of it meanwhile, oldest first. */
export interface OrderHistory {
  readonly key: AnnouncedKey;
  readonly buyer: AnnouncedKey;
  readonly arrived: readonly Arrived[];
}

/** `seconds`: time between what happens; 0: everything happens in the same second, as far as the shop tells times. */
export async function orderHistory(
  { subject, shop, newBuyer, advance }: HubWorld,
  listener: Listener,
  { seconds }: { readonly seconds: number },
): Promise<OrderHistory> {
  const pass = async (): Promise<void> => (seconds === 0 ? undefined : advance(`PT${seconds}S`));
  const { key, buyer } = await subject.shop.place(shop, { buyer: newBuyer(), paid: false });
  await pass();
  await subject.shop.edit(shop, key);
  await pass();
  await subject.shop.note(shop, key, "Leave it at the door");
  await pass();
  await subject.shop.pay(shop, key);
  const arrived = await listener.of(key);
  assert.ok(arrived.length >= 4, `${arrived.length} announcements of four things that happened`);
  return { key, buyer, arrived };
}
