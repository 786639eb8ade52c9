import { describe, expect, it } from "vitest";
import { topics } from "../topics.ts";
import { missingScope, scriptedShop, type ShopAnswer } from "../test/scripted-shop.ts";
import { wantedTopics } from "./wanted-topics.ts";

const address = "https://hub.example.com/webhooks/shopify";
const allScopes = ["read_orders", "read_customers", "read_customer_merge"];

interface Subscription {
  readonly id: string;
  topic: string;
  uri: string;
  format: string;
  filter: string | null;
  includeFields: readonly string[];
}

interface Input {
  readonly uri: string;
  readonly format: string;
  readonly filter?: string | null;
  readonly includeFields?: readonly string[];
}

/** A shop that keeps subscriptions as Shopify does. */
function shopKeeping(
  subscriptions: Subscription[],
  scopes = allScopes,
  refuse?: (topic: string) => ShopAnswer | null,
) {
  let made = 0;
  return scriptedShop(({ name, variables }) => {
    const input = variables["input"] as Input;
    if (name === "CreateSubscription") {
      const topic = String(variables["topic"]);
      const refused = refuse?.(topic);
      if (refused) return refused;
      made += 1;
      const id = `gid://shopify/WebhookSubscription/${1000 + made}`;
      subscriptions.push({ id, topic, filter: null, includeFields: [], ...input });
      return { data: { webhookSubscriptionCreate: { webhookSubscription: { id }, userErrors: [] } } };
    }
    if (name === "UpdateSubscription") {
      const found = subscriptions.find(({ id }) => id === variables["id"]);
      Object.assign(found ?? {}, input);
      return {
        data: { webhookSubscriptionUpdate: { webhookSubscription: { id: found?.id }, userErrors: [] } },
      };
    }
    const start = Number(variables["after"] ?? 0);
    const end = start + 10;
    return {
      data: {
        currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
        webhookSubscriptions: {
          nodes: subscriptions.slice(start, end),
          pageInfo: { hasNextPage: end < subscriptions.length, endCursor: String(end) },
        },
      },
    };
  });
}

const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);
const userError = (mutation: string, message: string): ShopAnswer => ({
  data: {
    [mutation]: { webhookSubscription: null, userErrors: [{ field: ["webhookSubscription"], message }] },
  },
});

describe("webhook subscriptions", () => {
  it("are created where they are missing, and found right the next time", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept);
    const first = await system.ensureSubscriptions(address, null);
    expect(codes(first)).toEqual(["SUBSCRIPTIONS_CREATED"]);
    expect(kept.map(({ topic }) => topic)).toEqual(wantedTopics.map(({ topic }) => topic));
    expect(kept.every(({ uri, format }) => uri === address && format === "JSON")).toBe(true);
    const second = await system.ensureSubscriptions(address, null);
    expect(second.map(({ level, code }) => [level, code])).toEqual([["ok", "SUBSCRIPTIONS_RIGHT"]]);
  });

  it("that vanished are healed, and only those", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept);
    await system.ensureSubscriptions(address, null);
    const gone = kept.findIndex(({ topic }) => topic === "ORDERS_PAID");
    kept.splice(gone, 1);
    const findings = await system.ensureSubscriptions(address, null);
    expect(findings.find(({ code }) => code === "SUBSCRIPTIONS_CREATED")).toMatchObject({
      level: "note",
      detail: { topics: ["orders/paid"] },
    });
    expect(kept).toHaveLength(wantedTopics.length);
  });

  it("of ours are corrected in address, format, filter and fields; foreign ones stay as they are", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept);
    await system.ensureSubscriptions(address, null);
    const of = (topic: string) => kept.find((one) => one.topic === topic);
    Object.assign(of("ORDERS_CREATE") ?? {}, { uri: "https://old.example.com/webhooks/shopify" });
    Object.assign(of("ORDERS_UPDATED") ?? {}, { format: "XML" });
    Object.assign(of("ORDERS_EDITED") ?? {}, { filter: "id:1" });
    Object.assign(of("REFUNDS_CREATE") ?? {}, { includeFields: ["id"] });
    const foreign: Subscription[] = [
      {
        id: "f1",
        topic: "ORDERS_CREATE",
        uri: "https://erp.example.com/in",
        format: "XML",
        filter: "a:b",
        includeFields: [],
      },
      {
        id: "f2",
        topic: "ORDERS_PAID",
        uri: "pubsub://project:topic",
        format: "JSON",
        filter: null,
        includeFields: [],
      },
      { id: "f3", topic: "PRODUCTS_UPDATE", uri: address, format: "XML", filter: null, includeFields: [] },
    ];
    kept.unshift(...foreign.map((one) => ({ ...one })));
    const findings = await system.ensureSubscriptions(address, "https://old.example.com/webhooks/shopify");
    expect(findings.find(({ code }) => code === "SUBSCRIPTIONS_CORRECTED")?.detail).toEqual({
      topics: ["orders/create", "orders/updated", "orders/edited", "refunds/create"],
    });
    expect(kept.slice(0, 3)).toEqual(foreign);
    expect(codes(await system.ensureSubscriptions(address, null))).toEqual(["SUBSCRIPTIONS_RIGHT"]);
  });

  it("of another installation of the same app are left alone, on whatever host and path", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept);
    await system.ensureSubscriptions("https://staging.example.com/webhooks/shopify", null);
    const theirs = kept.map((one) => ({ ...one }));
    expect(codes(await system.ensureSubscriptions(address, null))).toEqual(["SUBSCRIPTIONS_CREATED"]);
    expect(kept.slice(0, theirs.length)).toEqual(theirs);
    expect(kept).toHaveLength(2 * theirs.length);
  });

  it("for which a scope is missing are left out, and it says so", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept, ["read_orders"]);
    const findings = await system.ensureSubscriptions(address, null);
    const leftOut = findings.find(({ code }) => code === "SUBSCRIPTIONS_LEFT_OUT");
    expect(leftOut?.message).toContain("customers/merge");
    expect(kept.some(({ topic }) => topic.startsWith("CUSTOMERS"))).toBe(false);
    expect(kept.some(({ topic }) => topic === "ORDERS_CREATE")).toBe(true);
  });

  it("to an address that Shopify does not take are tried once, with what to do", async () => {
    const { system, queries } = shopKeeping([], allScopes, () =>
      userError("webhookSubscriptionCreate", "Address protocol http:// is not supported"),
    );
    const findings = await system.ensureSubscriptions("http://hub.local/webhooks/shopify", null);
    expect(findings).toMatchObject([{ level: "error", code: "CALLBACK_REFUSED" }]);
    expect(findings[0]?.message).toContain("WAYBILL_PUBLIC_URL");
    expect(queries.filter(({ name }) => name === "CreateSubscription")).toHaveLength(1);
  });

  it("that another process made meanwhile count as right", async () => {
    const { system } = shopKeeping([], allScopes, () =>
      userError("webhookSubscriptionCreate", "Address for this topic has already been taken"),
    );
    expect(codes(await system.ensureSubscriptions(address, null))).toEqual(["SUBSCRIPTIONS_RIGHT"]);
  });

  it("that are refused one by one do not keep the others from being made", async () => {
    const kept: Subscription[] = [];
    const { system } = shopKeeping(kept, allScopes, (topic) =>
      topic === "CUSTOMERS_CREATE"
        ? {
            data: { webhookSubscriptionCreate: null },
            errors: [
              {
                message:
                  "This app is not approved to subscribe to webhook topics containing protected customer data.",
                path: ["webhookSubscriptionCreate"],
              },
            ],
          }
        : topic === "ORDERS_DELETE"
          ? {
              data: { webhookSubscriptionCreate: null },
              errors: [
                missingScope("webhookSubscriptionCreate", "read_orders", ["webhookSubscriptionCreate"]),
              ],
            }
          : topic.startsWith("COMPANY")
            ? userError("webhookSubscriptionCreate", "B2B is not available on this plan")
            : null,
    );
    const findings = await system.ensureSubscriptions(address, null);
    expect(codes(findings)).toEqual([
      "SUBSCRIPTIONS_CREATED",
      "SUBSCRIPTIONS_LEFT_OUT",
      "SUBSCRIPTION_REFUSED",
      "SUBSCRIPTION_REFUSED",
    ]);
    expect(kept).toHaveLength(wantedTopics.length - 5);
  });

  it("that were made before a failure are told along with it", async () => {
    const { system } = shopKeeping([], allScopes, (topic) =>
      topic === "ORDERS_PAID" ? { scripted: { status: 500 } } : null,
    );
    const findings = await system.ensureSubscriptions(address, null);
    expect(findings.map(({ level, code }) => [level, code])).toEqual([
      ["note", "SUBSCRIPTIONS_CREATED"],
      ["error", "SHOP_UNAVAILABLE"],
    ]);
  });

  it("are made only for topics whose deliveries are understood", () => {
    expect(wantedTopics.filter(({ name }) => !topics.has(name))).toEqual([]);
  });
});
