import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlacedOrder } from "#test/support/small-world.ts";
import { change, numericId, questionAbout, storyOf } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
  await world.control("/shopify/acme/webhooks", { privacyUri: `${world.url}/webhooks/shopify` });
});
afterAll(() => world.stop());

const inTime = { timeout: 15_000 };

function person(first: string, last: string, number: string) {
  return {
    firstName: first,
    lastName: last,
    email: `${first}.${last}@privacy.example`.toLowerCase(),
    phone: `+6135550${number}`,
  };
}
const addressOf = ({ firstName, lastName, phone }: ReturnType<typeof person>, address1: string) => ({
  firstName,
  lastName,
  phone,
  address1,
  city: "Hobart",
  zip: "7000",
  countryCode: "AU",
});

/** Every row of the hub's database, in whatever table, that has one of these words. */
async function rowsWith(words: readonly string[]): Promise<readonly string[]> {
  const tables = await world.rows<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('waybill', 'pgboss')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await world.rows<{ text: string }>(`select t::text as text from ${name} t`);
    for (const { text } of rows)
      for (const word of words)
        if (text.toLowerCase().includes(word.toLowerCase()))
          found.push(`${name}: ${word} in ${text.slice(0, 300)}`);
  }
  return found;
}

const told = (code: string) =>
  world.rows<{ message: string; detail: { records?: readonly string[] } | null }>(
    `select message, detail from waybill.journal where kind is null and store = 'acme' and code = $1 order by id`,
    [code],
  );

async function customerId(email: string): Promise<string> {
  const { customers } = await world.control<{ customers: readonly { id: string; email: string | null }[] }>(
    "/shopify/acme/dump?only=customers",
  );
  return (
    customers
      .find((customer) => customer.email === email)
      ?.id.split("/")
      .at(-1) ?? ""
  );
}

const ottilie = person("Ottilie", "Grimsditch", "3101");
const words = ["ottilie", "grimsditch", "61355503101", "12 Gallowgate"];
const other = person("Leopold", "Winterbourne", "3102");

describe("a customer who asks", () => {
  let orders: readonly PlacedOrder[];
  let id: string;

  it("which data is held is told in the journal, by the names of records only", async () => {
    const shippingAddress = addressOf(ottilie, "12 Gallowgate");
    const asCustomer = await world.place({ customer: ottilie, shippingAddress, note: "Ottilie rings twice" });
    const asGuest = await world.place({
      customer: null,
      email: ottilie.email.toUpperCase(),
      shippingAddress,
    });
    const withoutMail = await world.place({ customer: null, email: null, shippingAddress });
    const others = await world.place({
      customer: other,
      shippingAddress: addressOf(other, "9 Lantern Lane"),
    });
    orders = [asCustomer, asGuest, withoutMail];
    for (const { name } of [...orders, others]) await world.standing(name, "synced");
    await world.quiet();
    id = await customerId(ottilie.email);

    await world.control("/shopify/acme/privacy", {
      topic: "customers/data_request",
      customer: id,
      orders: orders.map(({ name }) => name),
    });
    await expect.poll(() => told("CUSTOMER_DATA_REQUESTED"), inTime).toHaveLength(1);
    const [line] = await told("CUSTOMER_DATA_REQUESTED");
    expect(line?.detail?.records).toEqual(
      expect.arrayContaining([
        `customers:${id}`,
        expect.stringMatching(/^customers:guest:[0-9a-f]{24}$/),
        ...orders.map((order) => `orders:${numericId(order)}`),
      ]),
    );
    expect(JSON.stringify(line)).not.toMatch(/ottilie|grimsditch/i);
    // What the line of the shop's story names can be handed over as it stands there.
    const journal = await world.hub.journal({ store: "acme" });
    expect(journal.find(({ code }) => code === "CUSTOMER_DATA_REQUESTED")?.detail).toEqual(line?.detail);
    for (const record of line?.detail?.records ?? []) {
      const [story] = await world.hub.show(record);
      expect(JSON.stringify(story?.source), record).toMatch(/grimsditch|gallowgate/i);
    }
    // Nothing was taken away by asking.
    expect(await rowsWith(["grimsditch"])).not.toEqual([]);
  });

  it("to be forgotten is found nowhere in the database, the guests of the orders neither", async () => {
    // A question about her order is open at that moment.
    const [asCustomer] = orders;
    if (asCustomer === undefined) throw new Error("no order");
    await change(world, asCustomer, "cancel");
    await questionAbout(world, asCustomer.name);
    await world.quiet();

    await world.control("/shopify/acme/privacy", {
      topic: "customers/redact",
      customer: id,
      orders: orders.map(({ name }) => name),
    });
    await expect.poll(() => told("CUSTOMER_REDACTED"), inTime).toHaveLength(1);
    await expect.poll(() => rowsWith(words), inTime).toEqual([]);

    const [line] = await told("CUSTOMER_REDACTED");
    expect(line?.message).toMatch(/What already went to other systems has to be removed there/);
    expect(line?.detail?.records).toEqual(expect.arrayContaining([`customers:${id}`]));
    for (const record of line?.detail?.records ?? [])
      for (const story of await world.hub.show(record)) expect(story.source).toBeNull();
  });

  it("leaves what others told, and where her orders went", async () => {
    expect(await rowsWith(["winterbourne"])).not.toEqual([]);
    for (const order of orders) {
      const { record, journal } = await storyOf(world, order.name);
      expect(record.link?.targetKind).toBe("SalesOrders");
      expect(journal.map(({ code }) => code)).toContain("WRITTEN_AND_READ_BACK");
    }
    expect(await world.hub.show(ottilie.email)).toEqual([]);
  });

  it("is not written again, whatever is announced of the orders afterwards", async () => {
    const { SalesOrders } = await world.control<{ SalesOrders: readonly unknown[] }>(
      "/unleashed/dump?only=SalesOrders",
    );
    await world.control(`/shopify/acme/customers/${id}/redact`, {});
    for (const order of orders) await change(world, order, "update", { tags: ["archived"] });
    await world.advance("PT10M");
    await world.quiet();
    expect(
      await world.control<{ SalesOrders: readonly unknown[] }>("/unleashed/dump?only=SalesOrders"),
    ).toEqual({ SalesOrders });
    expect(await world.hub.records({ outcome: "failed" })).toEqual([]);
  });

  it("to be forgotten by the sandbox's own button, orders and all, is honoured alike", async () => {
    const late = person("Perpetua", "Oldcastle", "3103");
    const order = await world.place({ customer: late, shippingAddress: addressOf(late, "4 Tollgate Row") });
    await world.standing(order.name, "synced");
    await world.quiet();
    await world.control(`/shopify/acme/customers/${await customerId(late.email)}/redact`, {});
    await expect
      .poll(() => rowsWith(["perpetua", "oldcastle", "61355503103", "4 Tollgate Row"]), inTime)
      .toEqual([]);
  });
});

describe("a shop that takes the app off", () => {
  it("is left alone at once, and forgotten two days later", async () => {
    const order = await world.place({ customer: other });
    await world.standing(order.name, "synced");
    await world.quiet();
    await world.control("/shopify/acme/uninstall", {});
    await expect.poll(() => told("APP_UNINSTALLED"), inTime).toHaveLength(1);
    await expect
      .poll(async () => (await world.hub.connection("acme-unleashed")).state, inTime)
      .toBe("store-unavailable");
    expect(await rowsWith(["winterbourne"])).not.toEqual([]);

    await world.advance("P2DT1H");
    await expect.poll(() => told("SHOP_REDACTED"), inTime).toHaveLength(1);
    await expect
      .poll(
        () => rowsWith(["winterbourne", "leopold", "61355503102", "9 Lantern Lane", "@mail.example"]),
        inTime,
      )
      .toEqual([]);
    // How things went is still known.
    expect((await world.hub.connection("acme-unleashed")).counts["synced"]).toBeGreaterThan(0);
  });
});
