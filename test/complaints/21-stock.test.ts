/**
 * Complaint 21: stock is not pushed for existing items and nobody says so; committed units are taken off twice; the formula of what is
 * available is wrong.
 * Sources: frappe/ecommerce_integrations#289, frappe/ecommerce_integrations#382, frappe/ecommerce_integrations#298,
 * microsoft/ALAppExtensions#27413, microsoft/ALAppExtensions#18694, microsoft/BCApps#11607.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive } from "#test/support/arrive.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";
import { watchCalls, whenQuiet, writesOf } from "#test/support/story.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

interface Level {
  readonly ProductCode: string;
  readonly QtyOnHand: number;
  readonly AllocatedQty: number;
  readonly AvailableQty: number;
}

/** What Unleashed says of a product's stock, all warehouses together. */
async function stockOf(code: string): Promise<Level> {
  const { StockOnHand } = await world.control<{ StockOnHand: readonly Level[] }>(
    "/unleashed/dump?only=StockOnHand",
  );
  const found = StockOnHand.find(({ ProductCode }) => ProductCode === code);
  if (found === undefined) throw new Error(`no stock of ${code}`);
  return found;
}

describe("My stock was wrong, and nobody told me why", () => {
  it("so Waybill, which carries no stock yet, touches none: not in the shop, not in Unleashed, whatever moves", async () => {
    const [shop, account] = [watchCalls(world, "shopify/acme"), watchCalls(world, "unleashed")];
    await world.control("/unleashed/stock", { productCode: "MUG-STONE", warehouseCode: "MAIN", quantity: 7 });
    await world.control("/shopify/acme/inventory", { sku: "MUG-STONE", available: 3 });
    await world.advance("P1D");
    await whenQuiet(world);
    expect(writesOf([...shop(), ...account()])).toEqual([]);
    expect((await stockOf("MUG-STONE")).QtyOnHand).toBe(7);
  });

  it("and an order takes its units once: a parked one commits none, and one that is placed commits them without taking them off the shelf", async () => {
    const before = await stockOf("TWL-LINEN");
    const { sales } = await arrive(world, { lines: [{ sku: "TWL-LINEN", quantity: 4 }] });
    expect(sales.OrderStatus).toBe("Parked");
    expect(await stockOf("TWL-LINEN")).toEqual(before);
    await world.control(`/unleashed/salesorders/${sales.Guid}/edit`, { OrderStatus: "Placed" });
    const placed = await stockOf("TWL-LINEN");
    expect([
      placed.QtyOnHand,
      placed.AllocatedQty - before.AllocatedQty,
      before.AvailableQty - placed.AvailableQty,
    ]).toEqual([before.QtyOnHand, 4, 4]);
    await world.advance("PT1H");
    await whenQuiet(world);
    expect(await stockOf("TWL-LINEN")).toEqual(placed);
  });

  it("and an announcement of stock that reaches it all the same is kept, and says that nothing depends on it", async () => {
    const body = JSON.stringify({
      inventory_item_id: 1,
      location_id: 2,
      available: 5,
      updated_at: "2026-03-01T12:00:00+11:00",
    });
    expect(await world.deliver("inventory_levels/update", body, { id: "a-stock-delivery" })).toBe(200);
    await whenQuiet(world);
    expect(
      await world.rows(
        `select outcome, reason ->> 'code' as code from waybill.inbox where delivery_id = 'a-stock-delivery'`,
      ),
    ).toEqual([{ outcome: "nothing to do", code: "TOPIC_NOT_USED" }]);
  });
});
