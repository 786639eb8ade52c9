import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

const selection =
  "webhookSubscription { id topic uri format filter includeFields name apiVersion { handle } } userErrors { field message }";

async function create(
  shop: TestShop,
  input: Record<string, unknown>,
  topic = "ORDERS_CREATE",
  version = "2026-10",
) {
  const text = `mutation($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) { ${selection} } }`;
  return dataOf(await shop.query(text, { topic, input }, { version }))["webhookSubscriptionCreate"];
}

async function topics(shop: TestShop, args = "") {
  const text = `{ webhookSubscriptions(first: 50${args}) { nodes { topic } } webhookSubscriptionsCount { count } }`;
  const data = dataOf(await shop.query(text));
  return (read(data, "webhookSubscriptions.nodes") as { topic: string }[]).map(({ topic }) => topic);
}

const uri = "https://hub.example/webhooks/shopify";

describe("webhook subscriptions", () => {
  it("are made, listed, changed and deleted", async () => {
    const shop = await startTestShop();
    const made = await create(
      shop,
      { uri, format: "JSON", includeFields: ["id"], name: "main" },
      "ORDERS_CREATE",
      "2026-07",
    );
    const id = String(read(made, "webhookSubscription.id"));
    expect(made).toEqual({
      webhookSubscription: {
        id: expect.stringMatching(/^gid:\/\/shopify\/WebhookSubscription\/\d+$/) as unknown,
        topic: "ORDERS_CREATE",
        uri,
        format: "JSON",
        filter: null,
        includeFields: ["id"],
        name: "main",
        apiVersion: { handle: "2026-07" },
      },
      userErrors: [],
    });
    await create(shop, { uri }, "ORDERS_PAID");
    expect(await topics(shop)).toEqual(["ORDERS_CREATE", "ORDERS_PAID"]);
    expect(await topics(shop, ", topics: [ORDERS_PAID]")).toEqual(["ORDERS_PAID"]);
    expect(await topics(shop, ', uri: "https://other.example"')).toEqual([]);
    expect(await topics(shop, `, query: "id:${id.split("/").at(-1)}"`)).toEqual(["ORDERS_CREATE"]);

    const change = `mutation($id: ID!, $input: WebhookSubscriptionInput!) {
      webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) { ${selection} } }`;
    const changed = await shop.query(change, { id, input: { uri: `${uri}/new`, includeFields: [] } });
    expect(dataOf(changed)).toMatchObject({
      webhookSubscriptionUpdate: {
        webhookSubscription: { uri: `${uri}/new`, includeFields: [], name: "main" },
        userErrors: [],
      },
    });
    const remove = `mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } } }`;
    expect(dataOf(await shop.query(remove, { id }))).toEqual({
      webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors: [] },
    });
    const gone = [{ field: ["id"], message: "Webhook subscription does not exist" }];
    expect(dataOf(await shop.query(remove, { id }))).toEqual({
      webhookSubscriptionDelete: { deletedWebhookSubscriptionId: null, userErrors: gone },
    });
    expect(dataOf(await shop.query(change, { id, input: { uri } }))).toMatchObject({
      webhookSubscriptionUpdate: { webhookSubscription: null, userErrors: gone },
    });
    expect(await topics(shop)).toEqual(["ORDERS_PAID"]);
  });

  it.each([
    ["", "Address can't be blank"],
    ["http://hub.example/x", "Address protocol http:// is not supported"],
    ["nowhere", "Address is invalid"],
    ["ftp://hub.example/x", "Address is invalid"],
    [`https://hub.example/${"x".repeat(65_536)}`, "Address is too big (maximum is 64 KB)"],
    [
      "pubsub://topic-only",
      "Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic",
    ],
  ])("are refused at %.30s", async (address, message) => {
    const shop = await startTestShop();
    expect(await create(shop, { uri: address })).toEqual({
      webhookSubscription: null,
      userErrors: [{ field: ["webhookSubscription", "callbackUrl"], message }],
    });
  });

  it("may go to this machine over http, unless the shop is strict", async () => {
    const local = { uri: "http://127.0.0.1:7420/webhooks/shopify" };
    const shop = await startTestShop();
    expect(read(await create(shop, local), "userErrors")).toEqual([]);
    const strict = await startTestShop({ strictHttps: true });
    expect(read(await create(strict, local), "userErrors.0.message")).toBe(
      "Address protocol http:// is not supported",
    );
  });

  it("are made once per topic, address and filter, with a filter that names a field", async () => {
    const shop = await startTestShop();
    await create(shop, { uri });
    expect(read(await create(shop, { uri }), "userErrors.0.message")).toBe(
      "Address for this topic has already been taken",
    );
    expect(read(await create(shop, { uri, filter: "tags:vip" }), "userErrors")).toEqual([]);
    expect(read(await create(shop, { uri, filter: "vip" }), "userErrors.0.message")).toBe(
      "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.",
    );
  });

  it("need the scope of their topic, and stay after a reset", async () => {
    const shop = await startTestShop({ scopes: ["read_orders"] });
    const text = `mutation { webhookSubscriptionCreate(topic: CUSTOMERS_CREATE, webhookSubscription: {uri: "${uri}"}) { userErrors { message } } }`;
    expect((await shop.query(text)).errors).toMatchObject([
      { extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." } },
    ]);
    await create(shop, { uri });
    await shop.control("/reset");
    expect(await topics(shop)).toEqual(["ORDERS_CREATE"]);
  });
});
