import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { NewLine } from "../orders/place-order.ts";
import type { DiscountValue } from "../orders/price-order.ts";
import type { VariantRecord } from "../state/catalogue-records.ts";
import type { Shop } from "../state/shop.ts";
import type { Exchange } from "./both-money.ts";
import { variantAt, variantBySku } from "./find-records.ts";
import { readAttributes } from "./order-schema.ts";
import type { LineInput } from "./order-schema.ts";
import type { RandomPicks } from "./random-picks.ts";

/** A line for an order or an edit: a variant's facts with what the caller says otherwise, or a custom line. */
export function buildLine(
  shop: Shop,
  exchange: Exchange,
  picks: Pick<RandomPicks, "variant">,
  input: LineInput,
): NewLine {
  const variant = variantOf(shop, picks, input);
  const product = variant && shop.data.products.get(variant.productId);
  if (!variant && (input.title === undefined || input.price === undefined))
    throw new ControlError(
      400,
      `no variant has the SKU ${input.sku ?? ""}; give title and price for a custom line`,
    );
  const variantTitle = variant && variant.title !== "Default Title" ? variant.title : null;
  return {
    title: input.title ?? product?.title ?? "",
    variantTitle: input.variantTitle ?? variantTitle,
    sku: input.sku ?? variant?.sku ?? null,
    vendor: input.vendor ?? product?.vendor ?? null,
    variantId: variant?.id ?? null,
    productId: variant?.productId ?? null,
    quantity: input.quantity ?? 1,
    unitPrice:
      input.price === undefined ? exchange.bothUnits(variant?.price ?? 0n) : exchange.both(input.price),
    grams: input.grams ?? variant?.grams ?? 0,
    taxable: input.taxable ?? variant?.taxable ?? true,
    requiresShipping: input.requiresShipping ?? variant?.requiresShipping ?? true,
    isGiftCard: input.giftCard ?? product?.isGiftCard ?? false,
    isTip: false,
    customAttributes: readAttributes(input.properties),
    discount: input.discount
      ? {
          title: input.discount.title ?? "Discount",
          value: discountValue(input.discount, exchange),
        }
      : null,
    duty: input.duty === undefined ? null : exchange.both(input.duty),
  };
}

function variantOf(
  shop: Shop,
  picks: Pick<RandomPicks, "variant">,
  input: LineInput,
): VariantRecord | undefined {
  if (input.variantId !== undefined) return variantAt(shop, input.variantId);
  if (input.sku !== undefined) return variantBySku(shop, input.sku);
  return input.title === undefined ? picks.variant() : undefined;
}

/** The line that a tip is in the order's own list: a custom line that is neither taxed nor shipped. */
export function tipLine(exchange: Exchange, tip: string): NewLine {
  return {
    title: "Tip",
    variantTitle: null,
    sku: null,
    vendor: null,
    variantId: null,
    productId: null,
    quantity: 1,
    unitPrice: exchange.both(tip),
    grams: 0,
    taxable: false,
    requiresShipping: false,
    isGiftCard: false,
    isTip: true,
    customAttributes: [],
    discount: null,
    duty: null,
  };
}

export function discountValue(
  given: { readonly amount?: string | undefined; readonly percentage?: string | undefined },
  exchange: Exchange,
): DiscountValue {
  if (given.percentage !== undefined && given.amount === undefined) return { percentage: given.percentage };
  if (given.amount !== undefined && given.percentage === undefined)
    return { amount: exchange.both(given.amount) };
  throw new ControlError(400, "a discount needs either amount or percentage");
}
