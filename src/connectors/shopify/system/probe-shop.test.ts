import { describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import {
  missingScope,
  scriptedShop,
  withheldField,
  withheldObject,
  type ShopAnswer,
  type ShopQuery,
} from "../test/scripted-shop.ts";

const allScopes = [
  "read_orders",
  "read_customers",
  "read_products",
  "read_locations",
  "read_customer_merge",
  "read_all_orders",
];

const address = { firstName: "A", lastName: "B", address1: "1 St", address2: null, zip: "2000", phone: "1" };
const customers = {
  nodes: [
    {
      id: "gid://shopify/Customer/1",
      firstName: "A",
      lastName: null,
      defaultEmailAddress: { emailAddress: "a@example.com" },
      defaultPhoneNumber: null,
      defaultAddress: address,
    },
  ],
};
const orders = {
  nodes: [
    {
      id: "gid://shopify/Order/1",
      email: "a@example.com",
      phone: "1",
      billingAddress: address,
      shippingAddress: null,
    },
  ],
};

function shopWith(
  scopes: readonly string[],
  answers: (query: ShopQuery) => ShopAnswer | null = () => null,
  plan = "Grow",
) {
  return scriptedShop((query) => {
    const answer = answers(query);
    if (answer !== null) return answer;
    if (query.name === "CustomerSample") return { data: { customers } };
    if (query.name === "OrderSample") return { data: { orders } };
    return {
      data: {
        currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
        shop: {
          myshopifyDomain: "acme.myshopify.com",
          currencyCode: "AUD",
          ianaTimezone: "Australia/Sydney",
          plan: { publicDisplayName: plan, shopifyPlus: false, partnerDevelopment: false },
        },
      },
    };
  });
}

describe("a look at a shop", () => {
  it("finds currency, time zone, plan and scopes, and says that all is well", async () => {
    const { facts, findings } = await shopWith(allScopes).system.probe();
    expect(facts).toEqual({
      name: "acme",
      domain: "acme.myshopify.com",
      currency: "AUD",
      timezone: "Australia/Sydney",
      plan: "Grow",
      scopes: allScopes,
      protectedData: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
      checkedAt: "2026-03-02T00:00:00.000Z",
    });
    expect(findings.map(({ level, code }) => [level, code])).toEqual([
      ["ok", "SHOP_ANSWERS"],
      ["ok", "CUSTOMER_DATA_SHOWN"],
    ]);
  });

  it("names each missing scope, what it is for and what happens without", async () => {
    const { system } = shopWith(["write_orders"]);
    const { facts, findings } = await system.probe();
    expect(facts.protectedData.customer).toBe("denied-by-scope");
    const missing = findings.filter(({ code }) => code === "SCOPE_MISSING" || code === "OLD_ORDERS_HIDDEN");
    expect(missing.map(({ level, detail }) => [level, detail?.["scope"]])).toEqual([
      ["warning", "read_customers"],
      ["warning", "read_products"],
      ["warning", "read_locations"],
      ["note", "read_customer_merge"],
      ["note", "read_all_orders"],
    ]);
    expect(missing[0]?.message).toContain("placeholder");
    expect(missing[4]?.message).toContain("60 days");
  });

  it("tells withheld data by part and reason, and what it means for orders", async () => {
    const { system, queries } = shopWith(
      allScopes,
      ({ name }) =>
        name === "CustomerSample"
          ? { data: null, errors: [withheldObject("Customer", ["customers"])] }
          : name === "OrderSample"
            ? {
                data: {
                  orders: {
                    nodes: [
                      {
                        id: "gid://shopify/Order/1",
                        email: null,
                        phone: "1",
                        billingAddress: null,
                        shippingAddress: { ...address, firstName: null, lastName: null, zip: null },
                      },
                    ],
                  },
                },
                errors: [
                  withheldField("email", ["orders", "nodes", 0, "email"], false),
                  withheldField("firstName", ["orders", "nodes", 0, "shippingAddress", "firstName"]),
                  withheldField("zip", ["orders", "nodes", 0, "shippingAddress", "zip"]),
                ],
              }
            : null,
      "Basic",
    );
    const { facts, findings } = await system.probe();
    expect(facts.protectedData).toEqual({
      customer: "denied-by-plan",
      name: "denied-by-plan",
      address: "denied-by-plan",
      email: "denied-by-approval",
      phone: "ok",
    });
    const withheld = findings.filter(({ code }) => code === "CUSTOMER_DATA_WITHHELD");
    expect(withheld.map(({ detail }) => detail?.["part"])).toEqual(["customer", "name", "address", "email"]);
    expect(withheld[0]?.message).toMatch(/plan.*placeholder customer/);
    expect(withheld[3]?.message).toMatch(/approved.*Protected customer data/);
    // From now on nothing withheld is asked for.
    await system.read("orders", ["1"]).catch(() => undefined);
    expect(queries.at(-1)?.query).not.toMatch(/customer \{|firstName|address1|\bemail\b/);
  });

  it("takes an address that is refused as a whole for a withheld address", async () => {
    const { system } = shopWith(allScopes, ({ name }) =>
      name === "OrderSample"
        ? {
            data: {
              orders: {
                nodes: [{ id: "gid://shopify/Order/1", email: "a", phone: "1", billingAddress: null }],
              },
            },
            errors: [withheldObject("MailingAddress", ["orders", "nodes", 0, "billingAddress"])],
          }
        : null,
    );
    expect((await system.probe()).facts.protectedData.address).toBe("denied-by-plan");
  });

  it("keeps its last verdict of a part while no record tells of it", async () => {
    let isEmpty = false;
    const { system } = shopWith(allScopes, ({ name }) => {
      if (name === "CustomerSample") return { data: { customers: { nodes: [] } } };
      if (name !== "OrderSample") return null;
      if (isEmpty) return { data: { orders: { nodes: [] } } };
      return {
        data: { orders: { nodes: [{ id: "gid://shopify/Order/1", email: null, phone: null }] } },
        errors: [withheldField("email", ["orders", "nodes", 0, "email"])],
      };
    });
    await system.probe();
    isEmpty = true;
    expect((await system.probe()).facts.protectedData).toMatchObject({
      email: "denied-by-plan",
      phone: "ok",
    });
  });

  it("says when the shop's name is not the configured one, since webhooks carry its own", async () => {
    const { system } = shopWith(allScopes, ({ name }) =>
      name === "ShopFacts"
        ? {
            data: {
              currentAppInstallation: { accessScopes: [] },
              shop: {
                myshopifyDomain: "acme-2.myshopify.com",
                currencyCode: "AUD",
                ianaTimezone: "UTC",
                plan: { publicDisplayName: "Basic", shopifyPlus: false, partnerDevelopment: false },
              },
            },
          }
        : null,
    );
    const { findings } = await system.probe();
    expect(findings).toContainEqual(expect.objectContaining({ level: "error", code: "DOMAIN_DIFFERS" }));
  });

  it("fails in the class of the call when the shop cannot be asked", async () => {
    const { system } = scriptedShop(() => ({ scripted: { status: 402 } }));
    await expect(system.probe()).rejects.toBeInstanceOf(SyncError);
  });

  it("does not mistake a refused list for an empty one", async () => {
    const { system } = shopWith(allScopes, ({ name }) =>
      name === "OrderSample"
        ? { data: null, errors: [missingScope("orders", "read_marketplace_orders", ["orders"])] }
        : null,
    );
    await expect(system.probe()).rejects.toMatchObject({ errorClass: "unauthorised" });
  });
});
