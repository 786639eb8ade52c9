import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
  validate,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type IntrospectionQuery,
  type SelectionSetNode,
} from "graphql";
import { describe, expect, test } from "vitest";
import { allParts, partsShown, type AskedPart, type AskedParts } from "./asked-parts.ts";
import { customerHistorySample, orderHistorySample } from "./bulk.ts";
import {
  changedCustomersQuery,
  companyLocationsById,
  customerPageSize,
  customersById,
  customersChanged,
} from "./customers.ts";
import { refundLinesAfter, refundsById } from "./refunds.ts";
import { changedOrdersQuery, orderPages, orderPageSize, ordersById, ordersChanged } from "./orders.ts";

const folder = join(import.meta.dirname, "../../../../.cache/shopify-schema");

function schemaOf(version: string): GraphQLSchema {
  const file = gunzipSync(readFileSync(join(folder, `admin_${version}.json.gz`))).toString("utf8");
  const { data } = JSON.parse(file) as { data: IntrospectionQuery };
  return buildClientSchema(data, { assumeValid: true });
}

const schemas = new Map(["2026-07", "2026-10"].map((version) => [version, schemaOf(version)]));
const partNames = Object.keys(allParts) as AskedPart[];
const without = (...left: AskedPart[]): AskedParts => ({
  ...allParts,
  ...Object.fromEntries(left.map((part) => [part, false])),
});
/** All, none, and every one or two parts left out: parts add selections side by side, so larger sets say nothing new. */
const everyVariant = [
  allParts,
  without(...partNames),
  ...partNames.flatMap((part, index) => partNames.slice(index).map((other) => without(part, other))),
];
const documents = {
  ordersById,
  ordersChanged,
  orderPages,
  customersById,
  customersChanged,
  companyLocationsById,
  orderHistorySample,
  customerHistorySample,
  refundsById,
  refundLinesAfter,
};

describe.each([...schemas])("Shopify's schema %s", (_version, schema) => {
  test.each(Object.entries(documents))("takes every variant of %s", (_name, document) => {
    const texts = new Set(everyVariant.map(document));
    for (const text of texts) {
      expect(
        validate(schema, parse(text)).map(({ message }) => message),
        text,
      ).toEqual([]);
    }
  });

  test("charges no document more than a single query may cost", () => {
    const cost = (text: string, first = 0) => requestedCost(schema, text, first);
    expect(cost(ordersChanged(allParts), orderPageSize)).toBeLessThanOrEqual(1000);
    expect(cost(ordersChanged(allParts), orderPageSize)).toBeGreaterThan(500);
    expect(cost(ordersById(allParts))).toBeLessThan(130);
    expect(cost(orderPages(allParts))).toBeLessThan(250);
    expect(cost(customersChanged(allParts), customerPageSize)).toBeLessThan(100);
    expect(cost(customersById(allParts))).toBeLessThan(10);
    expect(cost(companyLocationsById(allParts))).toBeLessThan(15);
  });
});

describe("what may not be asked is left out", () => {
  const fieldsOf: Record<AskedPart, RegExp> = {
    customer: /\bcustomer \{|mainContact|purchasingEntity/,
    name: /firstName|lastName|recipient/,
    address: /address1|zip|city/,
    email: /[eE]mail/,
    phone: /[pP]hone/,
    places: /Address \{ (?!emailAddress)/,
    companies: /purchasingEntity/,
    locations: /retailLocation/,
    products: /product \{|variant \{/,
  };
  test.each(partNames)("%s", (part) => {
    const texts = Object.values(documents).map((document) => document(without(part)));
    for (const text of texts) expect(text).not.toMatch(fieldsOf[part]);
    expect(
      Object.values(documents)
        .map((document) => document(allParts))
        .join(" "),
    ).toMatch(fieldsOf[part]);
  });

  test("by what the probe of the shop found", () => {
    const parts = partsShown({
      protectedData: {
        customer: "ok",
        name: "denied-by-plan",
        address: "ok",
        email: "denied-by-approval",
        phone: "denied-by-scope",
      },
      scopes: ["read_orders", "write_customers", "read_inventory"],
    });
    expect(partNames.filter((part) => !parts[part])).toEqual(["name", "email", "phone", "products"]);
  });
});

test("searches name the time exactly, whatever its spelling", () => {
  expect(changedOrdersQuery("2026-03-01T10:00:00+11:00")).toContain(
    "updated_at:>='2026-02-28T23:00:00.000Z'",
  );
  expect(changedCustomersQuery("2026-03-01T10:00:00Z")).toBe("updated_at:>='2026-03-01T10:00:00.000Z'");
  expect(() => changedOrdersQuery("yesterday")).toThrow(RangeError);
});

/**
 * Requested cost by the rule measured on recorded answers: a connection of n rows costs 2 + max(1, ⌊2 ln n⌋) × (1 + node), an
 * object 1 + its fields, a list once, an interface or union its dearest branch; money, counts, page info and default addresses
 * are free.
 */
function requestedCost(schema: GraphQLSchema, text: string, first: number): number {
  const [operation] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation");
  const root = schema.getQueryType();
  if (!root) throw new Error("no query type");
  return costOf(root, operation.selectionSet);

  function costOf(type: GraphQLCompositeType, { selections }: SelectionSetNode): number {
    let cost = 0;
    let dearest = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(type, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        const branch = name === undefined ? type : schema.getType(name);
        if (!isCompositeType(branch)) throw new Error("no such type");
        const inside = costOf(branch, selection.selectionSet);
        if (isAbstractType(type)) dearest = Math.max(dearest, inside);
        else cost += inside;
      }
    }
    return cost + dearest;
  }

  function costOfField(parent: GraphQLCompositeType, node: FieldNode): number {
    if (!node.selectionSet) return 0;
    if (!isObjectType(parent)) throw new Error(`${node.name.value} of an abstract type`);
    const field = parent.getFields()[node.name.value];
    const type = getNamedType(field?.type);
    if (!isCompositeType(type)) throw new Error(`no field ${node.name.value}`);
    if (["MoneyBag", "PageInfo"].includes(type.name) || node.name.value === "defaultAddress") return 0;
    const children = costOf(type, node.selectionSet);
    if (!type.name.endsWith("Connection")) return 1 + children;
    const rows = rowsOf(node);
    return 2 + (rows === 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(rows)))) * children;
  }

  function rowsOf(node: FieldNode): number {
    const value = node.arguments?.find(({ name }) => name.value === "first")?.value;
    return value?.kind === Kind.INT ? Number(value.value) : first;
  }
}
