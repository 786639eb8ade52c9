import { currentQuantity, currentShipping } from "../../orders/line-sums.ts";
import { applyRefund, publishRefund } from "../../orders/refund-order.ts";
import type { RefundInput } from "../../orders/refund-order.ts";
import { totalsOf } from "../../orders/totals.ts";
import { add, divideRounded, fixedText, nothing, toUnits } from "../../state/money.ts";
import type { Money } from "../../state/money.ts";
import type { OrderRecord, RefundLineRecord, TransactionRecord } from "../../state/order-records.ts";
import { notModelled } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { runOnce } from "./idempotency.ts";
import { idOf, inputOf, refuseOthers, textOf } from "./input.ts";
import type { Input } from "./input.ts";
import { findOrder } from "./order-mutations.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

const modelled = [
  "orderId",
  "note",
  "notify",
  "currency",
  "refundLineItems",
  "refundDuties",
  "shipping",
  "transactions",
  "discrepancyReason",
  "allowOverRefunding",
];

type Refusal = readonly [field: readonly string[] | null, message: string];

/** Makes a refund. Money is given back only as `transactions` say, as at Shopify. */
function create(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const input = inputOf(args["input"]);
  refuseOthers("RefundInput", input, modelled);
  const order = findOrder(input["orderId"], context);
  if (!order) return refused(null, [["orderId"], "Order does not exist"]);
  const lines = readLines(order, listOf(input["refundLineItems"]));
  if ("refusal" in lines) return refused(order, lines.refusal);
  const money = readTransactions(order, listOf(input["transactions"]));
  if ("refusal" in money) return refused(order, money.refusal);
  const shipping = readShipping(order, inputOf(input["shipping"]));
  if ("refusal" in shipping) return refused(order, shipping.refusal);
  const duties = listOf(input["refundDuties"]);
  const allDuties = order.lines.filter((line) => line.dutyId !== null);
  if (duties.length > 0 && duties.length < allDuties.length)
    throw notModelled("RefundInput", "refundDuties", "single duties of an order");
  const refund = applyRefund(shop, order, {
    lines: lines.value,
    shipping: shipping.value,
    refundDuties: duties.length > 0,
    transactions: money.value,
    note: textOf(input["note"]),
    restock: lines.value.some((line) => line.restockType !== "NO_RESTOCK"),
  });
  publishRefund(shop, order, refund);
  return { refund, order, userErrors: [] as UserErrorView[] };
}

type Read<Value> = { readonly value: Value } | { readonly refusal: Refusal };

function readLines(order: OrderRecord, inputs: readonly Input[]): Read<RefundInput["lines"]> {
  const value: RefundInput["lines"][number][] = [];
  for (const [index, input] of inputs.entries()) {
    const line = order.lines.find(({ id }) => id === idOf("LineItem", input["lineItemId"]));
    const field = (name: string) => ["refundLineItems", String(index), name];
    if (!line) return { refusal: [field("lineItemId"), "Line item does not exist"] };
    const quantity = Number(input["quantity"]);
    if (quantity > currentQuantity(line))
      return { refusal: [field("quantity"), "Quantity cannot refund more items than were purchased"] };
    if (input["restockType"] === "LEGACY_RESTOCK")
      throw notModelled("RefundLineItemRestockType", "LEGACY_RESTOCK");
    value.push({
      lineId: line.id,
      quantity,
      restockType: (input["restockType"] ?? "NO_RESTOCK") as RefundLineRecord["restockType"],
      locationId: idOf("Location", input["locationId"]) ?? null,
    });
  }
  return { value };
}

function readTransactions(
  order: OrderRecord,
  inputs: readonly Input[],
): Read<NonNullable<RefundInput["transactions"]>> {
  const value: NonNullable<RefundInput["transactions"]>[number][] = [];
  for (const input of inputs) {
    const kind = String(input["kind"]);
    if (kind !== "REFUND")
      return { refusal: [null, `Kind ${kind.toLowerCase()} is not a valid transaction`] };
    const parent = order.transactions.find(({ id }) => id === idOf("OrderTransaction", input["parentId"]));
    if (!parent || (parent.kind !== "SALE" && parent.kind !== "CAPTURE"))
      return {
        refusal: [["transactions"], "Transactions require a parent_id associated with the order"],
      };
    // The money goes back through the gateway that it came by, whatever the call names.
    value.push({ amount: amountOf(order, parent, input), parentId: parent.id, gateway: parent.gateway });
  }
  const sum = value.length === 0 ? nothing : add(...value.map((part) => part.amount));
  const net = totalsOf(order).net;
  if (sum.shop > net.shop) {
    const [asked, left] = [sum.shop, net.shop].map((units) => priceText(units, order.currency));
    return { refusal: [null, `Refund amount ${asked} is greater than net payment received ${left}`] };
  }
  return { value };
}

/** Refunds are given in the buyer's currency; the shop's share is that of the payment. */
function amountOf(order: OrderRecord, parent: TransactionRecord, input: Input): Money {
  const units = toUnits(String(input["amount"]), order.presentmentCurrency);
  if (order.presentmentCurrency === order.currency) return { shop: units, presentment: units };
  const { shop, presentment } = parent.amount;
  return {
    shop: presentment === 0n ? 0n : divideRounded(units * shop, presentment),
    presentment: units,
  };
}

function readShipping(order: OrderRecord, input: Input): Read<RefundInput["shipping"]> {
  if (input["fullRefund"] === true) return { value: "all" };
  const amount = input["amount"];
  if (typeof amount !== "string" && typeof amount !== "number") return { value: null };
  const units = toUnits(String(amount), order.presentmentCurrency);
  const left = order.shippingLines.map(currentShipping).reduce((sum, part) => add(sum, part), nothing);
  if (units > left.presentment)
    return {
      refusal: [["shipping", "amount"], "Shipping amount cannot be greater than what was paid for shipping"],
    };
  if (units === left.presentment) return { value: "all" };
  return { value: { shop: divideRounded(units * left.shop, left.presentment), presentment: units } };
}

function refused(order: OrderRecord | null, [field, message]: Refusal) {
  return { refund: null, order, userErrors: [userError(field, message)] };
}

function listOf(value: unknown): readonly Input[] {
  return Array.isArray(value) ? (value as readonly Input[]) : [];
}

/** Money as error texts show it: `$35.00`. */
function priceText(units: bigint, currency: string): string {
  const parts = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return (parts.find(({ type }) => type === "currency")?.value ?? "") + fixedText(units, currency);
}

export const refundMutations = typeFields<unknown>({
  refundCreate: {
    args: ["input"],
    resolve: (_root, args, context) =>
      runOnce(
        context,
        "refundCreate",
        args,
        (): ReturnType<typeof create> | ReturnType<typeof refused> => create(args, context),
        (message) => refused(null, [null, message]),
      ),
  },
});
