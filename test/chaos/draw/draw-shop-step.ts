import fc from "fast-check";
import type { ShopStep } from "../schedule.ts";
import { placeBody, plainLine, plainPaidBody } from "./draw-order.ts";
import { addressOf, countOfPeople, emailOf } from "./people.ts";
import { cents, sometimes, stated } from "./sometimes.ts";

type Body = Record<string, unknown>;

const order = fc.oneof(fc.constant(0), fc.nat({ max: 30 }));
const line = fc.nat({ max: 2 });
const person = fc.nat({ max: countOfPeople - 1 });

const editBody: fc.Arbitrary<Body> = fc.oneof(
  fc
    .tuple(line, fc.integer({ min: 0, max: 5 }))
    .map(([position, quantity]): Body => ({ quantities: [{ line: position, quantity }] })),
  plainLine.map((added): Body => ({ add: [added] })),
);

const refundBody: fc.Arbitrary<Body> = fc.oneof(
  fc.constant<Body>({}),
  cents(1, 3_000).map((amount): Body => ({ amount })),
  stated({
    lines: stated({
      line,
      quantity: fc.constantFrom(1, 1, 2),
      restock: sometimes(3, fc.constant(false)),
    }).map((one) => [one]),
    shipping: sometimes(3, fc.constant(true)),
    amount: sometimes(6, fc.constant("0")),
  }),
);

const updateBody: fc.Arbitrary<Body> = stated({
  tags: sometimes(3, fc.subarray(["urgent", "vip", "gift"])),
  note: sometimes(3, fc.constantFrom(null, "Ring twice", "Changed my mind about the colour")),
  shippingAddress: sometimes(3, person.map(addressOf)),
  poNumber: sometimes(6, fc.constantFrom(null, "PO-9902")),
  email: sometimes(8, person.map(emailOf)),
});

const customerBody: fc.Arbitrary<Body> = stated({
  note: sometimes(2, fc.constantFrom("Moved house", "Prefers mornings")),
  tags: sometimes(3, fc.subarray(["trade", "newsletter"])),
  phone: sometimes(3, fc.constantFrom("+61400771999", null)),
  lastName: sometimes(4, fc.constantFrom("Quillonbeck", "Plumgarrow")),
  addresses: sometimes(
    3,
    person.map((number) => [addressOf(number)]),
  ),
});

const announceBody = fc.constantFrom<Body>(
  { topics: ["orders/updated"] },
  { topics: ["orders/create", "orders/updated"] },
  { topics: ["orders/paid", "orders/create"] },
);

export const placeStep: fc.Arbitrary<ShopStep> = placeBody.map((body): ShopStep => ({ do: "place", body }));

export const placePaidStep: fc.Arbitrary<ShopStep> = plainPaidBody.map((body): ShopStep => ({
  do: "place",
  body,
}));

/** Something that people do in the shop; mostly they buy. */
export const shopStep: fc.Arbitrary<ShopStep> = fc.oneof(
  { weight: 34, arbitrary: placeStep },
  { weight: 6, arbitrary: order.map((number): ShopStep => ({ do: "pay", order: number })) },
  { weight: 4, arbitrary: withBody("edit", editBody) },
  {
    weight: 3,
    arbitrary: withBody(
      "cancel",
      stated({ refund: sometimes(3, fc.constant(false)), restock: sometimes(3, fc.constant(false)) }),
    ),
  },
  { weight: 4, arbitrary: withBody("refund", refundBody) },
  { weight: 2, arbitrary: order.map((number): ShopStep => ({ do: "fulfil", order: number })) },
  { weight: 4, arbitrary: withBody("update", updateBody) },
  { weight: 2, arbitrary: withBody("customer", customerBody) },
  { weight: 1, arbitrary: order.map((number): ShopStep => ({ do: "delete", order: number })) },
  { weight: 2, arbitrary: withBody("announce", announceBody) },
);

function withBody(
  what: "edit" | "cancel" | "refund" | "update" | "customer" | "announce",
  body: fc.Arbitrary<Body>,
): fc.Arbitrary<ShopStep> {
  return fc.record({ order, body }).map((drawn): ShopStep => ({ do: what, ...drawn }));
}

/** Something that changes the newest order so much that it would not be carried over any more, or not like this. */
export const changeOfNewest: fc.Arbitrary<ShopStep> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<ShopStep>({ do: "cancel", order: 0, body: {} }) },
  { weight: 1, arbitrary: fc.constant<ShopStep>({ do: "refund", order: 0, body: {} }) },
  { weight: 2, arbitrary: refundBody.map((body): ShopStep => ({ do: "refund", order: 0, body })) },
  { weight: 2, arbitrary: editBody.map((body): ShopStep => ({ do: "edit", order: 0, body })) },
  { weight: 1, arbitrary: updateBody.map((body): ShopStep => ({ do: "update", order: 0, body })) },
  { weight: 1, arbitrary: fc.constant<ShopStep>({ do: "delete", order: 0 }) },
);

/** Whoever placed the newest order changes in something that is carried. */
export const changeOfBuyer: fc.Arbitrary<ShopStep> = fc
  .constantFrom<Body>({ phone: "+61400771999" }, { addresses: [addressOf(3)] }, { lastName: "Plumgarrow" })
  .map((body): ShopStep => ({ do: "customer", order: 0, body }));
