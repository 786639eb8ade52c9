import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey } from "#domain/source-record.ts";
import { orderArbitrary } from "./decode/testing/order-shapes.ts";
import { tellByWebhook } from "./decode/testing/tell-by-webhook.ts";
import { parseBody } from "./decode/parse-body.ts";
import { findTopLevel } from "./find-top-level.ts";
import { interpret } from "./interpret.ts";
import { locate } from "./locate.ts";
import { topics } from "./topics.ts";

/** The record that an interpretation is about. */
function keyOf(tells: Interpretation): AnnouncedKey | null {
  switch (tells.says) {
    case "record":
      return { kind: tells.record.kind, id: tells.record.id };
    case "changed":
    case "deleted":
      return tells.key;
    case "merged":
      return tells.gone;
    case "history-moved":
    case "nothing":
    case "privacy":
    case "scopes-changed":
    case "uninstalled":
    case "unreadable":
      return null;
  }
}

const id = fc.oneof(
  fc.nat(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }).map(String),
  fc.constantFrom(null, "", "abc", -1, 1.5, true),
);
const gid = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("Order", "Customer", "Company", "CompanyLocation", "Refund"),
      fc.bigInt({ min: 1n, max: 2n ** 63n }),
    )
    .map(([type, number]) => `gid://shopify/${type}/${number}`),
  fc.constantFrom(null, "", "https://www.example.com/", "gid://shopify/Order/", 'a "quoted" \\ text'),
);
const nested = fc.dictionary(
  fc.constantFrom("id", "admin_graphql_api_id", "order_id", "note", 'quo"ted'),
  fc.oneof(id, gid, fc.string()),
);
/** Bodies that name records, and nearly do. */
const body = fc.dictionary(
  fc.constantFrom(
    "id",
    "admin_graphql_api_id",
    "order_id",
    "customer_id",
    "customerId",
    "order_edit",
    "company",
    "note",
    "line_items",
    "admin_graphql_api_customer_kept_id",
    "admin_graphql_api_customer_deleted_id",
    'quo"ted\\',
  ),
  fc.oneof(id, gid, nested, fc.array(nested, { maxLength: 2 }), fc.string()),
);
const indent = fc.constantFrom(undefined, 1, "\t");
const topic = fc.constantFrom(...topics.keys(), "products/update");

describe("the record of a delivery is located as it is interpreted", () => {
  test("for bodies that name records, and nearly do", () => {
    fc.assert(
      fc.property(topic, body, indent, (topic, body, indent) => {
        const text = JSON.stringify(body, null, indent);
        const key = keyOf(interpret({ topic, body: text }));
        if (key !== null) expect(locate(topic, text)).toEqual(key);
      }),
      { numRuns: 2000 },
    );
  });

  test("for orders", () => {
    fc.assert(
      fc.property(orderArbitrary, (order) => {
        const text = tellByWebhook(order);
        expect(locate("orders/paid", text)).toEqual({ kind: "orders", id: order.id });
        expect(keyOf(interpret({ topic: "orders/paid", body: text }))).toEqual({
          kind: "orders",
          id: order.id,
        });
      }),
      { numRuns: 50 },
    );
  });

  test("and never throws", () => {
    fc.assert(
      fc.property(
        topic,
        fc.oneof(
          fc.string(),
          fc.json(),
          body.map((value) => JSON.stringify(value).slice(1)),
        ),
        (topic, text) => {
          expect(() => locate(topic, text)).not.toThrow();
        },
      ),
    );
  });
});

describe("fields at the top of a body are found without parsing it", () => {
  test("with the values that parsing gives", () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.bigInt({ min: 10n ** 15n, max: 10n ** 19n }).map(String),
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), value, fc.json(), indent, (before, id, after, indent) => {
        const object = {
          before: JSON.parse(before) as unknown,
          id,
          'a"b\\': JSON.parse(after) as unknown,
          last: null,
        };
        const text = JSON.stringify(object, null, indent);
        const parsed = parseBody(text) as { id: unknown };
        const found = findTopLevel(text, "none", "id", () => true);
        expect(String(found?.second)).toBe(String(parsed.id));
      }),
    );
  });

  test("nested fields of the same name do not count", () => {
    const text =
      '{"customer":{"admin_graphql_api_id":"gid://shopify/Order/1","id":1},"note":"\\"id\\":2","\\u0069d":3}';
    expect(locate("orders/create", text)).toEqual({ kind: "orders", id: "3" });
  });

  test.each([
    "",
    "[]",
    "{",
    '{"id"',
    '{"id":',
    '{"id":5',
    '{"id":5,',
    '{"a":[{"}]"',
    "null",
    '"id"',
    "{id:5}",
  ])("%s has none", (text) => {
    expect(locate("orders/create", text)).toBeNull();
  });
});
