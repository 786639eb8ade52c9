import type { Address } from "#domain/address.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { amount, exact, sum, type Amount, type Exact, type Money } from "#domain/money.ts";
import type { Attribute, Order, OrderLine, ShippingLine, TaxLine } from "#domain/order/order.ts";

/** A tax with its rate as a fraction; `liable`: the marketplace remits it. */
export interface TaxInput {
  readonly title: string;
  readonly rate: string;
  readonly liable?: boolean;
}

export interface LineInput {
  /** Default `TEA`; null for none. */
  readonly sku?: string | null;
  readonly title?: string;
  readonly price: string;
  /** Units sold; default 1. */
  readonly quantity?: number;
  /** Units left; default all. */
  readonly current?: number;
  /** Amounts for all units, each of one discount. */
  readonly discounts?: readonly string[];
  /** Default: those of the order; empty: not taxed. */
  readonly taxes?: readonly TaxInput[];
  /** A line of a draft order without a product. */
  readonly custom?: boolean;
  /** The product was deleted since; the SKU stays. */
  readonly deleted?: boolean;
  readonly giftCard?: boolean;
  readonly duties?: string;
  readonly dutyTaxes?: readonly TaxInput[];
  readonly attributes?: readonly Attribute[];
}

export interface ShippingInput {
  readonly title?: string;
  readonly code?: string | null;
  readonly price: string;
  readonly discounts?: readonly string[];
  /** What is left after edits and refunds; default all. */
  readonly current?: string;
  readonly removed?: boolean;
  readonly taxes?: readonly TaxInput[];
}

export interface OrderInput {
  readonly id?: string;
  readonly lines?: readonly LineInput[];
  readonly shipping?: readonly ShippingInput[];
  /** Default 10 % GST. */
  readonly taxes?: readonly TaxInput[];
  readonly taxesIncluded?: boolean;
  readonly dutiesIncluded?: boolean;
  readonly currency?: string;
  /** Presentment currency and its units for one of the shop's. */
  readonly presentment?: { readonly currency: string; readonly rate: string };
  /** A tip, as a line of the shop. */
  readonly tip?: string;
  readonly fees?: string;
  readonly cashRounding?: string;
  /** Given back without goods. */
  readonly refundedMoney?: string;
  /** Cents by which the shop's own rounding of what is left differs, by total. */
  readonly skew?: { readonly subtotal?: string; readonly tax?: string };
  /** Laid over the finished order. */
  readonly over?: Partial<Order>;
}

const gst: TaxInput = { title: "GST", rate: "0.1" };

/** An address of which every part is known. */
export const builtAddress: Address = {
  firstName: "Jane",
  lastName: "Doe",
  company: null,
  address1: "1 High Street",
  address2: "Unit 2",
  city: "Newtown",
  province: "New South Wales",
  provinceCode: "NSW",
  zip: "2042",
  country: "Australia",
  countryCode: "AU",
  phone: "+61255501234",
};

/**
 * An order as the shop would have it: discounts and taxes per line, rounded to the currency's smallest unit, and totals that follow
 * from them, as sold and as they stand. Paid, without a customer, unless `over` says otherwise.
 */
export function buildOrder(input: OrderInput = {}): Order {
  const currency = input.currency ?? "AUD";
  const rule: Rule = {
    decimals: currencyDecimals(currency),
    included: input.taxesIncluded ?? false,
    money: moneyMaker(input.presentment),
    taxes: input.taxes ?? [gst],
  };
  const goods = (input.lines ?? [{ price: "10" }]).map((line, index) => buildLine(line, index, rule));
  const lines = input.tip === undefined ? goods : [...goods, tipLine(input.tip, goods.length, rule)];
  const shippingLines = (input.shipping ?? []).map((line, index) => buildShipping(line, index, rule));
  const order: Order = {
    kind: "orders",
    id: input.id ?? "450789469",
    name: "#1001",
    createdAt: "2026-03-01T02:00:00.000Z",
    processedAt: "2026-03-01T01:59:00.000Z",
    updatedAt: "2026-03-01T02:00:01.000Z",
    cancelledAt: null,
    cancelReason: null,
    test: false,
    sourceName: "web",
    locationId: null,
    tags: [],
    note: null,
    poNumber: null,
    attributes: [],
    currency,
    presentmentCurrency: input.presentment?.currency ?? currency,
    taxesIncluded: rule.included,
    dutiesIncluded: input.dutiesIncluded ?? false,
    taxExempt: false,
    financialStatus: "PAID",
    fulfillmentStatus: "UNFULFILLED",
    gateways: ["shopify_payments"],
    email: "jane@customer.example",
    phone: null,
    customer: null,
    company: null,
    billingAddress: builtAddress,
    shippingAddress: builtAddress,
    lines,
    shippingLines,
    discounts: [{ type: "code", title: "SAVE" }],
    totals: totalsOf(input, goods, shippingLines, rule),
    refunds: input.refundedMoney === undefined ? [] : ["1"],
  };
  return { ...order, ...input.over };
}

interface Rule {
  readonly decimals: number;
  readonly included: boolean;
  readonly money: (value: Amount | Exact) => Money;
  readonly taxes: readonly TaxInput[];
}

function moneyMaker(presentment: OrderInput["presentment"]): Rule["money"] {
  return (value) => {
    const shop = amount(value);
    if (presentment === undefined) return { shop, presentment: shop };
    const decimals = currencyDecimals(presentment.currency);
    return {
      shop,
      presentment: amount(exact(shop).times(presentment.rate).toDecimalPlaces(decimals)),
    };
  };
}

function taxLines(base: Exact, taxes: readonly TaxInput[], rule: Rule): TaxLine[] {
  const all = taxes.reduce((rate, tax) => rate.plus(tax.rate), exact(0));
  return taxes.map((tax) => {
    const on = base.times(tax.rate);
    const value = rule.included ? on.div(all.plus(1)) : on;
    return {
      title: tax.title,
      rate: amount(tax.rate),
      amount: rule.money(value.toDecimalPlaces(rule.decimals)),
      channelLiable: tax.liable ?? false,
    };
  });
}

function allocations(discounts: readonly string[] | undefined, rule: Rule): OrderLine["discounts"] {
  return (discounts ?? []).map((value) => ({ application: 0, amount: rule.money(value) }));
}

function buildLine(input: LineInput, index: number, rule: Rule): OrderLine {
  const quantity = input.quantity ?? 1;
  const net = exact(input.price)
    .times(quantity)
    .minus(sum(input.discounts ?? []));
  const isCustom = input.custom === true || input.deleted === true;
  const sku = input.custom === true ? null : "TEA";
  const duties = exact(input.duties ?? "0");
  return {
    id: String(9001 + index),
    title: input.title ?? `Thing ${index + 1}`,
    variantTitle: null,
    sku: input.sku === undefined ? sku : input.sku,
    productId: isCustom ? null : String(5001 + index),
    variantId: isCustom ? null : String(7001 + index),
    quantity,
    currentQuantity: input.current ?? quantity,
    unitPrice: rule.money(input.price),
    tip: false,
    discounts: allocations(input.discounts, rule),
    taxes: taxLines(net, input.giftCard === true ? [] : (input.taxes ?? rule.taxes), rule),
    taxable: input.giftCard !== true,
    requiresShipping: input.giftCard !== true,
    giftCard: input.giftCard ?? false,
    attributes: input.attributes ?? [],
    duties: rule.money(duties),
    dutyTaxes: taxLines(duties, input.dutyTaxes ?? [], rule),
  };
}

function tipLine(value: string, index: number, rule: Rule): OrderLine {
  return {
    ...buildLine({ sku: null, custom: true, title: "Tip", price: value, taxes: [] }, index, rule),
    tip: true,
    requiresShipping: false,
  };
}

function buildShipping(input: ShippingInput, index: number, rule: Rule): ShippingLine {
  const net = exact(input.price).minus(sum(input.discounts ?? []));
  const title = input.title ?? "Standard";
  return {
    id: String(8001 + index),
    title,
    code: input.code === undefined ? title : input.code,
    price: rule.money(input.price),
    currentPrice: rule.money(input.removed === true ? "0" : (input.current ?? net)),
    discounts: allocations(input.discounts, rule),
    taxes: taxLines(net, input.taxes ?? rule.taxes, rule),
    removed: input.removed ?? false,
  };
}

const shop = (money: Money): Exact => exact(money.shop);
const total = (values: readonly Exact[]): Exact => values.reduce((all, value) => all.plus(value), exact(0));
const ofTaxes = (taxes: readonly TaxLine[]): Exact => total(taxes.map((tax) => shop(tax.amount)));
const ofDiscounts = (discounts: OrderLine["discounts"]): Exact =>
  total(discounts.map((discount) => shop(discount.amount)));

function totalsOf(
  input: OrderInput,
  lines: readonly OrderLine[],
  shipping: readonly ShippingLine[],
  rule: Rule,
): Order["totals"] {
  const zero = exact(0);
  const part = (value: Exact, units: number, of: number): Exact =>
    of === 0 ? zero : value.times(units).div(of).toDecimalPlaces(rule.decimals);
  const net = (line: OrderLine): Exact =>
    shop(line.unitPrice).times(line.quantity).minus(ofDiscounts(line.discounts));
  const left = (line: OrderLine, value: Exact): Exact => part(value, line.currentQuantity, line.quantity);
  const shippingNet = (line: ShippingLine): Exact => shop(line.price).minus(ofDiscounts(line.discounts));
  const shippingTaxLeft = (line: ShippingLine): Exact => {
    const sold = shippingNet(line);
    if (sold.isZero()) return zero;
    return ofTaxes(line.taxes).times(shop(line.currentPrice)).div(sold).toDecimalPlaces(rule.decimals);
  };

  const duties = total(lines.map((line) => shop(line.duties)));
  const dutyTax = total(lines.map((line) => ofTaxes(line.dutyTaxes)));
  const subtotal = total(lines.map(net));
  const tax = total([
    ...lines.map((line) => ofTaxes(line.taxes)),
    ...shipping.map((line) => ofTaxes(line.taxes)),
    dutyTax,
  ]);
  const sent = total(shipping.map(shippingNet));
  const tip = exact(input.tip ?? "0");
  const fees = exact(input.fees ?? "0");
  const onTop = (taxes: Exact, dutyTaxes: Exact, dutyAmount: Exact): Exact =>
    total([
      rule.included ? (input.dutiesIncluded === true ? zero : dutyTaxes) : taxes,
      input.dutiesIncluded === true ? zero : dutyAmount,
      tip,
      fees,
    ]);

  const currentSubtotal = total(lines.map((line) => left(line, net(line)))).plus(input.skew?.subtotal ?? "0");
  const currentDutyTax = total(lines.map((line) => left(line, ofTaxes(line.dutyTaxes))));
  const currentTax = total([
    ...lines.map((line) => left(line, ofTaxes(line.taxes))),
    ...shipping.filter((line) => !line.removed).map(shippingTaxLeft),
    currentDutyTax,
  ]).plus(input.skew?.tax ?? "0");
  const currentShipping = total(
    shipping.filter((line) => !line.removed).map((line) => shop(line.currentPrice)),
  );
  const currentDuties = total(lines.map((line) => left(line, shop(line.duties))));
  const currentTotal = total([
    currentSubtotal,
    currentShipping,
    onTop(currentTax, currentDutyTax, currentDuties),
  ]).minus(input.refundedMoney ?? "0");
  const { money } = rule;
  return {
    total: money(total([subtotal, sent, onTop(tax, dutyTax, duties)])),
    subtotal: money(subtotal),
    tax: money(tax),
    discounts: money(total([...lines, ...shipping].map((line) => ofDiscounts(line.discounts)))),
    shipping: money(total(shipping.map((line) => shop(line.price)))),
    tip: money(tip),
    duties: money(duties),
    fees: money(fees),
    cashRounding: money(input.cashRounding ?? "0"),
    currentTotal: money(currentTotal),
    currentSubtotal: money(currentSubtotal),
    currentTax: money(currentTax),
    currentDiscounts: money(total(lines.map((line) => left(line, ofDiscounts(line.discounts))))),
    currentShipping: money(currentShipping),
    currentDuties: money(currentDuties),
    currentFees: money(fees),
  };
}
