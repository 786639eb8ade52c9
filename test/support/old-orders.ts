import { numericId } from "./story.ts";
import type { PlacedOrder, SmallWorld } from "./small-world.ts";

/** Settings by which a history may be carried to Patch Retention once silence was tried. */
export const patchSettings = {
  silence: { testContact: "owner@acme.example" },
  account: { callsPerSecond: null, callsAtOnce: 8 },
} as const;

/** Skus that every account knows. */
const skus = ["MUG-STONE", "TWL-LINEN", "CHOC-80", "SEED-MDW"] as const;
const day = 24 * 60 * 60 * 1000;

/**
 * Places orders in the emulated shop as they were placed within the last month, all paid, by so many buyers: two in three have an
 * account with the shop, the others are guests. Answers their numeric ids.
 */
export async function placeOldOrders(
  control: SmallWorld["control"],
  count: number,
  buyers = Math.ceil(count / 3),
): Promise<readonly string[]> {
  const { now } = await control<{ readonly now: string }>("/clock");
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const buyer = index % buyers;
    const email = `buyer.${buyer}@history.example`;
    const named = { firstName: "Robin", lastName: `Fennimore-${buyer}`, email };
    const createdAt = new Date(Date.parse(now) - day - (index % 27) * day - index * 1_000).toISOString();
    const { orders } = await control<{ readonly orders: readonly PlacedOrder[] }>("/shopify/acme/orders", {
      lines: [{ sku: skus[index % skus.length], quantity: 1 + (index % 3) }],
      paid: true,
      createdAt,
      ...(buyer % 3 === 2 ? { customer: null, email } : { customer: named }),
    });
    ids.push(...orders.map(numericId));
  }
  return ids;
}

/** A person tries out whether the account stays silent, sees that it does, and says so. */
export async function confirmSilence(
  hub: Pick<SmallWorld["hub"], "probeSilence" | "answerSilence">,
  connection = "acme-patch",
): Promise<void> {
  await hub.probeSilence(connection);
  await hub.answerSilence(connection, true);
}
