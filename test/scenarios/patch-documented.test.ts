/**
 * The preset `documented`, rule by rule of the vendor's own integration (help centre, "How does Shopify Order Syncing work in Patch"): who
 * moves over finds each rule that they know. What it does to points is told in patch-points.test.ts, row by row.
 */
import { afterEach, describe, expect, it } from "vitest";
import { confirmSilence, patchSettings } from "#test/support/old-orders.ts";
import { eventsOfOrders, patchAccount, runsFor } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import { change, numericId, storyOf, whenQuiet } from "#test/support/story.ts";

const idField = "shopify_customer_id";
const email = "ida@mail.example";
const ida = { firstName: "Ida", lastName: "Lark", email } as const;
const placedAt = "2026-01-05T08:30:00.000Z";

let world: SmallWorld;
afterEach(() => world.stop());

async function open(beforehand?: (control: SmallWorld["control"]) => Promise<void>): Promise<void> {
  world = await startSmallWorld({
    target: patchTarget(),
    preset: "documented",
    settings: { ...patchSettings, contacts: { customerIdField: idField } },
    beforehand: async (control) => {
      await control("/patch/fields", { key: idField, name: "Shopify customer" });
      await beforehand?.(control);
    },
  });
}

/** An order of before, paid. */
async function placeOld(control: SmallWorld["control"], body: object = {}): Promise<PlacedOrder> {
  const { orders } = await control<{ readonly orders: readonly PlacedOrder[] }>("/shopify/acme/orders", {
    paid: true,
    customer: ida,
    createdAt: placedAt,
    lines: [{ title: "Mug", price: "25.00", quantity: 2 }],
    ...body,
  });
  const [order] = orders;
  if (order === undefined) throw new Error("nothing was placed");
  return order;
}

async function sync(): Promise<string> {
  const { id } = await world.hub.startBackfill({ connection: "acme-patch", entity: "orders", since: null });
  await expect.poll(async () => (await world.hub.run(id)).state, { timeout: 20_000 }).not.toBe("running");
  await whenQuiet(world);
  return id;
}

const eventsOf = async ({ id }: Pick<PlacedOrder, "id">) =>
  eventsOfOrders(await patchAccount(world)).get(numericId({ id })) ?? [];

describe("orders", () => {
  it("all of them are read, paid or not; the order's id is the key: created once, and told again when it changed", async () => {
    const orders: PlacedOrder[] = [];
    await open(async (control) => {
      orders.push(await placeOld(control), await placeOld(control, { paid: false }));
    });
    await confirmSilence(world.hub);
    await sync();
    for (const order of orders)
      expect((await eventsOf(order)).map(({ event }) => event)).toEqual(["order.finished"]);
    await sync();
    for (const order of orders) expect(await eventsOf(order)).toHaveLength(1);

    const [first, second] = orders;
    if (first === undefined || second === undefined) throw new Error("two orders were placed");
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    await change(world, first, "refund", { lines: [{ line: 0, quantity: 1 }] });
    await sync();
    expect((await eventsOf(first)).map(({ event, silent }) => [event, silent])).toEqual([
      ["order.finished", true],
      ["order.updated", true],
    ]);
    expect(await eventsOf(second)).toHaveLength(1);
  });

  it("an event that something else made for the order's id is updated to match the shop, and not doubled", async () => {
    let order: PlacedOrder | undefined;
    await open(async (control) => {
      order = await placeOld(control);
      const synced = { id: numericId(order), total: "48.00", customer: { id: "7001", email } };
      await control("/patch/sync", { orders: [synced] });
    });
    if (order === undefined) throw new Error("nothing was placed");
    await confirmSilence(world.hub);
    await sync();
    const events = await eventsOf(order);
    expect(events.map(({ event }) => event)).toEqual(["order.finished", "order.updated"]);
    expect(Number(events.at(-1)?.data["total_price"])).toBe(50);
  });
});

describe("customers", () => {
  it("the customer's id is the key, whatever else differs; and the shop's values are laid over", async () => {
    let customer = "";
    await open(async (control) => {
      const order = await placeOld(control);
      const { orders } = await control<{
        readonly orders: readonly { readonly id: string; readonly customer: { readonly id: string } }[];
      }>("/shopify/acme/dump?only=orders");
      customer =
        orders
          .find(({ id }) => id === order.id)
          ?.customer.id.split("/")
          .at(-1) ?? "";
      await control("/patch/contacts", {
        first_name: "I.",
        last_name: "L.",
        email: "another@mail.example",
        custom_fields: { [idField]: customer },
      });
    });
    await confirmSilence(world.hub);
    await sync();
    const { contacts } = await patchAccount(world);
    const known = contacts.filter(({ custom_fields: fields }) => fields[idField] === customer);
    expect(known).toMatchObject([{ first_name: "Ida", last_name: "Lark", email }]);
    expect(contacts.filter((contact) => contact.email === email)).toHaveLength(1);
  });

  it("one that is not known is made; of consent nothing is said", async () => {
    await open(async (control) => void (await placeOld(control)));
    await confirmSilence(world.hub);
    await sync();
    const { contacts } = await patchAccount(world);
    expect(contacts.filter((contact) => contact.email === email)).toMatchObject([
      { first_name: "Ida", email_on: false, sms_on: false },
    ]);
  });
});

describe("what is told", () => {
  it("of the past nothing: no automation runs; of what happens afterwards they do", async () => {
    let old: PlacedOrder | undefined;
    await open(async (control) => {
      old = await placeOld(control);
    });
    if (old === undefined) throw new Error("nothing was placed");
    await confirmSilence(world.hub);
    await sync();
    expect((await patchAccount(world)).automationLog).toEqual([]);

    const fresh = await world.place({ paid: true, customer: { ...ida, email: "new@mail.example" } });
    await whenQuiet(world);
    expect(runsFor(await patchAccount(world), numericId(fresh))).toHaveLength(1);
    await change(world, old, "refund");
    await whenQuiet(world);
    expect((await eventsOf(old)).map(({ event, silent }) => [event, silent])).toEqual([
      ["order.finished", true],
      ["order.updated", false],
    ]);
  });

  it("contacts carry the time of the sync, orders their own", async () => {
    let old: PlacedOrder | undefined;
    await open(async (control) => {
      old = await placeOld(control);
    });
    if (old === undefined) throw new Error("nothing was placed");
    await confirmSilence(world.hub);
    const { now } = await world.control<{ readonly now: string }>("/clock");
    await sync();
    const { events, contacts } = await patchAccount(world);
    const contact = contacts.find((candidate) => candidate.email === email);
    const made = events.filter(
      ({ event, contact_id: of }) => event.startsWith("contact.") && of === contact?._id,
    );
    expect(made.map(({ event }) => event)).toEqual(["contact.created"]);
    for (const { at } of made) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(now) - 1_000);
    expect((await eventsOf(old)).map(({ at }) => Date.parse(at))).toEqual([Date.parse(placedAt)]);
  });
});

it("one sync at a time: a second start is refused with how far the first one is", async () => {
  await open(async (control) => {
    for (let index = 0; index < 30; index += 1) await placeOld(control);
  });
  await confirmSilence(world.hub);
  await world.control("/shopify/acme/webhooks", {});
  const first = await world.hub.startBackfill({ connection: "acme-patch", entity: "orders", since: null });
  await expect(
    world.hub.startBackfill({ connection: "acme-patch", entity: "orders", since: null }),
  ).rejects.toMatchObject({ status: 409, code: "RUN_UNDER_WAY", detail: { id: first.id } });
  await expect.poll(async () => (await world.hub.run(first.id)).state, { timeout: 20_000 }).toBe("done");
});

it("an order of nobody who can be told is left out, and says so", async () => {
  await open();
  const order = await world.place({ paid: true, customer: null, email: null, phone: null });
  await whenQuiet(world);
  expect((await storyOf(world, order.name)).record.outcome).toMatchObject({
    state: "skipped",
    reason: { code: "ORDER_WITHOUT_CONTACT" },
  });
});
