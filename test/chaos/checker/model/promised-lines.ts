import type { AccountLists } from "./account-lists.ts";
import { cent, size, smallestUnit, sum, type Fine } from "./fine-money.ts";
import { partsOfOrder, type OrderParts, type Part, type PartTax } from "./order-parts.ts";
import type { ShopOrder } from "../../shop-shapes.ts";

/** A line that a sales order has to have, or two of one product that come to the same. */
export interface PromisedLine {
  /** Null: a charge line with the text. */
  readonly product: string | null;
  readonly text: string;
  readonly quantity: number;
  readonly net: Fine;
  readonly tax: Fine;
  readonly taxCode: string;
  /** A fraction, in millionths. */
  readonly taxRate: bigint;
  readonly comment: string | null;
  /** By how much net and tax may be off, each, because the shop rounds what is left of a line by itself. */
  readonly play: { readonly net: Fine; readonly tax: Fine };
}

export interface PromisedLines {
  readonly lines: readonly PromisedLine[];
  readonly subTotal: Fine;
  readonly taxTotal: Fine;
  /** Of the header: that with most tax, else that of the first line. */
  readonly tax: { readonly code: string; readonly rate: bigint };
}

/** Lines to the cent; or the codes of everything that a person has to settle first. */
export function promisedLines(
  order: ShopOrder,
  lists: AccountLists,
): PromisedLines | { readonly asks: readonly string[] } {
  const whole = partsOfOrder(order);
  const parts = whole.parts.filter((part) => part.what !== "shipping" || part.net !== 0n || part.tax !== 0n);
  const asks = new Set<string>();
  const unit = smallestUnit(order.currencyCode);
  const play = playOf(whole, unit, order.taxesIncluded);
  if (play === null || !isExact(parts)) asks.add("ORDER_TOTAL_MISMATCH");
  if (parts.length === 0) asks.add("NOTHING_TO_BOOK");
  const lines = parts.map((part): PromisedLine => {
    const isProduct = part.what === "goods";
    if (isProduct && (part.sku === null || !lists.products.has(part.sku))) asks.add("UNKNOWN_PRODUCT");
    const tax = taxCodeOf(part, lists, unit);
    if (tax === null) asks.add("UNKNOWN_TAX_CODE");
    return {
      product: isProduct ? part.sku : null,
      text: chargeText(part),
      // Only charge lines of the quantity one are known to be taken.
      quantity: isProduct ? part.units : 1,
      net: part.net,
      tax: part.tax,
      taxCode: tax?.code ?? "",
      taxRate: tax?.rate ?? 0n,
      comment: part.comment,
      play: part.isShare && play !== null ? play : { net: 0n, tax: 0n },
    };
  });
  if (asks.size > 0) return { asks: [...asks] };
  return { lines, subTotal: whole.total - whole.tax, taxTotal: whole.tax, tax: headerTax(lines) };
}

function chargeText({ label, units }: Part): string {
  return (units === 1 ? label : `${units} × ${label}`).slice(0, 500);
}

/**
 * How far shares may be off so that everything comes to the shop's own sums: not at all where they do by themselves. Null: they do
 * not come to them, not even with one smallest unit moved for each line of which only a share is left.
 */
function playOf(
  { parts, total, tax, rounding }: OrderParts,
  unit: Fine,
  isTaxInPrices: boolean,
): { readonly net: Fine; readonly tax: Fine } | null {
  const isMovable = (part: Part): boolean => part.isShare && (part.net !== 0n || part.tax !== 0n);
  const shares = parts.filter(isMovable);
  const goods = shares.filter(({ what }) => what !== "shipping");
  const closes = (gap: Fine, among: readonly Part[]): boolean =>
    gap % unit === 0n && size(gap) / unit <= BigInt(among.length);
  const goodsGap = closes(rounding.goods, goods) ? rounding.goods : 0n;
  if (!closes(rounding.tax, shares)) return null;
  // Tax that is moved comes out of the price where prices contain it.
  const left = total - tax - sum(parts.map(({ net }) => net));
  if (left !== goodsGap - (isTaxInPrices ? rounding.tax : 0n)) return null;
  return {
    net: goodsGap === 0n && rounding.tax === 0n ? 0n : 2n * unit,
    tax: rounding.tax === 0n ? 0n : unit,
  };
}

/** The account keeps cents of every amount. */
function isExact(parts: readonly Part[]): boolean {
  return parts.every(({ net, tax }) => net % cent === 0n && tax % cent === 0n);
}

/**
 * The account's only code with the rates of the line's taxes together; without tax: its only code with no rate. Tax that was charged
 * and came to less than the smallest coin is no exemption.
 */
function taxCodeOf(
  part: Part,
  { taxes }: AccountLists,
  unit: Fine,
): { readonly code: string; readonly rate: bigint } | null {
  const charged = rateOf(part.taxes);
  const isTooLittle = size(part.net) * charged < unit * 1_000_000n;
  const isExempt = part.taxes.length === 0 || (part.tax === 0n && !isTooLittle);
  const rate = isExempt ? 0n : charged;
  if (rate === 0n && part.tax !== 0n) return null;
  const [only, ...others] = taxes.filter((tax) => tax.rate === rate);
  return only === undefined || others.length > 0 ? null : only;
}

function rateOf(taxes: readonly PartTax[]): bigint {
  return taxes.reduce((rate, tax) => rate + tax.rate, 0n);
}

function headerTax(lines: readonly PromisedLine[]): PromisedLines["tax"] {
  const sums = new Map<string, Fine>();
  for (const { taxCode, tax } of lines) sums.set(taxCode, (sums.get(taxCode) ?? 0n) + tax);
  const [first = ["", 0n] as const, ...rest] = sums;
  const [code] = rest.reduce((most, next) => (next[1] > most[1] ? next : most), first);
  return { code, rate: lines.find(({ taxCode }) => taxCode === code)?.taxRate ?? 0n };
}
