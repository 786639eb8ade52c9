import { currencyDecimals } from "#domain/currency.ts";
import { exact, type Exact } from "#domain/money.ts";
import type { Order, OrderLine, TaxLine } from "#domain/order/order.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { bookDuties, distinctTaxes } from "./book-duties.ts";
import type { Basis, Booking, BookingKind, Bookings } from "./booking.ts";
import {
  goodsAmounts,
  nothing,
  ownTaxes,
  settleParts,
  shippingAmounts,
  taxed,
  type LineAmounts,
} from "./line-amounts.ts";

/**
 * Takes an order apart into everything that has to be booked, in shop money and without tax. Discounts are those that the shop
 * allocated to each line; tax that prices contain is taken out by the amounts of the tax lines, never worked out from rates. What
 * the parts have to come to is the shop's own total, less what is left out with a reason.
 */
export function bookOrder(order: Order, basis: Basis, settings: OrderSettings): Bookings {
  const rule = {
    decimals: currencyDecimals(order.currency),
    bookLiable: settings.taxes.channelLiable === "tax",
  };
  const goods = keep(order.lines, (line) => (line.tip ? null : goodsAmounts(line, order, basis, rule)));
  const shipping = keep(order.shippingLines, (line) => shippingAmounts(line, basis, rule));
  const extras = bookExtras(order, basis, settings, goods);
  const liable = [...goods, ...shipping].reduce(
    (sum, { amounts }) => sum.plus(amounts.liable),
    extras.liable,
  );
  const sums = expectation(order, basis, settings, liable);
  const isConverted = order.presentmentCurrency !== order.currency;
  if (isConverted || basis === "current") settle(order, basis, goods, shipping, extras, rule.decimals);
  if (isConverted) settleTotal(order, sums.expected.total, goods, shipping, extras, rule.decimals);

  const items: Booking[] = [];
  for (const { line, amounts } of goods) items.push(bookGoods(line, amounts, order));
  for (const { line, amounts } of shipping)
    items.push(
      book("shipping", `Shipping: ${line.title}`, amounts, order, {
        names: line.code === null ? [line.title] : [line.title, line.code],
        from: amounts.isPart ? line.currentPrice.shop : line.price.shop,
      }),
    );
  items.push(...extras.items);
  return { items, basis, ...sums };
}

interface Kept<Line> {
  readonly line: Line;
  readonly amounts: LineAmounts;
}

function keep<Line>(lines: readonly Line[], amountsOf: (line: Line) => LineAmounts | null): Kept<Line>[] {
  const kept: Kept<Line>[] = [];
  for (const line of lines) {
    const amounts = amountsOf(line);
    if (amounts !== null) kept.push({ line, amounts });
  }
  return kept;
}

/** Cents that rounding of parts, or converting amounts one by one, left over, by the totals that the shop states. */
function settle(
  order: Order,
  basis: Basis,
  goods: readonly Kept<OrderLine>[],
  shipping: readonly Kept<unknown>[],
  extras: Extras,
  decimals: number,
): void {
  const goodsOnly = goods.map(({ amounts }) => amounts);
  const { totals } = order;
  const [subtotal, taxTotal] =
    basis === "current" ? [totals.currentSubtotal, totals.currentTax] : [totals.subtotal, totals.tax];
  const mayMove = mayMoveIn(order, decimals);
  let gross = exact(subtotal.shop);
  for (const { gross: part } of goodsOnly) gross = gross.minus(part);
  settleParts(goodsOnly, "gross", gross, decimals, mayMove);
  const all = [...goodsOnly, ...shipping.map(({ amounts }) => amounts)];
  let tax = exact(taxTotal.shop).minus(extras.liable);
  for (const item of extras.items) tax = tax.minus(item.tax);
  for (const amounts of all) tax = tax.minus(amounts.tax).minus(amounts.liable);
  settleParts(all, "tax", tax, decimals, mayMove);
}

/**
 * Every amount of a converted order was rounded by itself, so any line may be a unit off, unless that unit is most of it; of other
 * orders, only the parts that are left.
 */
function mayMoveIn(order: Order, decimals: number): (line: LineAmounts) => boolean {
  if (order.presentmentCurrency === order.currency) return ({ isPart }) => isPart;
  const unit = exact(`1e-${decimals}`);
  return ({ gross, tax }) =>
    gross.abs().greaterThan(unit.times(2)) && (tax.isZero() || tax.greaterThan(unit));
}

/** A total that was converted by itself may differ from its converted parts: by a unit, or two where the halves of several meet. */
function settleTotal(
  order: Order,
  expected: Exact,
  goods: readonly Kept<OrderLine>[],
  shipping: readonly Kept<unknown>[],
  extras: Extras,
  decimals: number,
): void {
  const all = [...goods, ...shipping].map(({ amounts }) => amounts);
  let left = expected;
  for (const item of extras.items) left = left.minus(item.net).minus(item.tax);
  for (const amounts of all) {
    const { net } = netOf(amounts, order);
    left = left.minus(net).minus(amounts.tax);
  }
  if (left.abs().lessThanOrEqualTo(exact(`2e-${decimals}`)))
    settleParts(all, "gross", left, decimals, mayMoveIn(order, decimals));
}

/** Without the tax and duties that the price contains. */
function netOf(
  { gross, tax, liable, duties, dutyTax }: LineAmounts,
  order: Order,
): { readonly net: Exact; readonly contained: Exact } {
  const contained = order.taxesIncluded
    ? tax.plus(liable).plus(order.dutiesIncluded ? dutyTax : nothing)
    : nothing;
  return { net: gross.minus(contained).minus(duties), contained };
}

function bookGoods(line: OrderLine, amounts: LineAmounts, order: Order): Booking {
  const kind = line.giftCard ? "gift-card" : isCustom(line) ? "custom" : "goods";
  const label = line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`;
  return book(kind, label, amounts, order, { names: [line.title], line, from: line.unitPrice.shop });
}

/** Neither a product of the shop nor a SKU: a custom line of a draft order, or a product deleted together with its SKU. */
function isCustom(line: OrderLine): boolean {
  return line.variantId === null && line.productId === null && (line.sku ?? "").trim() === "";
}

function book(
  kind: BookingKind,
  label: string,
  amounts: LineAmounts,
  order: Order,
  more: { readonly names: readonly string[]; readonly line?: OrderLine; readonly from: string },
): Booking {
  const { units, tax, duties, discount, moved } = amounts;
  const { net, contained } = netOf(amounts, order);
  let note = units === 1 ? more.from : `${units} × ${more.from}`;
  if (!discount.isZero()) note += ` − ${discount.toFixed()} discount`;
  if (!contained.isZero()) note += ` − ${contained.toFixed()} tax in the price`;
  if (!duties.isZero()) note += ` − ${duties.toFixed()} duties in the price`;
  if (!moved.isZero())
    note += `, with ${moved.toFixed()} by which amounts rounded one by one differ from the shop's sums`;
  return {
    kind,
    label,
    quantity: units,
    net,
    tax,
    taxes: amounts.taxes,
    names: more.names,
    line: more.line ?? null,
    note,
  };
}

interface Extras {
  readonly items: readonly Booking[];
  readonly liable: Exact;
}

/** Tip, duties, fees and cash rounding. */
function bookExtras(
  order: Order,
  basis: Basis,
  settings: OrderSettings,
  goods: readonly Kept<OrderLine>[],
): Extras {
  const { totals } = order;
  const items: Booking[] = [];
  const bookLiable = settings.taxes.channelLiable === "tax";
  let liable = nothing;
  const add = (
    kind: BookingKind,
    label: string,
    money: Exact,
    tax: Exact,
    taxes: readonly TaxLine[],
  ): void => {
    if (money.isZero() && tax.isZero()) return;
    const note = `${label} ${money.plus(tax).toFixed()}`;
    items.push({ kind, label, quantity: 1, net: money, tax, taxes, names: [label], line: null, note });
  };

  const tipLines = order.lines.filter((line) => line.tip);
  const tipTaxes = tipLines.flatMap((line) => line.taxes);
  const ownTipTaxes = ownTaxes(tipTaxes, bookLiable);
  const tipTax = taxed(ownTipTaxes);
  const tipLiable = taxed(tipTaxes).minus(tipTax);
  liable = liable.plus(tipLiable);
  const tip = exact(totals.tip.shop);
  add(
    "tip",
    "Tip",
    order.taxesIncluded ? tip.minus(tipTax).minus(tipLiable) : tip,
    tipTax,
    distinctTaxes(ownTipTaxes),
  );

  const stated = exact((basis === "current" ? totals.currentDuties : totals.duties).shop);
  for (const part of bookDuties(
    goods,
    order.dutiesIncluded ? null : stated,
    currencyDecimals(order.currency),
  ))
    add("duties", "Duties", part.duties, stated.isZero() ? nothing : part.tax, part.taxes);

  add("fees", "Fees", exact((basis === "current" ? totals.currentFees : totals.fees).shop), nothing, []);
  if (settings.charges.cashRounding !== "leave-out")
    add("cash-rounding", "Cash rounding", exact(totals.cashRounding.shop), nothing, []);
  return { items, liable };
}

/** The total to come to, step by step from the shop's own. */
function expectation(
  order: Order,
  basis: Basis,
  settings: OrderSettings,
  liable: Exact,
): Pick<Bookings, "steps" | "expected"> {
  const { totals } = order;
  const sold = basis === "as-sold";
  let total = exact((sold ? totals.total : totals.currentTotal).shop);
  const tax = exact((sold ? totals.tax : totals.currentTax).shop).minus(liable);
  const steps = [{ what: sold ? "total as sold" : "total as it stands", amount: total }];
  if (!liable.isZero()) {
    steps.push({ what: "tax that the marketplace remits", amount: liable.negated() });
    total = total.minus(liable);
  }
  const rounding = totals.cashRounding.shop;
  if (rounding !== "0" && settings.charges.cashRounding !== "leave-out") {
    steps.push({ what: "cash rounding", amount: exact(rounding) });
    total = total.plus(rounding);
  }
  return { steps, expected: { total, tax } };
}
