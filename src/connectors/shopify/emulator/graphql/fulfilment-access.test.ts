import { describe, expect, it } from "vitest";
import { mutationsOf, startWarehouse } from "../recordings/test-warehouse.ts";
import { usualScopes } from "../state/scopes.ts";
import { dataOf, read } from "../test-shop.ts";

const without = (...scopes: string[]) => usualScopes.filter((scope) => !scopes.includes(scope));
const readScope = "read_merchant_managed_fulfillment_orders";
const writeScope = "write_merchant_managed_fulfillment_orders";

describe("fulfillment orders", () => {
  it("are refused to apps without any scope for them, and the order is still told", async () => {
    const { shop } = await startWarehouse({ scopes: without(readScope, writeScope) });
    const { gid } = await shop.order({});
    const answer = await shop.query(
      "query($id: ID!) { order(id: $id) { name fulfillmentOrders(first: 1) { nodes { id } } } }",
      { id: gid },
    );
    expect(answer.errors).toMatchObject([
      {
        path: ["order", "fulfillmentOrders"],
        extensions: { code: "ACCESS_DENIED", requiredAccess: expect.stringContaining(readScope) as unknown },
      },
    ]);
    const created = await shop.query(
      `mutation { fulfillmentCreate(fulfillment: {lineItemsByFulfillmentOrder: []}) { userErrors { message } } }`,
    );
    expect(created.data).toEqual({ fulfillmentCreate: null });
    expect(created.errors).toMatchObject([{ extensions: { code: "ACCESS_DENIED" } }]);
  });

  it("of the merchant's own locations do not exist for apps with the scopes of other locations", async () => {
    const { shop } = await startWarehouse({
      scopes: [
        ...without(readScope, writeScope),
        "read_third_party_fulfillment_orders",
        "write_third_party_fulfillment_orders",
      ],
    });
    const { gid } = await shop.order({});
    const answer = await shop.query(
      `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes { id } } }
        fulfillmentOrders(first: 1) { nodes { id } } }`,
      { id: gid },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      order: { fulfillmentOrders: { nodes: [] } },
      fulfillmentOrders: { nodes: [] },
    });
  });

  it("are not changed by apps that may only read them", async () => {
    const house = await startWarehouse({ scopes: without(writeScope) });
    const order = await house.order(1);
    const [work] = await order.work();
    const { create, hold } = mutationsOf(house);
    expect(await create([{ fulfillmentOrderId: work?.id }])).toMatchObject([
      { extensions: { code: "ACCESS_DENIED" } },
    ]);
    expect(await hold(work?.id ?? "", {})).toMatchObject([{ extensions: { code: "ACCESS_DENIED" } }]);
  });

  it("of old orders are hidden with them", async () => {
    const { shop } = await startWarehouse({ scopes: without("read_all_orders") });
    await shop.order({ createdAt: "2026-01-02T10:00:00Z" });
    const recent = await shop.order({});
    const answer = await shop.query("{ fulfillmentOrders(first: 9) { nodes { order { id } } } }");
    expect(answer.data).toEqual({ fulfillmentOrders: { nodes: [{ order: { id: recent.gid } }] } });
  });

  it("are listed by filters and sort keys, without the closed ones unless asked for", async () => {
    const house = await startWarehouse();
    const { shop } = house;
    const [sent, held, waiting] = [await house.order(1), await house.order(1), await house.order(2)];
    await shop.control(`/orders/${sent.id}/fulfil`, {});
    await shop.control(`/orders/${held.id}/hold`, {});
    const orders = async (args: string) => {
      const answer = await shop.query(
        `{ fulfillmentOrders(first: 9, ${args}) { nodes { order { name } } } }`,
      );
      expect([args, answer.errors, answer.extensions.search]).toEqual([args, [], undefined]);
      const nodes = read(dataOf(answer), "fulfillmentOrders.nodes") as { order: { name: string } }[];
      return nodes.map(({ order }) => order.name);
    };
    expect(await orders("sortKey: ID")).toEqual([held.name, waiting.name]);
    expect(await orders("includeClosed: true, reverse: true")).toEqual([waiting.name, held.name, sent.name]);
    expect(await orders('query: "status:ON_HOLD"')).toEqual([held.name]);
    const [location] = house.at("My Custom Location").split("/").slice(-1);
    expect(await orders(`query: "assigned_location_id:${location}"`)).toEqual([held.name, waiting.name]);
    expect(await orders('query: "assigned_location_id:1"')).toEqual([]);
    const found = await shop.query(
      '{ orders(first: 9, query: "fulfillment_status:on_hold") { nodes { name } } }',
    );
    expect(found.data).toEqual({ orders: { nodes: [{ name: held.name }] } });
  });

  it("hide those that only passed their units on, when asked for what can be shown", async () => {
    const house = await startWarehouse();
    const order = await house.order(2);
    const { hold, release } = mutationsOf(house);
    const [work] = await order.work();
    const units = [{ id: work?.lines[0]?.id, quantity: 1 }];
    await hold(work?.id ?? "", { fulfillmentOrderLineItems: units });
    await release(work?.id ?? "");
    expect(await order.work()).toHaveLength(2);
    const answer = await house.shop.query(
      `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 9, displayable: true) { nodes { id } } } }`,
      { id: order.gid },
    );
    expect(answer.data).toEqual({ order: { fulfillmentOrders: { nodes: [{ id: work?.id }] } } });
  });

  it("withhold where they go as orders do", async () => {
    const { shop } = await startWarehouse();
    const { gid } = await shop.order({
      customer: { email: "ada@buyer.example" },
      shippingAddress: { firstName: "Ada", address1: "1 High Street", city: "Ballarat", countryCode: "AU" },
    });
    await shop.control("/protected-data", { name: "approval", address: "approval" });
    const answer = await shop.query(
      `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes {
        destination { firstName address1 city email } } } } }`,
      { id: gid },
    );
    expect(answer.data).toEqual({
      order: {
        fulfillmentOrders: {
          nodes: [
            {
              destination: {
                firstName: null,
                address1: null,
                city: "Ballarat",
                email: "ada@buyer.example",
              },
            },
          ],
        },
      },
    });
    expect(answer.errors.map(({ path }) => path?.at(-1))).toEqual(["firstName", "address1"]);
  });

  it("say by name what is not modelled", async () => {
    const house = await startWarehouse();
    const [work] = await (await house.order(1)).work();
    const answer = await house.shop.query(
      `mutation($id: ID!) { fulfillmentOrderReschedule(id: $id, fulfillAt: "2026-09-01T00:00:00Z") {
        userErrors { message } } }`,
      { id: work?.id },
    );
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining("fulfillmentOrderReschedule") as unknown },
    ]);
  });
});
