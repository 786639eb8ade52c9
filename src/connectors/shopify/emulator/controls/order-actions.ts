import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { cancelOrder, refusalToCancel } from "../orders/cancel-order.ts";
import { editOrder } from "../orders/edit-order.ts";
import { currentQuantity } from "../orders/line-sums.ts";
import { captureOrder, payOrder } from "../orders/pay-order.ts";
import { applyRefund, everythingLeft, payBack, publishRefund } from "../orders/refund-order.ts";
import type { RefundInput } from "../orders/refund-order.ts";
import { openAuthorizations } from "../orders/totals.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { exchangeOf } from "./both-money.ts";
import { buildLine } from "./build-lines.ts";
import { lineNamed, locationCalled } from "./find-records.ts";
import { amount, orderSchema } from "./order-schema.ts";
import { createRandomPicks } from "./random-picks.ts";

export type Act = (shop: Shop, order: OrderRecord, body: unknown) => void;

/** Names one line: by `lineId`, by SKU, or by position from 0. */
export const lineName = {
  lineId: z.string().optional(),
  sku: z.string().optional(),
  line: z.int().optional(),
};

const paySchema = z.strictObject({ amount: amount.optional(), gateway: z.string().optional() });

/** Captures an open authorization, else takes what is outstanding. */
export const pay: Act = (shop, order, body) => {
  const { amount: wanted, gateway } = paySchema.parse(body);
  const options = wanted === undefined ? {} : { amount: exchangeOf(shop, order).both(wanted) };
  const paid =
    openAuthorizations(order).length > 0
      ? captureOrder(shop, order, options)
      : payOrder(shop, order, gateway === undefined ? options : { ...options, gateway });
  if (!paid) throw new ControlError(400, `nothing is left to pay on ${order.name}`);
};

const editSchema = z.strictObject({
  /** Wanted units of lines that exist. */
  quantities: z.array(z.strictObject({ ...lineName, quantity: z.int().min(0) })).optional(),
  /** Lines to add, as for a new order. Left out together with `quantities`: one unit of a random product. */
  add: orderSchema.shape.lines,
  note: z.string().optional(),
  notifyCustomer: z.boolean().optional(),
});

export const edit: Act = (shop, order, body) => {
  const { quantities, add, note, notifyCustomer } = editSchema.parse(body);
  if (order.cancelledAt !== null) throw new ControlError(400, `${order.name} is cancelled`);
  const picks = createRandomPicks(shop);
  const exchange = exchangeOf(shop, order);
  const changed = editOrder(shop, order, {
    quantities: (quantities ?? []).map((wanted) => ({
      lineId: lineNamed(order, wanted).id,
      quantity: wanted.quantity,
    })),
    added: (add ?? (quantities ? [] : [{}])).map((line) => buildLine(shop, exchange, picks, line)),
    staffNote: note ?? "",
    notifyCustomer: notifyCustomer ?? false,
  });
  if (!changed) throw new ControlError(400, "there must be at least one change to be made");
};

const cancelSchema = z.strictObject({
  reason: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]))
    .optional(),
  restock: z.boolean().optional(),
  /** Give the money back. Default true. */
  refund: z.boolean().optional(),
  note: z.string().optional(),
});

export const cancel: Act = (shop, order, body) => {
  const { reason, restock, refund, note } = cancelSchema.parse(body);
  const refusal = refusalToCancel(order);
  if (refusal !== undefined) throw new ControlError(400, refusal);
  cancelOrder(shop, order, {
    reason: reason ?? "CUSTOMER",
    restock: restock ?? true,
    refund: refund ?? true,
    staffNote: note ?? null,
  });
};

const refundSchema = z.strictObject({
  /** Left out together with `amount`: everything. */
  lines: z
    .array(
      z.strictObject({ ...lineName, quantity: z.int().min(1).optional(), restock: z.boolean().optional() }),
    )
    .optional(),
  /** True: all that is left; an amount; default true when everything is refunded, else false. */
  shipping: z.union([z.boolean(), amount], { error: "must be true, false, or an amount" }).optional(),
  duties: z.boolean().optional(),
  /** Money to give back; left out: what the goods are worth. `"0"`: goods without money. */
  amount: amount.optional(),
  note: z.string().optional(),
  location: z.string().optional(),
});

/** Goods come back once they were sent; before that they are taken off (Shopify's schema, `RefundLineItemRestockType`). */
function restockOf(line: LineRecord, quantity: number): "RETURN" | "CANCEL" {
  return line.fulfilled - line.returned >= quantity ? "RETURN" : "CANCEL";
}

export const refund: Act = (shop, order, body) => {
  const wanted = refundSchema.parse(body);
  const exchange = exchangeOf(shop, order);
  const isWhole = wanted.lines === undefined && wanted.amount === undefined;
  const locationId = wanted.location === undefined ? null : locationCalled(shop, wanted.location).id;
  const lines: RefundInput["lines"] = isWhole
    ? everythingLeft(order, "RETURN", locationId).map((wanted) => ({
        ...wanted,
        restockType: restockOf(lineNamed(order, { lineId: wanted.lineId }), wanted.quantity),
      }))
    : (wanted.lines ?? []).map((name) => {
        const line = lineNamed(order, name);
        const quantity = name.quantity ?? currentQuantity(line);
        if (quantity > currentQuantity(line))
          throw new ControlError(400, "Quantity cannot refund more items than were purchased");
        const restockType = name.restock === false ? ("NO_RESTOCK" as const) : restockOf(line, quantity);
        return { lineId: line.id, quantity, restockType, locationId };
      });
  const shipping = wanted.shipping ?? isWhole;
  const made = applyRefund(shop, order, {
    lines,
    shipping: shipping === true ? "all" : shipping === false ? null : exchange.both(shipping),
    refundDuties: wanted.duties ?? isWhole,
    transactions: wanted.amount === undefined ? null : payBack(order, exchange.both(wanted.amount)),
    note: wanted.note ?? null,
    restock: lines.some(({ restockType }) => restockType !== "NO_RESTOCK"),
  });
  publishRefund(shop, order, made);
};
