import type { Facts, Projection } from "#connectors/kit/flow.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { isZero, subtract } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import { deriveGuid } from "../../guid.ts";
import type { SalesOrderBody, WireTax } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { acceptOrder } from "./accept-order.ts";
import { chooseExchangeRate, chooseWarehouse, entriesOf } from "./account-choices.ts";
import { acceptedCode, acceptedValue } from "./accepted.ts";
import { bookOrder } from "./book-order.ts";
import type { Basis, Bookings } from "./booking.ts";
import { buildLines, type BuiltLines } from "./build-lines.ts";
import { gapOf, mismatchCode, roundingBooking, totalMismatch, withRefundLeft } from "./check-sums.ts";
import { basisCode, chooseBasis } from "./choose-basis.ts";
import { chooseCustomer } from "./choose-customer.ts";
import { deliveryBlock } from "./delivery-block.ts";
import type { BookedFacts, DesiredOrder } from "./desired-order.ts";
import { addDays, dateInZone } from "./order-dates.ts";
import { orderCustomer } from "./order-customer.ts";
import { withTaxMoved } from "./move-tax.ts";
import { taxesNeed } from "./order-needs.ts";
import { orderNumber } from "./order-number.ts";
import { customerRef, deliveryMethod, orderComments } from "./order-texts.ts";
import { createPlacing } from "./place-bookings.ts";
import { sameNumberCode } from "./find-order.ts";
import { chargeProblem, nothingToBook, productProblem, taxProblem } from "./problems.ts";
import { sourceFacts } from "./source-facts.ts";
import { createTaxChooser } from "./tax-codes.ts";

/** GUID of the sales order that stands for an order of a store. */
export function salesOrderGuid(domain: string, id: string): string {
  return deriveGuid(domain, "orders", id);
}

/**
 * The sales order for an order, or what a person has to settle first. Sums agree to the cent: `Total` = `SubTotal` + `TaxTotal` =
 * the shop's total for what is booked, or nothing is made. An order that is not wanted (any more) comes here only when a sales
 * order exists or may exist; then there is nothing to send.
 */
export function projectOrder(
  order: Order,
  facts: Facts,
  settings: UnleashedSettings,
): Projection<DesiredOrder> {
  const { rounding } = settings.orders;
  const source = sourceFacts(order);
  const verdict = acceptOrder(order, settings.orders);
  const about = (
    body: SalesOrderBody | null,
    built?: Built,
    customerNote = "",
  ): Projection<DesiredOrder> => ({
    made: true,
    desired: {
      guid: salesOrderGuid(facts.store.domain, order.id),
      number: orderNumber(order, settings.orders),
      body,
      notes: built?.lines.notes ?? [],
      customerNote,
      totalNote: built === undefined ? "" : totalNote(order, built.bookings),
      source,
      booked:
        body === null || built === undefined ? null : bookedFacts(body, built.bookings.basis, order, facts),
      unwanted: verdict.accepted ? null : verdict.reason,
      sameNumber: facts.decision(sameNumberCode, order.id) ?? null,
      decimals: { unitPrice: rounding.unitPriceDecimals, amount: rounding.amountDecimals },
    },
  });
  const accepted = facts.decision(acceptedCode, order.id);
  if (!verdict.accepted || (accepted !== undefined && accepted === acceptedValue(source))) return about(null);
  const built = build(order, facts, settings.orders);
  if ("attention" in built) return { made: false, attention: built.attention };
  const header = chooseHeader(order, facts, settings);
  if ("attention" in header) return { made: false, attention: header.attention };
  return about(bodyOf(order, facts, settings.orders, built, header), built, header.customerNote);
}

/**
 * What was given back before stays out of a sales order that is booked as the order stands; one booked as sold has it still. A person who
 * chose that was told that refunds are credited by hand.
 */
function bookedFacts(
  body: SalesOrderBody,
  basis: Basis,
  { id, refunds }: Order,
  facts: Pick<Facts, "decision">,
): BookedFacts {
  const isByHand = facts.decision(basisCode, id) === "as-sold";
  return {
    customer: body.Customer,
    warehouse: body.Warehouse.WarehouseCode,
    exchangeRate: body.ExchangeRate,
    includes: basis === "current" || isByHand ? refunds : [],
  };
}

interface Built {
  readonly bookings: Bookings;
  readonly lines: BuiltLines;
  readonly tax: NonNullable<BuiltLines["tax"]>;
}

/** Lines whose sums agree, or why there are none. Everything that a person has to settle about products is told at once. */
function build(
  order: Order,
  facts: Facts,
  settings: OrderSettings,
): Built | { readonly attention: AttentionRequest } {
  const chosen = chooseBasis(order, settings, facts);
  if ("attention" in chosen) return chosen;
  let bookings = bookOrder(order, chosen.basis, settings);
  const placing = createPlacing(settings, facts);
  const taxes = createTaxChooser(
    settings.taxes,
    entriesOf(facts.listed(taxesNeed)) as readonly WireTax[],
    facts,
    currencyDecimals(order.currency),
  );
  let lines = buildLines(bookings.items, order, settings, placing, taxes);
  if (placing.problems.length > 0) return { attention: productProblem(placing.problems) };
  if (placing.refused.size > 0) return { attention: chargeProblem(placing.refused) };
  let gap = gapOf(bookings, lines);
  bookings = withRefundLeft(bookings, gap, facts.decision(mismatchCode, order.id));
  gap = gapOf(bookings, lines);
  const moved = withTaxMoved(bookings, gap, facts.decision(mismatchCode, order.id), settings.rounding);
  if (moved !== bookings) {
    bookings = moved;
    lines = buildLines(bookings.items, order, settings, placing, taxes);
    gap = gapOf(bookings, lines);
  }
  const rounding = roundingBooking(gap, order, settings.rounding, facts);
  if (rounding !== null) {
    lines = buildLines([...bookings.items, rounding], order, settings, placing, taxes);
    gap = gapOf(bookings, lines);
  }
  if (lines.tooFine.length > 0 || !gap.total.isZero() || !gap.tax.isZero())
    return { attention: totalMismatch(order, bookings, lines, gap, settings.rounding) };
  if (taxes.problems.length > 0) return { attention: taxProblem(taxes.problems) };
  if (lines.tax === null || lines.lines.length === 0) return { attention: nothingToBook() };
  return { bookings, lines, tax: lines.tax };
}

interface Header {
  readonly customer: SalesOrderBody["Customer"];
  readonly customerNote: string;
  readonly warehouse: string;
  readonly exchangeRate: number;
}

function chooseHeader(
  order: Order,
  facts: Facts,
  settings: UnleashedSettings,
): Header | { readonly attention: AttentionRequest } {
  const rate = chooseExchangeRate(order, settings.orders.currency, facts);
  if ("attention" in rate) return rate;
  const warehouse = chooseWarehouse(order, settings.orders.warehouse, facts);
  if ("attention" in warehouse) return warehouse;
  const whose = orderCustomer(order, settings.customers);
  const customer = chooseCustomer(whose, order.currency, facts);
  if ("attention" in customer) return customer;
  return {
    customer: customer.value,
    customerNote: whose.why,
    warehouse: warehouse.value,
    exchangeRate: rate.value,
  };
}

function bodyOf(
  order: Order,
  facts: Facts,
  settings: OrderSettings,
  { lines, tax }: Built,
  header: Header,
): SalesOrderBody {
  const { dates, customStatus } = settings;
  const at = dates.orderDate === "created" ? order.createdAt : order.processedAt;
  const orderDate = dateInZone(at, facts.store.timezone);
  const reference = customerRef(order, settings);
  const comments = orderComments(order, settings);
  const method = deliveryMethod(order, settings.deliveryMethod);
  return {
    Guid: salesOrderGuid(facts.store.domain, order.id),
    OrderNumber: orderNumber(order, settings),
    OrderStatus: settings.status,
    ...(customStatus === null ? {} : { CustomOrderStatus: customStatus }),
    OrderDate: orderDate,
    ...(dates.requiredAfterDays === null
      ? {}
      : { RequiredDate: addDays(orderDate, dates.requiredAfterDays) }),
    Customer: header.customer,
    ...(reference === undefined ? {} : { CustomerRef: reference }),
    ...(comments === undefined ? {} : { Comments: comments }),
    Warehouse: { WarehouseCode: header.warehouse },
    ...deliveryBlock(order, settings.delivery),
    ...(method === undefined ? {} : { DeliveryMethod: method }),
    Currency: { CurrencyCode: order.currency },
    ExchangeRate: header.exchangeRate,
    DiscountRate: 0,
    Tax: { TaxCode: tax.code, TaxRate: tax.rate },
    TaxRate: tax.rate,
    SubTotal: lines.subTotal.toNumber(),
    TaxTotal: lines.taxTotal.toNumber(),
    Total: lines.subTotal.plus(lines.taxTotal).toNumber(),
    ...(settings.sourceId ? { SourceId: order.id } : {}),
    SalesOrderLines: lines.lines,
  };
}

/** What the total is, and what of the order has no part in it. */
function totalNote(order: Order, { basis, steps }: Bookings): string {
  const parts = steps.map(({ what, amount }) => `${what} ${amount.toFixed()}`);
  if (basis === "as-sold" && order.refunds.length > 0) {
    const refunded = subtract(order.totals.total.shop, order.totals.currentTotal.shop);
    if (!isZero(refunded)) parts.push(`${refunded} given back since is left to a credit`);
  }
  if (order.gateways.includes("gift_card"))
    parts.push("a gift card paid for some of it, which is a payment and changes nothing here");
  return parts.join("; ");
}
