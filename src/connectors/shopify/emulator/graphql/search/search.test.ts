import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

const ordersQuery =
  "query Orders($query: String) { orders(first: 50, query: $query, sortKey: ORDER_NUMBER) { nodes { name } } }";
const customersQuery =
  "query Customers($query: String) { customers(first: 50, query: $query) { nodes { displayName } } }";

async function namesOf(shop: TestShop, query: string) {
  const answer = await shop.query(ordersQuery, { query });
  const nodes = read(dataOf(answer), "orders.nodes") as { name: string }[];
  return nodes.map(({ name }) => name);
}

async function buyersOf(shop: TestShop, query: string) {
  const answer = await shop.query(customersQuery, { query });
  const nodes = read(dataOf(answer), "customers.nodes") as { displayName: string }[];
  return nodes.map(({ displayName }) => displayName.split(" ")[0]);
}

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

/** #1001 at 10:00 on the 15th, #1002 half an hour later, #1003 and #1004 on the 16th. */
async function shopWithOrders() {
  const shop = await startTestShop();
  const one = await shop.order({
    lines: [{ sku: "TEA" }],
    tags: ["Urgent", "gift"],
    customer: { email: "ada@buyer.example" },
  });
  shop.clock.advance(30 * minuteMs);
  const two = await shop.order({
    lines: [{ sku: "MUG", quantity: 2 }],
    paid: false,
    customer: null,
    email: "walk@in.example",
  });
  shop.clock.advance(dayMs);
  const three = await shop.order({
    lines: [{ sku: "SHIRT-M" }],
    tags: ["wholesale"],
    poNumber: "PO-7",
    customer: null,
  });
  await shop.control(`/orders/${three.id}/cancel`);
  const four = await shop.order({ lines: [{ sku: "TEA" }], test: true, pos: true, customer: null });
  await shop.control(`/orders/${four.id}/fulfil`);
  return { shop, one, two, three, four };
}

describe("orders", () => {
  it("are found by what they are", async () => {
    const { shop, one } = await shopWithOrders();
    const all = ["#1001", "#1002", "#1003", "#1004"];
    const table: readonly (readonly [query: string, found: readonly string[]])[] = [
      ["", all],
      ["name:#1002", ["#1002"]],
      ["name:1002", ["#1002"]],
      ["name:100*", all],
      ["1003", ["#1003"]],
      [`id:${one.id}`, ["#1001"]],
      [`id:>${one.id}`, ["#1002", "#1003", "#1004"]],
      ["tag:urgent", ["#1001"]],
      ["tag:'Urgent'", ["#1001"]],
      ["tag:urgent tag:wholesale", []],
      ["tag:urgent,wholesale", ["#1001", "#1003"]],
      ["tag:urgent OR tag:wholesale", ["#1001", "#1003"]],
      ["tag_not:urgent", ["#1002", "#1003", "#1004"]],
      ["-tag:urgent", ["#1002", "#1003", "#1004"]],
      ["NOT tag:urgent", ["#1002", "#1003", "#1004"]],
      ["(tag:urgent OR tag:wholesale) -tag:gift", ["#1003"]],
      ["financial_status:paid", ["#1001", "#1004"]],
      ["financial_status:refunded", ["#1003"]],
      ["financial_status:pending", ["#1002"]],
      ["financial_status:paid,pending", ["#1001", "#1002", "#1004"]],
      ["fulfillment_status:fulfilled", ["#1004"]],
      ["status:open", ["#1001", "#1002"]],
      ["status:closed", ["#1004"]],
      ["status:cancelled", ["#1003"]],
      ["status:not_closed", ["#1001", "#1002"]],
      ["sku:TEA", ["#1001", "#1004"]],
      ["po_number:PO-7", ["#1003"]],
      ["test:true", ["#1004"]],
      ["source_name:pos", ["#1004"]],
      ['email:"walk@in.example"', ["#1002"]],
      ["email:walk", ["#1002"]],
      ["ada", ["#1001"]],
      ["current_total_price:11.00", ["#1001", "#1004"]],
      ["current_total_price:>11", ["#1002"]],
      ["current_total_price:>=11 current_total_price:<=12", ["#1001", "#1004"]],
    ];
    for (const [query, found] of table) expect([query, await namesOf(shop, query)]).toEqual([query, found]);
  });

  it("are found by time to the second only when it is quoted", async () => {
    const { shop } = await shopWithOrders();
    const table: readonly (readonly [query: string, found: readonly string[]])[] = [
      ["created_at:>'2026-07-15T10:00:00Z'", ["#1002", "#1003", "#1004"]],
      ["created_at:>='2026-07-15T10:00:00Z'", ["#1001", "#1002", "#1003", "#1004"]],
      ["created_at:>='2026-07-15T20:30:01+10:00'", ["#1003", "#1004"]],
      ['created_at:<="2026-07-15T10:30:00Z"', ["#1001", "#1002"]],
      ["created_at:<'2026-07-15T10:30:00Z'", ["#1001"]],
      ["created_at:'2026-07-15T10:00:00Z'", ["#1001"]],
      // Without quotes the time of day is lost: the whole day matches.
      ["created_at:>2026-07-15T10:15:00Z", ["#1001", "#1002", "#1003", "#1004"]],
      ["created_at:2026-07-15T10:00:00Z", ["#1001", "#1002"]],
      ["created_at:>=2026-07-16", ["#1003", "#1004"]],
      ["created_at:<2026-07-16", ["#1001", "#1002"]],
      ["created_at:2026-07-16", ["#1003", "#1004"]],
      ["created_at:>= 2026-07-16", ["#1003", "#1004"]],
      ["created_at:'2026-07-15..2026-07-15'", ["#1001", "#1002"]],
      ["created_at:<=2026", ["#1001", "#1002", "#1003", "#1004"]],
      ["created_at:<now", ["#1001", "#1002"]],
    ];
    for (const [query, found] of table) expect([query, await namesOf(shop, query)]).toEqual([query, found]);
  });

  it("move in updated_at with every change", async () => {
    const { shop, two } = await shopWithOrders();
    shop.clock.advance(minuteMs);
    const since = new Date(shop.clock.now()).toISOString();
    expect(await namesOf(shop, `updated_at:>='${since}'`)).toEqual([]);
    await shop.control(`/orders/${two.id}/pay`);
    expect(await namesOf(shop, `updated_at:>='${since}'`)).toEqual(["#1002"]);
  });

  it("without status are all of them, or by setting the open ones", async () => {
    const { shop } = await shopWithOrders();
    expect(await namesOf(shop, "tag:wholesale")).toEqual(["#1003"]);
    await shop.control("/settings", { ordersWithoutStatus: "open" });
    expect(await namesOf(shop, "tag:wholesale")).toEqual([]);
    expect(await namesOf(shop, "tag:wholesale status:cancelled")).toEqual(["#1003"]);
  });

  it("are seen by searches only after the index has caught up, and by id at once", async () => {
    const shop = await startTestShop();
    await shop.control("/index-delay", { delay: "PT5S" });
    const { gid } = await shop.order();
    expect(await namesOf(shop, "")).toEqual([]);
    expect(dataOf(await shop.query(`{ order(id: "${gid}") { name } }`))).toEqual({
      order: { name: "#1001" },
    });
    shop.clock.advance(5_000);
    expect(await namesOf(shop, "")).toEqual(["#1001"]);
  });
});

describe("a filter that the search does not have", () => {
  it("is ignored with a warning, and everything comes back", async () => {
    const { shop } = await shopWithOrders();
    const answer = await shop.query(ordersQuery, { query: "colour:red tag:urgent" });
    expect(read(dataOf(answer), "orders.nodes")).toEqual([{ name: "#1001" }]);
    expect(answer.extensions.search).toEqual([
      {
        path: ["orders"],
        query: "colour:red tag:urgent",
        parsed: {
          and: [
            { field: "colour", match_all: "red" },
            { field: "tag", match_all: "urgent" },
          ],
        },
        warnings: [
          { field: "colour", message: "Invalid search field for this query.", code: "invalid_field" },
        ],
      },
    ]);
    const alone = await shop.query(ordersQuery, { query: "colour:red" });
    expect(read(dataOf(alone), "orders.nodes")).toHaveLength(4);
  });

  it("depends on the search: counting customers takes fewer filters than listing them", async () => {
    const shop = await startTestShop();
    const count = "query Count($query: String) { customersCount(query: $query) { count } }";
    const answer = await shop.query(count, { query: "tag:vip" });
    expect(dataOf(answer)).toEqual({ customersCount: { count: 2 } });
    expect(answer.extensions.search).toMatchObject([{ warnings: [{ field: "tag", code: "invalid_field" }] }]);
    expect(await buyersOf(shop, "tag:vip")).toEqual(["Ada"]);
  });

  it("warns of values that are not accepted", async () => {
    const { shop } = await shopWithOrders();
    const status = await shop.query(ordersQuery, { query: "status:asleep" });
    expect(read(dataOf(status), "orders.nodes")).toEqual([]);
    expect(status.extensions.search).toMatchObject([
      {
        warnings: [
          { field: "status", message: "Input `asleep` is not an accepted value.", code: "invalid_value" },
        ],
      },
    ]);
    const time = await shop.query(ordersQuery, { query: "created_at:yesterday" });
    expect(read(dataOf(time), "orders.nodes")).toHaveLength(4);
    expect(time.extensions.search).toMatchObject([{ warnings: [{ code: "invalid_value" }] }]);
  });

  it("leaves no search in the answer when all is well", async () => {
    const shop = await startTestShop();
    expect((await shop.query(ordersQuery, { query: "tag:a" })).extensions).not.toHaveProperty("search");
  });
});

describe("customers", () => {
  it("are matched by whole days of updated_at, however exact the query", async () => {
    const shop = await startTestShop();
    const bo = read(
      dataOf(await shop.query(`{ customers(first: 5, query: "first_name:bo") { nodes { id } } }`)),
      "customers.nodes.0.id",
    );
    shop.clock.advance(minuteMs);
    dataOf(
      await shop.query(
        'mutation($id: ID!) { customerUpdate(input: {id: $id, note: "new"}) { userErrors { message } } }',
        { id: bo },
      ),
    );
    expect(await buyersOf(shop, "updated_at:>='2026-07-15T23:59:59Z'")).toEqual(["Bo"]);
    expect(await buyersOf(shop, "updated_at:'2026-07-15T00:00:00Z'")).toEqual(["Bo"]);
    expect(await buyersOf(shop, "updated_at:>'2026-07-16T00:00:00Z'")).toEqual([]);
  });

  it("are found by words of their e-mail address, exactly only when quoted", async () => {
    const shop = await startTestShop();
    expect(await buyersOf(shop, "email:buyer.example")).toEqual(["Ada", "Bo"]);
    expect(await buyersOf(shop, 'email:"ada@buyer.example"')).toEqual(["Ada"]);
    expect(await buyersOf(shop, 'email:"buyer.example"')).toEqual([]);
    expect(await buyersOf(shop, "email:ada*")).toEqual(["Ada"]);
    expect(await buyersOf(shop, "country:AU")).toEqual(["Ada"]);
    expect(await buyersOf(shop, "Second")).toEqual(["Bo"]);
  });
});

describe("catalogue and companies", () => {
  it("are found by SKU, status, and number in another system", async () => {
    const shop = await startTestShop();
    const found = async (field: string, query: string, selection: string) =>
      read(
        dataOf(
          await shop.query(
            `{ ${field}(first: 9, query: ${JSON.stringify(query)}) { nodes { ${selection} } } }`,
          ),
        ),
        `${field}.nodes`,
      );
    expect(await found("productVariants", "sku:SHIRT-S", "sku")).toEqual([{ sku: "SHIRT-S" }]);
    expect(await found("productVariants", "sku:SHIRT*", "sku")).toHaveLength(2);
    expect(await found("products", "sku:MUG", "title")).toEqual([{ title: "Mug" }]);
    expect(await found("companies", "external_id:HC-1", "name")).toEqual([{ name: "Harbour Cafe" }]);
    expect(await found("companies", "external_id:HC", "name")).toEqual([]);
  });
});
