import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlannedRecord } from "#engine/use-cases/hub.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  numericId,
  salesOrdersNamed,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
  type StoredDocument,
} from "#test/support/story.ts";

const connection = "acme-unleashed";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true });
});
afterAll(() => world.stop());

let buyers = 0;
/** A paid order of a buyer that Unleashed does not know, with all that a plan has to say something about. */
const place = (): Promise<PlacedOrder> => {
  buyers += 1;
  return world.place({
    lines: [{ sku: "MUG-STONE", quantity: 3, properties: { Engraving: "For Sam" } }, { sku: "TWL-LINEN" }],
    shipping: "9.95",
    discounts: [{ code: "TEN", percentage: "10" }],
    note: "Ring twice",
    customer: {
      firstName: "Ida",
      lastName: `Larkspur ${buyers}`,
      email: `ida.${buyers}@mail.example`,
      phone: "+61255501234",
      note: "Likes mugs",
      addresses: [
        { address1: "1 High Street", city: "Newtown", provinceCode: "NSW", zip: "2042", countryCode: "AU" },
      ],
    },
  });
};

const tables = "inbox mirror link intent record_state waits attention decision journal run".split(" ");

/** What the hub keeps, table by table. */
async function kept(): Promise<Readonly<Record<string, unknown>>> {
  const rows = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await world.database.pool.query<{ count: number; content: string | null }>(
        `select count(*)::int as count, md5(string_agg(t::text, E'\\n' order by t::text)) as content from waybill.${table} t`,
      );
      return [table, rows[0]] as const;
    }),
  );
  return Object.fromEntries(rows);
}

/** A document as the paths of a plan name its parts: `Customer.Guid`, `SalesOrderLines[0].LineTax`, `Addresses[Postal].City`. */
function parts(value: unknown, path = ""): readonly (readonly [path: string, value: unknown])[] {
  if (typeof value !== "object" || value === null || path === "Currency") return [[path, value]];
  if (Array.isArray(value))
    return value.flatMap((entry: unknown, index) => {
      const { AddressType, ...rest } = entry as { AddressType?: string };
      return AddressType === undefined
        ? parts(entry, `${path}[${index}]`)
        : parts(rest, `${path}[${AddressType}]`);
    });
  return Object.entries(value).flatMap(([name, part]) => parts(part, path === "" ? name : `${path}.${name}`));
}

const partsOf = (document: unknown, isOrder: boolean) =>
  Object.fromEntries(
    isOrder
      ? parts(document)
          .concat(currencyOf(document))
          .filter(([path]) => path !== "Currency")
      : parts(document),
  );
const currencyOf = (document: unknown) => {
  const { Currency } = document as { Currency?: { CurrencyCode?: string } };
  return [["Currency.CurrencyCode", Currency?.CurrencyCode] as const];
};

function planned(record: PlannedRecord | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(record?.fields.map(({ path, to }) => [path, to]) ?? []);
}

/** `/Date(…)/` of the account, as the day that was sent. */
function asSent(value: unknown): unknown {
  const time = typeof value === "string" ? /^\/Date\((\d+)\)\/$/.exec(value)?.[1] : undefined;
  return time === undefined ? value : new Date(Number(time)).toISOString().slice(0, 10);
}

async function customerWith(guid: unknown): Promise<StoredDocument> {
  const found = (await world.customers()).find(({ Guid }) => Guid === guid);
  if (found === undefined) throw new Error("the customer is not there");
  return found as unknown as StoredDocument;
}

/** What a value says, without what the account itself notes of it. */
function said(value: unknown): string | undefined {
  return JSON.stringify(value, (name, part: unknown) =>
    name === "Guid" || name.startsWith("LastModified") ? undefined : part,
  );
}

describe("a plan", () => {
  it("writes nothing, here or on either side", async () => {
    const order = await place();
    const before = await kept();
    const [shop, account] = [watchCalls(world, "shopify/acme"), watchCalls(world, "unleashed")];
    const { records } = await world.hub.plan(connection, [numericId(order)]);
    expect(records.map(({ action }) => action)).toEqual(["create", "create"]);
    expect(shop().length).toBeGreaterThan(0);
    expect(account().length).toBeGreaterThan(0);
    expect(writesOf([...shop(), ...account()])).toEqual([]);
    expect(await kept()).toEqual(before);
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  });

  it("names each field that will be written, and why; sync writes just that; then a plan is empty", async () => {
    const order = await place();
    const { records } = await world.hub.plan(connection, [numericId(order)]);
    const [customer, sale, ...others] = records;
    expect(others).toEqual([]);
    expect([customer?.key.split(":")[0], sale?.record]).toEqual(["customers", order.name]);
    for (const { from, why } of records.flatMap(({ fields }) => fields)) {
      expect(from).toBeNull();
      expect(why).toMatch(/\w/);
    }

    const calls = watchCalls(world, "unleashed");
    const [synced] = await world.hub.sync(connection, [numericId(order)]);
    expect(synced?.outcome.state).toBe("synced");
    const [first, second, ...more] = writesOf(calls());
    expect(more).toEqual([]);
    expect(partsOf(JSON.parse(first?.body ?? ""), false)).toEqual(planned(customer));
    expect(partsOf(JSON.parse(second?.body ?? ""), true)).toEqual(planned(sale));

    const stored = partsOf(await theSalesOrder(world, order.name), true);
    const sent = planned(sale);
    expect(Object.fromEntries(Object.keys(sent).map((path) => [path, asSent(stored[path])]))).toEqual(sent);
    expect(stored).toMatchObject({
      Total: Number(order.total),
      "SalesOrderLines[0].Comments": "Engraving: For Sam",
    });
    const there = partsOf(await customerWith(planned(customer)["Guid"]), false);
    for (const [path, to] of Object.entries(planned(customer)))
      if (path !== "Currency") expect([path, there[path]]).toEqual([path, to]);

    for (const again of [[numericId(order), customer?.key ?? ""], undefined]) {
      const second = await world.hub.plan(connection, again);
      expect(second.records.filter(({ action, fields }) => action !== "none" || fields.length > 0)).toEqual(
        [],
      );
    }
  });

  it("of a change names only what changes, from what to what; sync touches nothing else", async () => {
    const order = await place();
    await world.hub.sync(connection, [numericId(order)]);
    const { Customer } = (await theSalesOrder(world, order.name)) as { Customer: { Guid: string } };
    const before = await customerWith(Customer.Guid);
    await world.control(`/unleashed/customers/${Customer.Guid}/edit`, {
      Notes: "Pays on account",
      Website: "ida.example",
    });
    const shown = await world.control<{ customers: { id: string; email: string }[] }>(
      "/shopify/acme/dump?only=customers",
    );
    const id =
      shown.customers
        .find(({ email }) => email === before["Email"])
        ?.id.split("/")
        .at(-1) ?? "";
    await world.control(`/shopify/acme/customers/${id}/update`, {
      phone: "+61255509999",
      note: "Likes towels",
    });

    const { records } = await world.hub.plan(connection, [`customers:${id}`]);
    expect(records).toMatchObject([{ action: "update", key: `customers:${id}` }]);
    expect(records[0]?.fields.map(({ path, from, to }) => [path, from, to])).toEqual([
      ["PhoneNumber", "+61255501234", "+61255509999"],
    ]);
    const calls = watchCalls(world, "unleashed");
    await world.hub.sync(connection, [`customers:${id}`]);
    expect(writesOf(calls())).toHaveLength(1);
    const after = await customerWith(Customer.Guid);
    const changed = Object.keys(after).filter(
      (name) => !name.startsWith("LastModified") && said(after[name]) !== said(before[name]),
    );
    expect(changed.sort()).toEqual(["Notes", "PhoneNumber", "Website"]);
    expect(after).toMatchObject({
      Notes: "Pays on account",
      Website: "ida.example",
      PhoneNumber: "+61255509999",
    });
    const { records: rest } = await world.hub.plan(connection, [`customers:${id}`]);
    expect(rest.map(({ action }) => action)).toEqual(["none"]);
  });

  it("says what will not be written, and why", async () => {
    const unpaid = await world.place({ paid: false });
    const unknown = await world.place({ lines: [{ title: "Mystery", sku: "NOT-THERE", price: "5.00" }] });
    const { records } = await world.hub.plan(connection, [numericId(unpaid), numericId(unknown)]);
    const about = (order: PlacedOrder) => records.find(({ record }) => record === order.name);
    expect(about(unpaid)).toMatchObject({ action: "skip", reason: { code: "ORDER_NOT_PAID" }, fields: [] });
    expect(about(unknown)).toMatchObject({
      action: "attention",
      reason: { code: "UNKNOWN_PRODUCT" },
      fields: [],
    });
    await expect(world.hub.plan(connection, ["#9999999"])).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
    });
    await expect(world.hub.plan("nowhere", [])).rejects.toMatchObject({ code: "CONNECTION_NOT_FOUND" });
  });

  it("of an order that a backfill has read is asked for by its name, before anything looks at it", async () => {
    await world.hub.pause(connection);
    const order = await place();
    const run = await world.hub.startBackfill({ connection, entity: "orders", since: null });
    await expect.poll(() => world.hub.show(order.name), { timeout: 15_000 }).toHaveLength(1);
    expect(await world.hub.show(order.name)).toMatchObject([
      {
        record: { title: order.name, outcome: { state: "waiting", reason: { code: "NOT_LOOKED_AT" } } },
        journal: [{ code: "FOUND_BY_SWEEP" }],
      },
    ]);
    const { records } = await world.hub.plan(connection, [order.name]);
    expect(records.map(({ action }) => action)).toEqual(["create", "create"]);
    expect(records.at(-1)?.record).toBe(order.name);
    expect(await world.hub.records({ q: order.name })).toEqual([]);
    await world.hub.resume(connection);
    await world.standing(order.name, "synced");
    await expect.poll(async () => (await world.hub.run(run.id)).state, { timeout: 10_000 }).toBe("done");
  });

  it("without names lists what waits, and is empty once that was carried over", async () => {
    expect((await world.hub.plan(connection)).records).toEqual([]);
    const order = await place();
    await world.hub.pause(connection);
    await world.hub.listeningAt(`${world.url}/webhooks/shopify`);
    await change(world, order, "update", { tags: ["now-announced"] });
    await expect
      .poll(async () => (await world.hub.plan(connection)).records.map(({ record }) => record))
      .toContain(order.name);
    const { records } = await world.hub.plan(connection);
    expect(records.map(({ action }) => action)).toEqual(["create", "create"]);
    expect((await world.hub.plan(connection, [order.name])).records).toEqual(records);
    await world.hub.resume(connection);
    await world.standing(order.name, "synced");
    await whenQuiet(world);
    expect((await world.hub.plan(connection)).records).toEqual([]);
  });
});
