import type { Money } from "#domain/money.ts";
import type { Attribute, DiscountAllocation, OrderLine, ShippingLine, TaxLine } from "#domain/order/order.ts";
import { addMoney } from "./add-money.ts";
import { sortAllocations } from "./discount-allocations.ts";
import type { LineBody, ShippingLineBody } from "./order-body.ts";
import { readBodyId, readNumericId } from "./read-id.ts";
import { noMoney, readAmount, readMoneySet, readRate } from "./read-money.ts";
import {
  isObject,
  readAttributeText,
  readCount,
  readFlag,
  readList,
  readPlainText,
  type Loose,
} from "./read-values.ts";
import { unreadable } from "./unreadable.ts";
import { readVariantTitle } from "./variant-title.ts";

export function lineFromWebhook(body: LineBody): OrderLine {
  const quantity = readCount(body.quantity, "line_items.quantity");
  const isGone = body.product_exists === false;
  const duties: readonly Loose<DutyField>[] = readList(body.duties, "line_items.duties");
  return {
    id:
      readBodyId(body.admin_graphql_api_id, "LineItem", body.id) ??
      unreadable("line_items.id", "the id of a line"),
    title: readPlainText(body.title) ?? "",
    variantTitle: readVariantTitle(body.variant_title),
    sku: readPlainText(body.sku),
    productId: isGone ? null : readNumericId(body.product_id),
    variantId: isGone ? null : readNumericId(body.variant_id),
    quantity,
    currentQuantity:
      body.current_quantity === undefined
        ? quantity
        : readCount(body.current_quantity, "line_items.current_quantity"),
    unitPrice: readPrice(body, "line_items.price_set"),
    tip: false,
    discounts: readAllocations(body.discount_allocations, "line_items.discount_allocations"),
    taxes: readTaxLines(body.tax_lines, "line_items.tax_lines"),
    taxable: readFlag(body.taxable),
    requiresShipping: readFlag(body.requires_shipping),
    giftCard: readFlag(body.gift_card),
    attributes: readAttributes(body.properties, "line_items.properties"),
    duties: duties.length === 0 ? noMoney : addMoney(duties.map(readDuty)),
    dutyTaxes: duties.flatMap((duty) => readTaxLines(duty.tax_lines, "line_items.duties.tax_lines")),
  };
}

export function shippingLineFromWebhook(body: ShippingLineBody): ShippingLine {
  const price = readPrice(body, "shipping_lines.price_set");
  return {
    id: readNumericId(body.id) ?? unreadable("shipping_lines.id", "an id"),
    title: readPlainText(body.title) ?? "",
    code: readPlainText(body.code),
    price,
    currentPrice:
      readMoneySet(body.current_discounted_price_set, "shipping_lines.current_discounted_price_set") ??
      readMoneySet(body.discounted_price_set, "shipping_lines.discounted_price_set") ??
      price,
    discounts: readAllocations(body.discount_allocations, "shipping_lines.discount_allocations"),
    taxes: readTaxLines(body.tax_lines, "shipping_lines.tax_lines"),
    removed: readFlag(body.is_removed),
  };
}

/** `note_attributes` of an order, `properties` of a line; the latter may come as an object too. */
export function readAttributes(value: unknown, field: string): readonly Attribute[] {
  if (isObject(value))
    return Object.entries(value).map(([name, text]) => ({ name, value: readAttributeText(text) }));
  return readList(value, field).map((attribute: Loose<"name" | "value">) => ({
    name: readAttributeText(attribute.name),
    value: readAttributeText(attribute.value),
  }));
}

function readPrice(body: Loose<"price_set" | "price">, field: string): Money {
  const set = readMoneySet(body.price_set, field);
  if (set !== null) return set;
  const price = readAmount(body.price, field.replace("_set", ""));
  return { shop: price, presentment: price };
}

function readAllocations(value: unknown, field: string): readonly DiscountAllocation[] {
  const list: readonly Loose<"amount_set" | "amount" | "discount_application_index">[] = readList(
    value,
    field,
  );
  if (list.length === 0) return none;
  return sortAllocations(
    list.map((allocation) => ({
      application: readCount(allocation.discount_application_index, `${field}.discount_application_index`),
      amount: readPrice(
        { price_set: allocation.amount_set, price: allocation.amount },
        `${field}.amount_set`,
      ),
    })),
  );
}

function readTaxLines(value: unknown, field: string): readonly TaxLine[] {
  const list: readonly Loose<"title" | "rate" | "price" | "price_set" | "channel_liable">[] = readList(
    value,
    field,
  );
  if (list.length === 0) return none;
  return list.map((tax) => ({
    title: readPlainText(tax.title) ?? "",
    rate: readRate(tax.rate, `${field}.rate`),
    amount: readPrice(tax, `${field}.price_set`),
    channelLiable: typeof tax.channel_liable === "boolean" ? tax.channel_liable : null,
  }));
}

type DutyField = "shop_money" | "presentment_money" | "price_set" | "tax_lines";

function readDuty(duty: Loose<DutyField>): Money {
  const field = "line_items.duties";
  return readMoneySet(duty.price_set, field) ?? readMoneySet(duty, field) ?? noMoney;
}

const none: readonly never[] = [];
