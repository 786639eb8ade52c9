import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, Kind, parse, validate, type IntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { allParts } from "./documents/asked-parts.ts";
import type * as older from "./generated/admin-2026-07.ts";
import type * as newer from "./generated/admin-2026-10.ts";
import { operations } from "./operations.ts";
import { apiVersions } from "./settings.ts";

const folder = join(import.meta.dirname, "../../../.cache/shopify-schema");
const documents = operations(allParts).map((text) => parse(text));
const names = documents.flatMap(({ definitions }) =>
  definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? (one.name?.value ?? "none") : [])),
);

// Checked by the compiler: code is written against the newer version's types, and answers of the older one fit them too.
const fits: readonly [
  (answer: older.OrdersByIdQuery) => newer.OrdersByIdQuery,
  (answer: older.OrdersChangedQuery) => newer.OrdersChangedQuery,
  (answer: older.OrderPagesQuery) => newer.OrderPagesQuery,
  (answer: older.CustomersChangedQuery) => newer.CustomersChangedQuery,
  (answer: older.ShopFactsQuery) => newer.ShopFactsQuery,
  (answer: older.SubscriptionsQuery) => newer.SubscriptionsQuery,
] = [same, same, same, same, same, same];

function same<Answer>(answer: Answer): Answer {
  return answer;
}

describe("everything that is sent to Shopify", () => {
  it.each(apiVersions)("is understood by version %s", (version) => {
    const file = gunzipSync(readFileSync(join(folder, `admin_${version}.json.gz`))).toString("utf8");
    const { data } = JSON.parse(file) as { readonly data: IntrospectionQuery };
    const schema = buildClientSchema(data, { assumeValid: true });
    for (const document of documents)
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  });

  it("has a name of its own, by which log and journal call it", () => {
    expect(names).toHaveLength(documents.length);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("OrdersById");
    expect(fits).toHaveLength(6);
  });
});
