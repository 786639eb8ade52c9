import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

const cancelText = `mutation Cancel($id: ID!, $staffNote: String, $refund: Boolean, $method: OrderCancelRefundMethodInput) {
  orderCancel(orderId: $id, reason: INVENTORY, restock: true, staffNote: $staffNote, refund: $refund, refundMethod: $method) {
    job { id done } orderCancelUserErrors { field message code } userErrors { field message } } }`;

async function cancel(shop: TestShop, variables: Record<string, unknown>) {
  return dataOf(await shop.query(cancelText, variables))["orderCancel"];
}

function refusedCancel(field: string, message: string, code = "INVALID") {
  return {
    job: null,
    orderCancelUserErrors: [{ field: [field], message, code }],
    userErrors: [{ field: [field], message }],
  };
}

const story =
  "query($id: ID!) { order(id: $id) { cancelledAt cancelReason closed displayFinancialStatus cancellation { staffNote } totalRefundedSet { shopMoney { amount } } } }";

describe("cancelling an order", () => {
  it("starts a job that ends later", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ lines: [{ sku: "TEA" }] });
    const method = { originalPaymentMethodsRefund: true };
    const started = await cancel(shop, { id: gid, staffNote: "No stock", method });
    const id = read(started, "job.id");
    expect(started).toEqual({
      job: { id: expect.stringMatching(/^gid:\/\/shopify\/Job\/[0-9a-f-]{36}$/) as unknown, done: false },
      orderCancelUserErrors: [],
      userErrors: [],
    });
    expect(await cancel(shop, { id: gid })).toEqual(
      refusedCancel("orderId", "Cancellation is already in progress"),
    );
    expect(read(dataOf(await shop.query(story, { id: gid })), "order.cancelledAt")).toBeNull();

    const job = "query($id: ID!) { job(id: $id) { id done } }";
    shop.clock.advance(999);
    expect(dataOf(await shop.query(job, { id }))).toEqual({ job: { id, done: false } });
    shop.clock.advance(1);
    expect(dataOf(await shop.query(job, { id }))).toEqual({ job: { id, done: true } });
    expect(dataOf(await shop.query(story, { id: gid }))).toEqual({
      order: {
        cancelledAt: "2026-07-15T10:00:01Z",
        cancelReason: "INVENTORY",
        closed: true,
        displayFinancialStatus: "REFUNDED",
        cancellation: { staffNote: "No stock" },
        totalRefundedSet: { shopMoney: { amount: "11.0" } },
      },
    });
    expect(await cancel(shop, { id: gid })).toEqual(
      refusedCancel("orderId", "Cannot cancel an order that has already been canceled"),
    );
  });

  it("is refused at once for what is shipped, said twice, or not there", async () => {
    const shop = await startTestShop();
    const { gid, id } = await shop.order();
    expect(await cancel(shop, { id: gid, staffNote: "x".repeat(256) })).toEqual(
      refusedCancel("staffNote", "Staff note is too long. Maximum length is 255 characters."),
    );
    expect(
      await cancel(shop, { id: gid, refund: false, method: { originalPaymentMethodsRefund: true } }),
    ).toEqual(refusedCancel("refund", "Only one of the arguments `refund` or `refund_method` is allowed."));
    await shop.control(`/orders/${id}/fulfil`);
    expect(await cancel(shop, { id: gid })).toEqual(
      refusedCancel("orderId", "Cannot cancel an order that has outstanding fulfillments"),
    );
    expect(await cancel(shop, { id: "gid://shopify/Order/1" })).toMatchObject({
      orderCancelUserErrors: [{ field: ["orderId"], code: "NOT_FOUND" }],
    });
  });

  it("fails late when the order was shipped meanwhile; 2026-10 tells the result", async () => {
    const shop = await startTestShop();
    const { gid, id } = await shop.order();
    const text = `mutation($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: false) {
      jobResult { id done status errors { message } order { name } } } }`;
    const { orderCancel } = dataOf(await shop.query(text, { id: gid }));
    expect(orderCancel).toMatchObject({
      jobResult: { done: false, status: "STARTED", errors: [], order: { name: "#1001" } },
    });
    await shop.control(`/orders/${id}/fulfil`);
    shop.clock.advance(1000);
    expect(read(dataOf(await shop.query(story, { id: gid })), "order.cancelledAt")).toBeNull();
  });

  it("takes no longer part in anything after a reset", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order();
    const id = read(await cancel(shop, { id: gid }), "job.id");
    await shop.control("/reset");
    shop.clock.advance(5000);
    expect(dataOf(await shop.query("query($id: ID!) { job(id: $id) { done } }", { id }))).toEqual({
      job: null,
    });
  });
});

describe("marking as paid", () => {
  const text = `mutation Pay($id: ID!) { orderMarkAsPaid(input: {id: $id}) {
    order { displayFinancialStatus totalOutstandingSet { shopMoney { amount } presentmentMoney { amount } }
      transactions { kind status gateway amountSet { shopMoney { amount } presentmentMoney { amount } } } }
    userErrors { field message } } }`;

  it("takes what is outstanding, in both currencies, once", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({
      lines: [{ sku: "TEA" }],
      payments: [],
      currency: "NZD",
      rate: "1.09",
    });
    const money = (shopAmount: string, amount: string) => ({
      shopMoney: { amount: shopAmount },
      presentmentMoney: { amount },
    });
    const paid = {
      order: {
        displayFinancialStatus: "PAID",
        totalOutstandingSet: money("0.0", "0.0"),
        transactions: [
          { kind: "SALE", status: "SUCCESS", gateway: "manual", amountSet: money("11.0", "11.99") },
        ],
      },
      userErrors: [] as unknown[],
    };
    expect(dataOf(await shop.query(text, { id: gid }))).toEqual({ orderMarkAsPaid: paid });
    expect(dataOf(await shop.query(text, { id: gid }))).toEqual({
      orderMarkAsPaid: {
        ...paid,
        userErrors: [{ field: ["id"], message: "Order cannot be marked as paid." }],
      },
    });
  });
});

describe("staff fields of an order", () => {
  it("are replaced by orderUpdate, and only those that are named", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({
      note: "Old",
      tags: ["old"],
      poNumber: "PO-1",
      attributes: { a: "1" },
    });
    const text = `mutation($input: OrderInput!) { orderUpdate(input: $input) {
      order { note tags poNumber customAttributes { key value } shippingAddress { city country } } userErrors { field message } } }`;
    const input = {
      id: gid,
      note: "New",
      tags: ["b", "a", "A"],
      customAttributes: [{ key: "x", value: "y" }],
      shippingAddress: { address1: "9 Road", city: "Perth", countryCode: "AU" },
    };
    expect(dataOf(await shop.query(text, { input }))).toEqual({
      orderUpdate: {
        order: {
          note: "New",
          tags: ["a", "b"],
          poNumber: "PO-1",
          customAttributes: [{ key: "x", value: "y" }],
          shippingAddress: { city: "Perth", country: "Australia" },
        },
        userErrors: [],
      },
    });
    const refused = await shop.query(text, { input: { id: gid, tags: ["x".repeat(41)] } });
    expect(read(refused.data, "orderUpdate.userErrors")).toHaveLength(1);
    const unmodelled = await shop.query(text, {
      input: {
        id: gid,
        metafields: [{ key: "a", namespace: "b", value: "c", type: "single_line_text_field" }],
      },
    });
    expect(unmodelled.errors).toMatchObject([
      { extensions: { code: "NOT_MODELLED", fieldName: "metafields" } },
    ]);
  });

  it("tags are added and taken away, as often as one likes", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ tags: ["b"] });
    const call = async (mutation: string, tags: unknown) => {
      const text = `mutation($id: ID!, $tags: [String!]!) { ${mutation}(id: $id, tags: $tags) {
        node { ... on Order { tags updatedAt } } userErrors { message } } }`;
      return read(dataOf(await shop.query(text, { id: gid, tags })), `${mutation}.node`);
    };
    shop.clock.advance(1000);
    const moved = "2026-07-15T10:00:01Z";
    expect(await call("tagsAdd", ["a, C", "B"])).toEqual({ tags: ["a", "b", "C"], updatedAt: moved });
    shop.clock.advance(1000);
    expect(await call("tagsAdd", "a")).toEqual({ tags: ["a", "b", "C"], updatedAt: moved });
    expect(await call("tagsRemove", ["c", "z"])).toEqual({
      tags: ["a", "b"],
      updatedAt: "2026-07-15T10:00:02Z",
    });
  });

  it("open and closed are set, twice without harm", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order();
    const call = async (mutation: string) => {
      const text = `mutation($id: ID!) { ${mutation}(input: {id: $id}) { order { closed closedAt } userErrors { message } } }`;
      return read(dataOf(await shop.query(text, { id: gid })), mutation);
    };
    const closed = { order: { closed: true, closedAt: "2026-07-15T10:00:00Z" }, userErrors: [] };
    expect(await call("orderClose")).toEqual(closed);
    expect(await call("orderClose")).toEqual(closed);
    expect(await call("orderOpen")).toEqual({ order: { closed: false, closedAt: null }, userErrors: [] });
  });
});
