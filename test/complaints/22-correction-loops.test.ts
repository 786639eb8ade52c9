/**
 * Complaint 22: two systems correct each other for ever, and silently take back what people did.
 * Sources: Eshopbox-Enginnering/Central-Backlog#333, microsoft/BCApps#9211, woocommerce/woocommerce#62507.
 * More of it: test/scenarios/staff-in-unleashed.test.ts (every field that staff may change).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, customerIdOf, customerOf } from "#test/support/arrive.ts";
import { change, theSalesOrder, watchCalls, whenQuiet, writesOf } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

const ida = { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example", phone: "+61255501234" };

/** What is written on either side from now on. */
function watchWrites(): () => readonly string[] {
  const [shop, account] = [watchCalls(world, "shopify/acme"), watchCalls(world, "unleashed")];
  return () => writesOf([...shop(), ...account()]).map(({ operation }) => operation);
}

describe("My two systems kept correcting each other all night", () => {
  it("but when another app of mine touches an order after every change of it, nothing answers it, and the order stays settled", async () => {
    const { order } = await arrive(world, { lines: [{ sku: "MUG-STONE" }], customer: ida });
    const before = await theSalesOrder(world, order.name);
    const writes = watchWrites();
    for (let round = 1; round <= 15; round += 1)
      await change(world, order, "update", { tags: [`seen-${round}`], note: `round ${round}` });
    await whenQuiet(world);
    expect(writes()).toEqual([]);
    expect(await theSalesOrder(world, order.name)).toEqual(before);
    await world.standing(order.name, "unchanged");
  });

  it("and what Waybill itself wrote does not come back as news: one change of a buyer is one write, then silence on both sides", async () => {
    const id = await customerIdOf(world, ida.email);
    const writes = watchWrites();
    await world.control(`/shopify/acme/customers/${id}/update`, { phone: "+61255509999" });
    await whenQuiet(world);
    expect(writes()).toEqual(["POST /Customers/{guid}"]);
    for (let look = 0; look < 4; look += 1) {
      await world.advance("PT6H");
      await whenQuiet(world);
    }
    expect(writes()).toEqual(["POST /Customers/{guid}"]);
  });

  it("and after a day of trade everything has come to rest: no record is half done, and a day later nothing more was written", async () => {
    for (let hour = 0; hour < 2; hour += 1) {
      const { order } = await arrive(world, { lines: [], randomLines: 2 });
      const unpaid = await world.place({ paid: false });
      if (hour % 2 === 0) await change(world, unpaid, "pay");
      else await change(world, unpaid, "cancel");
      await change(world, order, hour === 1 ? "refund" : "update", {});
      await world.advance("PT1H");
    }
    await whenQuiet(world);
    const writes = watchWrites();
    await world.advance("P1D");
    await whenQuiet(world);
    expect(writes()).toEqual([]);
    expect(
      await world.rows(
        `select kind, title, state from waybill.record_state
         where dirty or holder is not null or retry_at is not null
           or state not in ('synced', 'unchanged', 'skipped', 'attention')`,
      ),
    ).toEqual([]);
    expect(await world.rows(`select 1 from waybill.intent`)).toEqual([]);
  });
});

describe("What my staff entered was taken back without a word", () => {
  it("but a buyer's phone number that they corrected stays, though the shop says another and goes on changing", async () => {
    const { sales } = await arrive(world, { lines: [{ sku: "MUG-STONE" }], customer: ida });
    await world.control(`/unleashed/customers/${sales.Customer.Guid}/edit`, {
      PhoneNumber: "+61 400 111 222",
      Notes: "Ring before noon",
    });
    const id = await customerIdOf(world, ida.email);
    await world.control(`/shopify/acme/customers/${id}/update`, { phone: "+61255507777", note: "VIP" });
    await whenQuiet(world);
    await arrive(world, { lines: [{ sku: "TWL-LINEN" }], customer: ida });
    await world.advance("P1D");
    await whenQuiet(world);
    expect(await customerOf(world, sales)).toMatchObject({
      PhoneNumber: "+61 400 111 222",
      Notes: "Ring before noon",
    });
  });

  it("and so does a sales order that they changed, whatever the shop announces of it", async () => {
    const { order, sales } = await arrive(world, { lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    await world.control(`/unleashed/salesorders/${sales.Guid}/edit`, {
      Comments: "Pick up on Friday",
      Lines: [{ LineNumber: 1, OrderQuantity: 3 }],
    });
    const changed = await theSalesOrder(world, order.name);
    const writes = watchWrites();
    for (const note of ["one", "two", "three"]) await change(world, order, "update", { note });
    await world.hub.sync("acme-unleashed", [order.name]);
    await world.advance("P1D");
    await whenQuiet(world);
    expect(writes()).toEqual([]);
    expect(await theSalesOrder(world, order.name)).toEqual(changed);
  });
});
