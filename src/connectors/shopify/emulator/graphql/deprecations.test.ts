import { buildSchema, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { deprecationOf } from "./deprecations.ts";
import { loadSchema, servedVersions } from "./schema-store.ts";

describe.each(servedVersions)("deprecations of %s", (version) => {
  const { schema } = loadSchema(version);

  it("of fields and arguments are told, the first of them", () => {
    const id = '"gid://shopify/Order/1"';
    expect(
      deprecationOf(schema, parse(`{ order(id: ${id}) { name totalPriceSet { shopMoney { amount } } } }`)),
    ).toBe(undefined);
    expect(deprecationOf(schema, parse(`{ order(id: ${id}) { name totalPrice netPayment } }`))).toBe(
      "Use `totalPriceSet` instead.",
    );
    expect(
      deprecationOf(
        schema,
        parse(
          `mutation { orderCancel(orderId: ${id}, reason: OTHER, restock: true, refund: true) { job { id } } }`,
        ),
      ),
    ).toBe("Use `refundMethod` instead.");
  });
});

it("fits into a header, whatever it says", () => {
  const schema = buildSchema(
    'type Query { old: String @deprecated(reason: "You can’t\\nuse  it\\u0007 — ever") }',
  );
  expect(deprecationOf(schema, parse("{ old }"))).toBe("You can t use it ever");
});
