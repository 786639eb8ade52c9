import type { ShopHandle, Subscription, SubscriptionProbe } from "../../source-subject.ts";

interface Listed {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
  readonly filter: string | null;
  readonly includeFields: readonly string[];
}

const trimDocument = `mutation Trim($id: ID!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) { userErrors { message } }
}`;

async function ask(shop: ShopHandle, query: string, variables: unknown): Promise<void> {
  const { accessToken } = await shop.control<{ accessToken: string }>("/tokens", {});
  const answer = await fetch(`${shop.url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": accessToken },
    body: JSON.stringify({ query, variables }),
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors"')) throw new Error(text);
}

/** Webhook subscriptions of an emulated Shopify store, as staff and other programs change them. */
export const subscriptions: SubscriptionProbe = {
  all: async (shop) => {
    const { subscriptions: all } = await shop.control<{ subscriptions: readonly Listed[] }>("/webhooks");
    return all.map(({ id, topic, uri, filter, includeFields }): Subscription => ({
      id,
      topic,
      address: uri,
      isTrimmed: (filter !== null && filter !== "") || includeFields.length > 0,
    }));
  },
  remove: async (shop, { id }) => {
    const answer = await fetch(controlAddress(shop, `/webhooks/${id.slice(id.lastIndexOf("/") + 1)}`), {
      method: "DELETE",
    });
    if (!answer.ok) throw new Error(await answer.text());
  },
  trim: (shop, { id }) => ask(shop, trimDocument, { id, input: { includeFields: ["id", "updated_at"] } }),
  refusedAddress: "http://hub.example/webhooks/shopify",
};

/** Where a control is found: beside the shop's own address. */
function controlAddress(shop: ShopHandle, path: string): string {
  const { origin, pathname } = new URL(shop.url);
  return `${origin}/_control${pathname}${path}`;
}
