import type { Facts, Projection } from "#connectors/kit/flow.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { exact, type Exact } from "#domain/money.ts";
import type { AttentionRequest, Choice } from "#domain/plan/plan.ts";
import type { Refund } from "#domain/refund/refund.ts";
import { creditGuid } from "./credit-guid.ts";
import type { CreditLineBody, WireTax } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { entriesOf } from "../orders/account-choices.ts";
import { nothing } from "../orders/line-amounts.ts";
import { dateInZone } from "../orders/order-dates.ts";
import { taxesNeed } from "../orders/order-needs.ts";
import { splitEvenly } from "../orders/split-evenly.ts";
import { createTaxChooser, type ChosenTax } from "../orders/tax-codes.ts";
import type { DesiredCredit } from "./desired-credit.ts";
import { bookedOf } from "./moot-refund.ts";
import { refundParts, type RefundPart } from "./refund-parts.ts";

/**
 * The free credit for a refund: for the customer, from the warehouse and in the currency of the order's sales order; of what was
 * given back and no more. What cannot be said exactly by a credit, which knows one tax code for all its lines and no charges, is asked. Pure.
 */
export function projectRefund(
  refund: Refund,
  facts: Facts,
  settings: UnleashedSettings,
): Projection<DesiredCredit> {
  const booked = bookedOf(refund, facts);
  if (booked === null) return ask(refund, "REFUND_OF_UNKNOWN_ORDER", unknownOrder);
  const found = refundParts(refund, facts, settings);
  const isMoney = exact(refund.total.shop).isPositive() && !exact(refund.total.shop).isZero();
  const parts = isMoney ? found.parts : found.parts.filter(({ isReturned }) => isReturned).map(unpaid);
  if (found.unknown.length > 0) return ask(refund, "REFUND_PRODUCT_UNKNOWN", unknownProducts(found.unknown));
  if (found.unplaced.length > 0) return ask(refund, "REFUND_NEEDS_PRODUCT", needsProduct(found.unplaced));
  if (isMoney && found.rest.isNegative())
    return ask(refund, "REFUND_LESS_THAN_GOODS", lessThanGoods(found.rest, refund.currency));
  const { unitPriceDecimals, amountDecimals } = settings.orders.rounding;
  if (
    parts.some(
      ({ net, tax: charged }) => Math.max(net.decimalPlaces(), charged.decimalPlaces()) > amountDecimals,
    )
  )
    return ask(refund, "REFUND_TOO_FINE", tooFine);
  const tax = taxOf(parts, refund, facts, settings);
  if (typeof tax === "string") return ask(refund, "REFUND_TAX_UNCLEAR", tax);
  const priceDecimals = Math.max(unitPriceDecimals, amountDecimals);
  const lines = parts.flatMap((part) =>
    splitEvenly(part.net, part.quantity, priceDecimals, amountDecimals).map(({ quantity, unitPrice }) => ({
      line: lineOf(part, quantity, unitPrice, settings.refunds.reason),
      note: part.label,
    })),
  );
  const taxes = sum(parts, ({ tax: charged }) => charged);
  return {
    made: true,
    desired: {
      label: refund.orderName,
      guid: creditGuid(facts.store.domain, refund.id),
      refundedAt: refund.createdAt,
      body: {
        ...(settings.refunds.sendGuid ? { Guid: creditGuid(facts.store.domain, refund.id) } : {}),
        Customer: booked.customer,
        Warehouse: { WarehouseCode: booked.warehouse },
        Tax: { TaxCode: tax.code },
        ExchangeRate: booked.exchangeRate,
        CreditDate: dateInZone(refund.createdAt, facts.store.timezone),
        Reference: `${refund.orderName} ${refund.id}`,
        CreditLines: lines.map(({ line }) => line),
      },
      notes: lines.map(({ note }) => note),
      total: sum(parts, ({ net }) => net)
        .plus(taxes)
        .toFixed(),
      tax: taxes.toFixed(),
    },
  };
}

/** The one tax code of a credit, or in words why there is none. */
function taxOf(
  parts: readonly RefundPart[],
  { currency }: Refund,
  facts: Facts,
  settings: UnleashedSettings,
): ChosenTax | string {
  const decimals = currencyDecimals(currency);
  const listed = entriesOf(facts.listed(taxesNeed)) as readonly WireTax[];
  const chooser = createTaxChooser(settings.orders.taxes, listed, facts, decimals);
  const priced = parts.filter(({ net, tax }) => !net.isZero() || !tax.isZero());
  const chosen = (priced.length > 0 ? priced : parts).map(({ taxes, net, tax }) =>
    chooser.choose(taxes, net, tax),
  );
  const [problem] = chooser.problems;
  if (problem !== undefined) return problem.message;
  const [first, ...others] = chosen;
  if (first === undefined || first === null) return "Nothing of the refund tells which tax it has.";
  if (others.some((other) => other?.code !== first.code))
    return "Parts of the refund have different taxes, and a credit in Unleashed has one tax code for all of it.";
  const net = sum(parts, (part) => part.net);
  const charged = sum(parts, (part) => part.tax);
  const worked = net.times(first.rate).toDecimalPlaces(decimals);
  return worked.equals(charged)
    ? first
    : `The shop gave back ${charged.toFixed()} ${currency} of tax, and ${first.code} comes to ${worked.toFixed()} on ${net.toFixed()}.`;
}

function lineOf(part: RefundPart, quantity: number, price: Exact, reason: string | null): CreditLineBody {
  const { guid, code } = part.product;
  return {
    Product: guid === null ? { ProductCode: code } : { Guid: guid, ProductCode: code },
    CreditQuantity: quantity,
    CreditPrice: price.toNumber(),
    ...(reason === null ? {} : { Reason: reason }),
    Return: part.isReturned,
    Comments: part.label,
  };
}

/** Goods came back and no money was given for them. */
function unpaid(part: RefundPart): RefundPart {
  return { ...part, net: nothing, tax: nothing };
}

function sum(parts: readonly RefundPart[], of: (part: RefundPart) => Exact): Exact {
  return parts.reduce((total, part) => total.plus(of(part)), nothing);
}

const choices: readonly Choice[] = [
  { choice: "retry", label: "Try again" },
  { choice: "leave-out", label: "It was credited by hand, or needs no credit" },
];

function ask(refund: Refund, code: string, why: string): Projection<DesiredCredit> {
  const attention: AttentionRequest = {
    code,
    message: `No credit was made for a refund of ${refund.orderName} (${refund.total.shop} ${refund.currency}). ${why}`,
    detail: {
      order: refund.orderName,
      refund: refund.id,
      total: refund.total.shop,
      currency: refund.currency,
    },
    choices,
  };
  return { made: false, attention };
}

const unknownOrder =
  "What the sales order was made with is not known, because somebody accepted it as it was or an earlier version of Waybill made it. Credit it by hand, then leave it out.";
const tooFine =
  "It has amounts with more decimals than Unleashed keeps. Credit it by hand, then leave it out.";

function unknownProducts(labels: readonly string[]): string {
  return `Unleashed has no product for ${listed(labels)}. Add it, or name it in orders.products.map, then try again.`;
}

function needsProduct(labels: readonly string[]): string {
  return `A credit has only products, and none stands for ${listed(labels)}. Name one in refunds.moneyProduct, then try again; or credit it by hand and leave it out.`;
}

function lessThanGoods(rest: Exact, currency: string): string {
  return `${rest.abs().toFixed()} ${currency} of what the goods were worth was kept back, which a credit cannot say. Credit it by hand, then leave it out.`;
}

function listed(labels: readonly string[]): string {
  return [...new Set(labels)].map((label) => JSON.stringify(label)).join(", ");
}
