import type { NewOrder, NewShippingLine } from "../orders/place-order.ts";
import type { OrderDiscountInput } from "../orders/price-order.ts";
import { addressRecord } from "../seed/address-record.ts";
import type { AddressSpec } from "../seed/catalogue.ts";
import { nothing } from "../state/money.ts";
import type { AddressRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import type { Exchange } from "./both-money.ts";
import { buildLine, discountValue, tipLine } from "./build-lines.ts";
import type { Buyer } from "./find-buyer.ts";
import { locationCalled } from "./find-records.ts";
import { readAttributes } from "./order-schema.ts";
import type { DiscountInput, OrderInput } from "./order-schema.ts";
import type { RandomPicks } from "./random-picks.ts";

/** What the caller says of an order, with what the shop would fill in. */
export function buildOrder(
  shop: Shop,
  input: OrderInput,
  {
    exchange,
    picks,
    buyer,
  }: { readonly exchange: Exchange; readonly picks: RandomPicks; readonly buyer: Buyer },
): Omit<NewOrder, "payments"> {
  const createdAt = input.createdAt === undefined ? shop.clock.now() : Date.parse(input.createdAt);
  const taxExempt = input.taxExempt ?? buyer.isTaxExempt;
  return {
    lines: buildLines(shop, input, exchange, picks),
    shipping: shippingLines(input, exchange),
    discounts: (input.discounts ?? []).map((discount) => orderDiscount(discount, exchange)),
    taxes: taxExempt
      ? []
      : (input.taxes?.map((tax) => ({ channelLiable: false, ...definedOnly(tax) })) ?? shop.settings.taxes),
    taxesIncluded: input.taxesIncluded ?? shop.settings.taxesIncluded,
    taxExempt,
    presentmentCurrency: exchange.presentmentCurrency,
    tip: input.tip === undefined ? nothing : exchange.both(input.tip),
    cashRounding: input.cashRounding === undefined ? nothing : exchange.both(input.cashRounding),
    customerId: buyer.customer?.id ?? null,
    email: input.email === undefined ? (buyer.customer?.email ?? null) : input.email,
    phone: input.phone ?? null,
    company: buyer.company,
    billingAddress: address(shop, input.billingAddress, buyer.billingAddress),
    shippingAddress: address(shop, input.shippingAddress, isPos(input) ? null : buyer.shippingAddress),
    sourceName: sourceOf(input),
    sourceIdentifier: input.sourceIdentifier ?? null,
    retailLocationId: locationOf(shop, input),
    test: input.test ?? false,
    tags: input.tags ?? [],
    note: input.note ?? null,
    poNumber: input.poNumber ?? null,
    customAttributes: readAttributes(input.attributes),
    customerLocale: input.locale ?? buyer.customer?.locale ?? "en",
    createdAt,
    processedAt: input.processedAt === undefined ? createdAt : Date.parse(input.processedAt),
    largeIds: input.largeIds ?? false,
  };
}

function definedOnly(tax: NonNullable<OrderInput["taxes"]>[number]) {
  const { title, rate, channelLiable } = tax;
  return channelLiable === undefined ? { title, rate } : { title, rate, channelLiable };
}

function buildLines(shop: Shop, input: OrderInput, exchange: Exchange, picks: RandomPicks) {
  const isUnnamed = input.lines === undefined && input.randomLines === undefined;
  const wanted = [
    ...(input.lines ?? []),
    ...Array.from({ length: isUnnamed ? 1 : (input.randomLines ?? 0) }, () => ({})),
  ];
  const lines = wanted.map((line) => buildLine(shop, exchange, picks, line));
  const [first, ...rest] = lines;
  const withDuty =
    first && input.duties !== undefined ? [{ ...first, duty: exchange.both(input.duties) }, ...rest] : lines;
  return input.tip !== undefined && input.tipLine !== false
    ? [...withDuty, tipLine(exchange, input.tip)]
    : withDuty;
}

function shippingLines(input: OrderInput, exchange: Exchange): NewShippingLine[] {
  const { shipping } = input;
  if (shipping === undefined) return [];
  const given = typeof shipping === "string" ? [{ price: shipping }] : shipping;
  return given.map((line) => ({
    title: line.title ?? "Standard",
    code: line.code === undefined ? (line.title ?? "Standard") : line.code,
    source: line.source === undefined ? "shopify" : line.source,
    carrierIdentifier: line.carrierIdentifier ?? null,
    price: exchange.both(line.price),
    taxable: line.taxable ?? true,
  }));
}

function orderDiscount(discount: DiscountInput, exchange: Exchange): OrderDiscountInput {
  const kind = discount.kind ?? (discount.code === undefined ? "automatic" : "code");
  return {
    kind,
    title: discount.code ?? discount.title ?? (kind === "automatic" ? "Seasonal offer" : "Discount"),
    target: discount.target ?? "lines",
    value: discountValue(discount, exchange),
    entitled: discount.lines ?? null,
  };
}

function isPos(input: OrderInput): boolean {
  return input.pos !== undefined && input.pos !== false;
}

function sourceOf(input: OrderInput): string {
  if (input.source !== undefined) return input.source;
  if (isPos(input)) return "pos";
  return input.draft ? "shopify_draft_order" : "web";
}

function locationOf(shop: Shop, input: OrderInput): string | null {
  const named = typeof input.pos === "string" ? input.pos : input.location;
  if (named === undefined && !isPos(input)) return null;
  return locationCalled(shop, named).id;
}

function address(
  shop: Shop,
  given: AddressSpec | null | undefined,
  usual: AddressRecord | null,
): AddressRecord | null {
  if (given === undefined) return usual;
  return given === null ? null : addressRecord(shop, given);
}
