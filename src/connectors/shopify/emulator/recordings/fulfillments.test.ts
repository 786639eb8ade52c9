import { describe, expect, it } from "vitest";
import { dataOf, read } from "../test-shop.ts";
import { mutationsOf, onlyError, startWarehouse, units } from "./test-warehouse.ts";

/**
 * Recorded answers of a live development store, played again step by step: names of tests are those of the recordings in
 * `airhorns/shopify-draft-proxy`, `fixtures/conformance/harry-test-heelo.myshopify.com`.
 */
const nowhere = "gid://shopify/FulfillmentOrder/999999999999999";
const noLine = "gid://shopify/FulfillmentOrderLineItem/999999999999999";

describe("2026-04/orders/fulfillment-create-multi-group", () => {
  const refusal = (message: string) => ({ field: ["fulfillment"], message });
  const notPositive = {
    field: ["fulfillment", "lineItemsByFulfillmentOrder", "1", "fulfillmentOrderLineItems", "0", "quantity"],
    message: "Quantity must be greater than 0",
  };
  const group = (work: { id: string; lines: readonly { id: string }[] } | undefined, quantity: number) => ({
    fulfillmentOrderId: work?.id,
    fulfillmentOrderLineItems: [{ id: work?.lines[0]?.id, quantity }],
  });

  it("refuses groups that do not belong together", async () => {
    const house = await startWarehouse();
    const { create, move } = mutationsOf(house);
    const [one, other, apart] = [await house.order(1), await house.order(1), await house.order(2)];
    const [first] = await one.work();
    const [second] = await other.work();
    const digits = (gid: string) => gid.split("/").at(-1);

    expect(onlyError(await create([group(first, 1), { fulfillmentOrderId: nowhere }]))).toEqual(
      refusal("Fulfillment order does not exist."),
    );
    expect(onlyError(await create([group(second, 1), group(first, 1)]))).toEqual(
      refusal(
        `All fulfillment orders must belong to the same order. Multiple orders with ids [${one.id}, ${other.id}] were found.`,
      ),
    );

    const [whole] = await apart.work();
    const shopLocation = house.at("Shop location");
    await move(whole?.id ?? "", shopLocation, [{ id: whole?.lines[0]?.id, quantity: 1 }]);
    const [here, there] = await apart.work();
    const both = [house.at("My Custom Location"), shopLocation].map(digits).join(", ");
    expect(onlyError(await create([group(there, 1), group(here, 1)]))).toEqual(
      refusal(
        `All fulfillment orders must be assigned to a single location. Multiple locations with ids [${both}] were found.`,
      ),
    );

    // Quantities are looked at before anything else.
    for (const later of [
      { fulfillmentOrderId: nowhere, fulfillmentOrderLineItems: [{ id: noLine, quantity: 0 }] },
      group(second, 0),
      group(there, 0),
    ])
      expect(onlyError(await create([group(first, 1), later]))).toEqual(notPositive);
    expect(units((await one.work())[0])).toEqual([[1, 1]]);
  });

  it("sends several groups as one fulfillment, or none of them", async () => {
    const house = await startWarehouse();
    const { create, split } = mutationsOf(house);
    const order = await house.order(2);
    const [whole] = await order.work();
    await split([
      {
        fulfillmentOrderId: whole?.id,
        fulfillmentOrderLineItems: [{ id: whole?.lines[0]?.id, quantity: 1 }],
      },
    ]);
    const [first, second] = await order.work();
    expect([first, second].map((work) => [work?.status, units(work)])).toEqual([
      ["OPEN", [[1, 1]]],
      ["OPEN", [[1, 1]]],
    ]);
    const missing = {
      fulfillmentOrderId: second?.id,
      fulfillmentOrderLineItems: [{ id: noLine, quantity: 1 }],
    };
    expect(onlyError(await create([group(first, 1), missing]))).toEqual(
      refusal("Fulfillment order line item does not exist."),
    );
    expect(onlyError(await create([group(first, 1), group(second, 2)]))).toEqual(
      refusal("Invalid fulfillment order line item quantity requested."),
    );
    expect((await order.read()).fulfillments).toEqual([]);

    const sent = await create([group(first, 1), group(second, 1)], {
      trackingInfo: { number: "FCMG", url: "https://example.com/track/FCMG", company: "Hermes" },
    });
    expect(sent).toMatchObject({
      fulfillment: {
        status: "SUCCESS",
        displayStatus: "FULFILLED",
        trackingInfo: [{ number: "FCMG", url: "https://example.com/track/FCMG", company: "Hermes" }],
        fulfillmentLineItems: { nodes: [{ quantity: 2 }] },
      },
      userErrors: [],
    });
    expect((await order.read()).displayFulfillmentStatus).toBe("FULFILLED");
    expect((await order.work()).map((work) => [work.status, units(work), work.actions])).toEqual([
      ["CLOSED", [[1, 0]], []],
      ["CLOSED", [[1, 0]], []],
    ]);
  });
});

it("2026-04/orders/fulfillment-create-preconditions: a cancelled order sends nothing", async () => {
  const house = await startWarehouse();
  const { create } = mutationsOf(house);
  const order = await house.order(1);
  const [before] = await order.work();
  await house.shop.control(`/orders/${order.id}/cancel`, {});
  expect(onlyError(await create([{ fulfillmentOrderId: before?.id }]))).toEqual({
    field: ["fulfillment"],
    message: `Fulfillment order ${before?.id.split("/").at(-1)} has an unfulfillable status= closed.`,
  });
  expect((await order.work()).map((work) => [work.status, units(work)])).toEqual([["CLOSED", [[0, 0]]]]);
});

it("2026-04/orders/fulfillment-state-preconditions: a cancelled fulfillment can be cancelled and tracked again", async () => {
  const house = await startWarehouse();
  const { create, cancelFulfillment, track } = mutationsOf(house);
  const order = await house.order(1);
  const [work] = await order.work();
  const made = await create([{ fulfillmentOrderId: work?.id }]);
  const { id } = made["fulfillment"] as { id: string };
  const cancelled = { fulfillment: { id, status: "CANCELLED", displayStatus: "CANCELED" }, userErrors: [] };
  expect(await cancelFulfillment(id)).toEqual(cancelled);
  expect(await cancelFulfillment(id)).toEqual(cancelled);
  expect(await track(id, { number: "FSP", url: "https://example.com/FSP", company: "Hermes" })).toEqual({
    fulfillment: {
      ...cancelled.fulfillment,
      trackingInfo: [{ number: "FSP", url: "https://example.com/FSP", company: "Hermes" }],
    },
    userErrors: [],
  });
  expect(await order.work()).toHaveLength(2);
});

it("2025-01/orders/fulfillment-cancel-parity: the order opens again and its units are to be sent once more", async () => {
  const house = await startWarehouse();
  const { create, cancelFulfillment } = mutationsOf(house);
  const order = await house.order(1);
  const [work] = await order.work();
  const made = await create([{ fulfillmentOrderId: work?.id }]);
  expect(await order.read()).toMatchObject({
    closed: true,
    displayFulfillmentStatus: "FULFILLED",
    fulfillments: [{ status: "SUCCESS", displayStatus: "FULFILLED" }],
  });
  expect((await order.work()).map((part) => [part.status, units(part)])).toEqual([["CLOSED", [[1, 0]]]]);
  await cancelFulfillment((made["fulfillment"] as { id: string }).id);
  expect(await order.read()).toMatchObject({
    closed: false,
    displayFulfillmentStatus: "UNFULFILLED",
    fulfillments: [{ status: "CANCELLED", displayStatus: "CANCELED" }],
  });
  const [closed, again] = await order.work();
  expect([closed?.id, closed?.status, units(closed)]).toEqual([work?.id, "CLOSED", [[1, 1]]]);
  expect([again?.status, units(again)]).toEqual(["OPEN", [[1, 1]]]);
  expect(again?.lines[0]?.id).not.toBe(closed?.lines[0]?.id);
});

it("2025-01/orders/fulfillment-multi-tracking-info: numbers and links go in pairs, an update replaces them", async () => {
  const house = await startWarehouse();
  const { create, track } = mutationsOf(house);
  const order = await house.order(2);
  const [work] = await order.work();
  const parcels = (name: string) => ({
    numbers: [`${name}-1`, `${name}-2`],
    urls: [`https://example.com/${name}-1`, `https://example.com/${name}-2`],
  });
  const shown = (name: string, company: string) =>
    ["1", "2"].map((place) => ({
      number: `${name}-${place}`,
      url: `https://example.com/${name}-${place}`,
      company,
    }));
  const made = await create([{ fulfillmentOrderId: work?.id }], {
    trackingInfo: { ...parcels("CREATE"), company: "Hermes" },
  });
  expect(made).toMatchObject({
    fulfillment: { status: "SUCCESS", trackingInfo: shown("CREATE", "Hermes") },
    userErrors: [],
  });
  const { id } = made["fulfillment"] as { id: string };
  expect(await track(id, { ...parcels("UPDATE"), company: "UPS" })).toMatchObject({
    fulfillment: { status: "SUCCESS", trackingInfo: shown("UPDATE", "UPS") },
  });
  expect(await order.read()).toMatchObject({
    displayFulfillmentStatus: "FULFILLED",
    fulfillments: [{ trackingInfo: shown("UPDATE", "UPS") }],
  });
});

it("2025-01/orders/fulfillment-unknown-not-found", async () => {
  const house = await startWarehouse();
  const { cancelFulfillment, track } = mutationsOf(house);
  expect(await cancelFulfillment("gid://shopify/Fulfillment/999999999999991")).toEqual({
    fulfillment: null,
    userErrors: [{ field: ["id"], message: "Fulfillment not found." }],
  });
  expect(await track("gid://shopify/Fulfillment/999999999999992", { company: "UPS", number: "X" })).toEqual({
    fulfillment: null,
    userErrors: [{ field: ["fulfillmentId"], message: "Fulfillment does not exist." }],
  });
});

it("2025-01/orders/order-create-fulfillment-assigned-location: a custom line is sent from the first location", async () => {
  const house = await startWarehouse();
  const order = await house.shop.order({ lines: [{ title: "Custom work", price: "12.50" }] });
  const answer = await house.shop.query(
    `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes {
      status assignedLocation { name location { id name } } } } } }`,
    { id: order.gid },
  );
  const name = "My Custom Location";
  expect(answer.data).toEqual({
    order: {
      fulfillmentOrders: {
        nodes: [{ status: "OPEN", assignedLocation: { name, location: { id: house.at(name), name } } }],
      },
    },
  });
});

it("2026-04/orders/order-edit-commit-history-and-fulfillment-orders", async () => {
  const house = await startWarehouse();
  const order = await house.shop.order({ lines: [{ title: "Source item", price: "10.00", quantity: 3 }] });
  const nodes = async () => {
    const answer = await house.shop.query(
      `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10) { nodes { id status
        lineItems(first: 10) { nodes { id totalQuantity remainingQuantity
          lineItem { title quantity currentQuantity fulfillableQuantity } } } } } } }`,
      { id: order.gid },
    );
    return read(dataOf(answer), "order.fulfillmentOrders.nodes") as Record<string, unknown>[];
  };
  const line = (quantity: number, facts: object) => ({
    nodes: [{ totalQuantity: quantity, remainingQuantity: quantity, lineItem: facts }],
  });
  const before = await nodes();
  expect(before).toMatchObject([
    { status: "OPEN", lineItems: line(3, { quantity: 3, fulfillableQuantity: 3 }) },
  ]);
  await house.shop.control(`/orders/${order.id}/edit`, {
    quantities: [{ line: 0, quantity: 1 }],
    add: [{ sku: "BOARD", quantity: 2 }],
  });
  const after = await nodes();
  expect(after).toMatchObject([
    {
      id: before[0]?.["id"],
      status: "OPEN",
      lineItems: line(1, { quantity: 3, currentQuantity: 1, fulfillableQuantity: 1 }),
    },
    {
      status: "OPEN",
      lineItems: line(2, { title: "Board", quantity: 2, currentQuantity: 2, fulfillableQuantity: 2 }),
    },
  ]);
});
