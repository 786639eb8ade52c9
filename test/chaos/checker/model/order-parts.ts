import type { ShopLine, ShopOrder, ShopShippingLine, ShopTax } from "../../shop-shapes.ts";
import { booked, portion, smallestUnit, sum, type Fine } from "./fine-money.ts";
import { filled } from "./texts.ts";
import { tipLines } from "./tip-lines.ts";

export interface PartTax {
  readonly title: string;
  /** In millionths: 10 % is 100000. */
  readonly rate: bigint;
}

/** Something of an order that costs money and has to stand in the sales order. */
export interface Part {
  readonly what: "goods" | "gift card" | "custom" | "shipping" | "tip" | "duties" | "cash rounding";
  /** For people, and the text of a charge line. */
  readonly label: string;
  /** Of goods; null: it has none. */
  readonly sku: string | null;
  readonly units: number;
  /** After discounts, without tax, for all units. */
  readonly net: Fine;
  readonly tax: Fine;
  readonly taxes: readonly PartTax[];
  readonly comment: string | null;
  /** Only some of what was sold is left, so that the shop's own rounding of it may be one smallest unit off. */
  readonly isShare: boolean;
}

/** An order in parts, and what they have to come to. */
export interface OrderParts {
  readonly parts: readonly Part[];
  readonly total: Fine;
  readonly tax: Fine;
  /** By how much the shop's sums of shares differ from the shares: of the goods before tax is taken out, and of the tax. */
  readonly rounding: { readonly goods: Fine; readonly tax: Fine };
}

/**
 * Takes an order apart as it is to be booked: as it was sold or, where less is left of it, as it stands. All in the shop's currency,
 * with the discounts and taxes that the shop states for each line.
 */
export function partsOfOrder(order: ShopOrder): OrderParts {
  const asItStands = isLess(order);
  const tips = tipLines(order);
  const goods = order.lineItems.nodes.flatMap((line) =>
    tips.has(line.id) ? [] : bookLine(line, order, asItStands),
  );
  const shipping = order.shippingLines.nodes.flatMap((line) => bookShipping(line, order, asItStands));
  const extras = bookExtras(order, asItStands, tips);
  const booking = [...goods, ...shipping];
  const liable = sum(booking.map((piece) => piece.liable)) + extras.liable;
  const tax = booked(asItStands ? order.currentTotalTaxSet : order.totalTaxSet) - liable;
  const rounded = booked(order.totalCashRoundingAdjustment?.paymentSet);
  return {
    parts: [...booking.map(({ part }) => part), ...extras.parts],
    total: booked(asItStands ? order.currentTotalPriceSet : order.totalPriceSet) - liable + rounded,
    tax,
    rounding: {
      goods:
        booked(asItStands ? order.currentSubtotalPriceSet : order.subtotalPriceSet) -
        sum(goods.map(({ gross }) => gross)),
      tax: tax - sum([...booking.map(({ part }) => part), ...extras.parts].map((part) => part.tax)),
    },
  };
}

interface Piece {
  readonly part: Part;
  readonly gross: Fine;
  /** Tax that a marketplace pays by itself. */
  readonly liable: Fine;
}

/** Whether less goods, shipping or duties are left than were sold. Money given back without goods leaves all of it. */
function isLess(order: ShopOrder): boolean {
  return (
    order.lineItems.nodes.some((line) => line.currentQuantity !== line.quantity) ||
    order.shippingLines.nodes.some(
      (line) => line.isRemoved || booked(line.currentDiscountedPriceSet) !== soldShipping(line),
    ) ||
    booked(order.originalTotalDutiesSet) !== booked(order.currentTotalDutiesSet)
  );
}

function soldShipping(line: ShopShippingLine): Fine {
  return booked(line.originalPriceSet) - discountOf(line);
}

function discountOf({ discountAllocations }: Pick<ShopLine, "discountAllocations">): Fine {
  return sum(discountAllocations.map(({ allocatedAmountSet }) => booked(allocatedAmountSet)));
}

function bookLine(line: ShopLine, order: ShopOrder, asItStands: boolean): readonly Piece[] {
  const units = asItStands ? line.currentQuantity : line.quantity;
  if (units <= 0) return [];
  const unit = smallestUnit(order.currencyCode);
  const share = (value: Fine): Fine =>
    units === line.quantity ? value : portion(value, BigInt(units), BigInt(line.quantity), unit);
  const variant = line.variantTitle === "Default Title" ? null : line.variantTitle;
  const gross = share(booked(line.originalUnitPriceSet) * BigInt(line.quantity) - discountOf(line));
  return [
    pieceOf(gross, line.taxLines, order, share, {
      what: kindOf(line),
      label: variant === null ? line.title : `${line.title} - ${variant}`,
      sku: filled(line.sku),
      units,
      comment: commentOf(line),
      isShare: units !== line.quantity,
    }),
  ];
}

function kindOf(line: ShopLine): "goods" | "gift card" | "custom" {
  if (line.isGiftCard) return "gift card";
  const isNobodysProduct = line.product === null && line.variant === null && filled(line.sku) === null;
  return isNobodysProduct ? "custom" : "goods";
}

/** What the buyer asked for with the line; names that begin with an underscore are hidden. */
function commentOf({ customAttributes }: ShopLine): string | null {
  const said = customAttributes.flatMap(({ key, value }) => {
    const text = filled(value);
    return key.startsWith("_") || text === null ? [] : [`${key.trim()}: ${text}`];
  });
  return said.length === 0 ? null : said.join("\n");
}

function bookShipping(line: ShopShippingLine, order: ShopOrder, asItStands: boolean): readonly Piece[] {
  if (asItStands && line.isRemoved) return [];
  const sold = soldShipping(line);
  const gross = asItStands ? booked(line.currentDiscountedPriceSet) : sold;
  const isShare = gross !== sold;
  const unit = smallestUnit(order.currencyCode);
  const share = (value: Fine): Fine => {
    if (!isShare) return value;
    return sold === 0n ? 0n : portion(value, gross, sold, unit);
  };
  return [
    pieceOf(gross, line.taxLines, order, share, {
      what: "shipping",
      label: `Shipping: ${line.title}`,
      sku: null,
      units: 1,
      comment: null,
      isShare,
    }),
  ];
}

function pieceOf(
  gross: Fine,
  taxLines: readonly ShopTax[],
  { taxesIncluded }: ShopOrder,
  share: (value: Fine) => Fine,
  rest: Omit<Part, "net" | "tax" | "taxes">,
): Piece {
  const own = taxLines.filter((tax) => tax.channelLiable !== true);
  const tax = share(taxOf(own));
  const liable = share(taxOf(taxLines) - taxOf(own));
  const net = taxesIncluded ? gross - tax - liable : gross;
  return { gross, liable, part: { ...rest, net, tax, taxes: own.map(toPartTax) } };
}

function taxOf(taxes: readonly ShopTax[]): Fine {
  return sum(taxes.map(({ priceSet }) => booked(priceSet)));
}

function toPartTax({ title, rate }: ShopTax): PartTax {
  return { title, rate: BigInt(Math.round((rate ?? 0) * 1_000_000)) };
}

/** Tip, duties and what rounding of a cash payment adds. */
function bookExtras(
  order: ShopOrder,
  asItStands: boolean,
  tips: ReadonlySet<string>,
): { readonly parts: readonly Part[]; readonly liable: Fine } {
  const parts: Part[] = [];
  const add = (what: Part["what"], label: string, net: Fine, taxes: readonly ShopTax[]): void => {
    const tax = taxOf(taxes);
    if (net === 0n && tax === 0n) return;
    parts.push({
      what,
      label,
      sku: null,
      units: 1,
      net,
      tax,
      taxes: taxes.map(toPartTax),
      comment: null,
      isShare: false,
    });
  };
  const tipTaxes = order.lineItems.nodes.flatMap((line) => (tips.has(line.id) ? line.taxLines : []));
  const own = tipTaxes.filter((tax) => tax.channelLiable !== true);
  const contained = order.taxesIncluded ? taxOf(tipTaxes) : 0n;
  add("tip", "Tip", booked(order.totalTipReceivedSet) - contained, own);
  const duties = booked(asItStands ? order.currentTotalDutiesSet : order.originalTotalDutiesSet);
  add("duties", "Duties", duties, []);
  add("cash rounding", "Cash rounding", booked(order.totalCashRoundingAdjustment?.paymentSet), []);
  return { parts, liable: taxOf(tipTaxes) - taxOf(own) };
}
