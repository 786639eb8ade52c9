import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";
import { idOf } from "./purchases.ts";

/** Changes the shop's record that a flow carries. */
export async function changeInShop(
  world: TargetWorld,
  purchase: Purchase,
  { kind }: Pick<FlowUnderTest, "kind">,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const action = kind === "orders" ? "edit" : "update";
  await world.control(`/shopify/acme/${kind}/${idOf(purchase, kind)}/${action}`, change);
}
