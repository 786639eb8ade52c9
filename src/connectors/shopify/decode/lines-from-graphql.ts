import type { Knowable } from "#domain/knowable.ts";
import type { Money } from "#domain/money.ts";
import type { Attribute, DiscountAllocation, OrderLine, ShippingLine, TaxLine } from "#domain/order/order.ts";
import { addMoney } from "./add-money.ts";
import { sortAllocations } from "./discount-allocations.ts";
import { readGid } from "./read-id.ts";
import { noMoney, readMoneyBag, readRate } from "./read-money.ts";
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

export type LineNode = Loose<
  | "id"
  | "title"
  | "variantTitle"
  | "sku"
  | "product"
  | "variant"
  | "quantity"
  | "currentQuantity"
  | "originalUnitPriceSet"
  | "discountAllocations"
  | "taxLines"
  | "taxable"
  | "requiresShipping"
  | "isGiftCard"
  | "customAttributes"
  | "duties"
>;

export type ShippingLineNode = Loose<
  | "id"
  | "title"
  | "code"
  | "isRemoved"
  | "originalPriceSet"
  | "currentDiscountedPriceSet"
  | "discountAllocations"
  | "taxLines"
>;

/** Place of a discount application in the order's list, by Shopify's index. */
export type DiscountPlaces = ReadonlyMap<number, number>;

export function lineFromGraphql(node: LineNode, places: DiscountPlaces): OrderLine {
  const duties: readonly Loose<"price" | "taxLines">[] = readList(node.duties, "lineItems.duties");
  const productId = readReference(node.product, "Product", "lineItems.product");
  return {
    id: readGid(node.id, "LineItem") ?? unreadable("lineItems.id", "the id of a line"),
    title: readPlainText(node.title) ?? "",
    variantTitle: readVariantTitle(node.variantTitle),
    sku: readPlainText(node.sku),
    productId,
    variantId: productId === null ? null : readReference(node.variant, "ProductVariant", "lineItems.variant"),
    quantity: readCount(node.quantity, "lineItems.quantity"),
    currentQuantity: readCount(node.currentQuantity, "lineItems.currentQuantity"),
    unitPrice: readMoney(node.originalUnitPriceSet, "lineItems.originalUnitPriceSet"),
    tip: false,
    discounts: readAllocations(node.discountAllocations, places, "lineItems.discountAllocations"),
    taxes: readTaxLines(node.taxLines, "lineItems.taxLines"),
    taxable: readFlag(node.taxable),
    requiresShipping: readFlag(node.requiresShipping),
    giftCard: readFlag(node.isGiftCard),
    attributes: readCustomAttributes(node.customAttributes, "lineItems.customAttributes"),
    duties:
      duties.length === 0
        ? noMoney
        : addMoney(duties.map((duty) => readMoney(duty.price, "lineItems.duties.price"))),
    dutyTaxes: duties.flatMap((duty) => readTaxLines(duty.taxLines, "lineItems.duties.taxLines")),
  };
}

export function shippingLineFromGraphql(node: ShippingLineNode, places: DiscountPlaces): ShippingLine {
  return {
    id: readGid(node.id, "ShippingLine") ?? unreadable("shippingLines.id", "the id of a shipping line"),
    title: readPlainText(node.title) ?? "",
    code: readPlainText(node.code),
    price: readMoney(node.originalPriceSet, "shippingLines.originalPriceSet"),
    currentPrice: readMoney(node.currentDiscountedPriceSet, "shippingLines.currentDiscountedPriceSet"),
    discounts: readAllocations(node.discountAllocations, places, "shippingLines.discountAllocations"),
    taxes: readTaxLines(node.taxLines, "shippingLines.taxLines"),
    removed: readFlag(node.isRemoved),
  };
}

export function readCustomAttributes(value: unknown, field: string): readonly Attribute[] {
  return readList(value, field).map((attribute: Loose<"key" | "value">) => ({
    name: readAttributeText(attribute.key),
    value: readAttributeText(attribute.value),
  }));
}

/** Id of an object that is null when it is gone; unknown when it was not asked for. */
export function readReference(value: unknown, type: string, field: string): Knowable<string> {
  if (value === undefined || value === null) return value;
  const id = isObject(value) ? readGid((value as Loose<"id">).id, type) : null;
  return id ?? unreadable(field, `a ${type}`);
}

function readMoney(value: unknown, field: string): Money {
  return readMoneyBag(value, field) ?? unreadable(field, "money in two currencies");
}

function readAllocations(
  value: unknown,
  places: DiscountPlaces,
  field: string,
): readonly DiscountAllocation[] {
  const list: readonly Loose<"allocatedAmountSet" | "discountApplication">[] = readList(value, field);
  return sortAllocations(
    list.map((allocation) => {
      const application = allocation.discountApplication;
      const index = readCount(
        isObject(application) ? (application as Loose<"index">).index : undefined,
        `${field}.discountApplication.index`,
      );
      return {
        application: places.get(index) ?? index,
        amount: readMoney(allocation.allocatedAmountSet, `${field}.allocatedAmountSet`),
      };
    }),
  );
}

export function readTaxLines(value: unknown, field: string): readonly TaxLine[] {
  const list: readonly Loose<"title" | "rate" | "priceSet" | "channelLiable">[] = readList(value, field);
  return list.map((tax) => ({
    title: readPlainText(tax.title) ?? "",
    rate: readRate(tax.rate, `${field}.rate`),
    amount: readMoney(tax.priceSet, `${field}.priceSet`),
    channelLiable: typeof tax.channelLiable === "boolean" ? tax.channelLiable : null,
  }));
}
