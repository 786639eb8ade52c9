import type { AnnouncedKey } from "#domain/source-record.ts";
import type { ShopHandle } from "../../source-subject.ts";
import { act, numberIn, placeOrders } from "./records.ts";

type Wish = Readonly<Record<string, unknown>>;

const two = [
  { sku: "TOTE-01", quantity: 2 },
  { title: "Gift wrap", price: "3.30" },
];

/** Orders of every sort, and what happens to each afterwards. */
const orders: readonly (readonly [wish: Wish, ...actions: readonly (readonly [string, unknown])[]])[] = [
  [{}],
  [{ paid: false }, ["pay", {}]],
  [{ paid: false, lines: two }, ["edit", { quantities: [{ line: 0, quantity: 4 }] }], ["pay", {}]],
  [{ lines: two, shipping: "9.95" }, ["cancel", { reason: "fraud" }]],
  [{ lines: two, shipping: "12.00" }, ["refund", { lines: [{ line: 0, quantity: 1 }] }]],
  [{ lines: two }, ["refund", { amount: "1.00" }]],
  [{ lines: two }, ["fulfil", {}]],
  [{ lines: two }, ["fulfil", { lines: [{ line: 0, quantity: 1 }] }]],
  [{ lines: two, currency: "EUR" }],
  [{ lines: two, currency: "JPY" }],
  [
    {
      lines: two,
      discounts: [
        { code: "TEN", percentage: "10" },
        { title: "Autumn", amount: "2.00" },
      ],
    },
  ],
  [{ lines: two, shipping: "5.00", discounts: [{ code: "POST", percentage: "100", target: "shipping" }] }],
  [{ lines: two, tip: "3.00" }],
  [{ lines: two, duties: "4.40" }],
  [{ lines: two, giftCard: "5.00" }],
  [{ lines: [{ title: "Voucher", price: "50.00", giftCard: true }] }],
  [{ lines: two, cashRounding: "0.02", pos: true }],
  [{ lines: two, draft: true, poNumber: "PO-7" }],
  [{ lines: two, taxExempt: true }],
  [{ lines: two, taxesIncluded: false }],
  [{ lines: two, largeIds: true, customer: { firstName: "Wide", largeIds: true } }],
  [{ lines: two, customer: null, email: "guest@mail.example" }],
  [{ lines: two, customer: null, email: null }],
  [{ lines: [{ title: 'Zu groß "für" O’Neill 🎁', price: "0.00", properties: { "": "x", b: null } }] }],
  [{ lines: two, note: "  ", tags: ["b", "a", "a"], attributes: { gift: "yes" }, test: true }],
  [{ lines: two, financialStatus: "AUTHORIZED" }],
  [{ lines: two, financialStatus: "VOIDED" }],
  [{ lines: two, financialStatus: "PARTIALLY_PAID" }],
];

const customers: readonly Wish[] = [
  { firstName: "Only" },
  { email: "Upper.Case@Mail.example", lastName: "Case", taxExempt: true, note: "Rings twice" },
  { phone: "+61355500999", addresses: [{ address1: "1 Short Street", countryCode: "NZ" }] },
  { firstName: "Wide", lastName: "Number", largeIds: true },
];

/** Records of every sort that the emulated shop knows. */
export async function variety(shop: ShopHandle): Promise<readonly AnnouncedKey[]> {
  const keys: AnnouncedKey[] = [];
  for (const [wish, ...actions] of orders) {
    const [order] = await placeOrders(shop, wish);
    if (order === undefined) throw new Error("no order was placed");
    keys.push(order.key);
    for (const [action, body] of actions) await act(shop, order.key, action, body);
  }
  const made = await shop.control<{ customers: readonly { readonly id: string }[] }>("/customers", customers);
  for (const { id } of made.customers) {
    const key: AnnouncedKey = { kind: "customers", id: numberIn(id) };
    keys.push(key);
    await act(shop, key, "update", { note: "Looked at" });
  }
  return keys;
}
