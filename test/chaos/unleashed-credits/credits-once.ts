import { Decimal } from "decimal.js";
import type { SalesOrder } from "../account-shapes.ts";
import { compareVersions, openCaseFile, type CaseFile, type OrderCase } from "../checker/model/case-file.ts";
import { numberOf } from "../checker/model/texts.ts";
import type { Evidence, HubRecord, Violation } from "../evidence.ts";
import type { ShopRefund } from "../shop-shapes.ts";
import type { CreditNote } from "./credit-shapes.ts";

type Found = Omit<Violation, "rule">;

/**
 * Each refund of an order that has a sales order has one credit, which comes to the money that was given back, for the customer of the
 * sales order; or it says why it has none. Nothing else is credited.
 */
export function creditsOnce(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const credits = Map.groupBy(newCredits(evidence), ({ Reference }) => Reference ?? "");
  const known = new Set(
    file.orders.flatMap((order) => refundsOf(order).map(({ id }) => referenceOf(order, id))),
  );
  return [
    ...[...credits.keys()]
      .filter((reference) => !known.has(reference))
      .map((reference) => ({ about: `credit ${reference}`, what: "it stands for no refund of the shop" })),
    ...file.orders.flatMap((order) => {
      const [document, ...others] = order.documents;
      // Whether the sales order is the right one is the matter of other rules.
      if (document === undefined || others.length > 0) return [];
      return refundsOf(order).flatMap((refund) =>
        checkRefund(order, document, refund, credits.get(referenceOf(order, refund.id)) ?? [], file),
      );
    }),
  ].map((violation) => ({ rule: "credits-once", ...violation }));
}

function newCredits({ account }: Evidence): readonly CreditNote[] {
  const before = new Set(account.before.CreditNotes.map(({ Guid }) => Guid));
  return (account.after.CreditNotes as readonly CreditNote[]).filter(({ Guid }) => !before.has(Guid));
}

/** As the order stood last; a refund stays once it was made. */
function refundsOf({ versions }: OrderCase): readonly ShopRefund[] {
  return versions.at(-1)?.order.refunds ?? [];
}

function referenceOf({ name }: Pick<OrderCase, "name">, refund: string): string {
  return `${name} ${numberOf(refund)}`;
}

function checkRefund(
  order: OrderCase,
  document: SalesOrder,
  refund: ShopRefund,
  credits: readonly CreditNote[],
  file: CaseFile,
): readonly Found[] {
  const about = `refund ${numberOf(refund.id)} of ${order.name}`;
  const [credit, ...others] = credits;
  if (others.length > 0) return [{ about, what: `${credits.length} credits were made for it` }];
  const record = file.records.get(`refunds:${numberOf(refund.id)}`) ?? null;
  if (credit === undefined) return checkWithout(about, order, document, refund, record, file);
  const found: string[] = [];
  const worth = worthOf(credit);
  const given = new Decimal(refund.totalRefundedSet.shopMoney.amount);
  if (!worth.eq(given)) found.push(`it should come to ${given.toFixed()} and comes to ${worth.toFixed()}`);
  if (credit.Customer.Guid !== document.Customer.Guid)
    found.push(`it is for ${credit.Customer.Guid}, and the sales order for ${document.Customer.Guid}`);
  if (credit.Warehouse.WarehouseCode !== document.Warehouse?.WarehouseCode)
    found.push(`it is of the warehouse ${credit.Warehouse.WarehouseCode}`);
  if (credit.Status !== "Parked") found.push(`it is ${credit.Status}, and was to be parked`);
  const state = record?.outcome?.state;
  if (state !== "synced" && state !== "unchanged")
    found.push(`it has a credit, and stands as ${state ?? "unknown"}`);
  if (isLeftOutOf(order, document, refund, file))
    found.push("it was credited, and the sales order has no part of what was given back");
  return found.map((what) => ({ about, what }));
}

function worthOf({ CreditLines: lines, Tax: tax }: CreditNote): Decimal {
  const net = lines.reduce(
    (sum, { CreditQuantity, CreditPrice }) =>
      sum.plus(new Decimal(CreditQuantity).times(CreditPrice).toDecimalPlaces(2)),
    new Decimal(0),
  );
  return net.plus(net.times(tax?.TaxRate ?? 0).toDecimalPlaces(2));
}

/** Questions that only a person can settle, and whether this refund raises them. */
const questions: Readonly<Record<string, (refund: ShopRefund) => boolean>> = {
  REFUND_LESS_THAN_GOODS: (refund) => restOf(refund).isNegative(),
  REFUND_TAX_UNCLEAR: hasNoOneTax,
  REFUND_PRODUCT_UNKNOWN: ({ refundLineItems }) => refundLineItems.nodes.length > 0,
};

/** Goods and shipping of a refund, in shop money; prices of the shop contain tax. */
function partsOf({ refundLineItems, refundShippingLines }: ShopRefund) {
  return [
    ...refundLineItems.nodes.map(({ subtotalSet, totalTaxSet }) => [subtotalSet, totalTaxSet] as const),
    ...refundShippingLines.nodes.map(
      ({ subtotalAmountSet, taxAmountSet }) => [subtotalAmountSet, taxAmountSet] as const,
    ),
  ].map(([gross, tax]) => ({
    gross: new Decimal(gross.shopMoney.amount),
    tax: new Decimal(tax.shopMoney.amount),
  }));
}

/** Money that was given, or kept back, besides goods and shipping. */
function restOf(refund: ShopRefund): Decimal {
  return partsOf(refund).reduce(
    (rest, { gross }) => rest.minus(gross),
    new Decimal(refund.totalRefundedSet.shopMoney.amount),
  );
}

/** Taxed and untaxed parts together; or tax that was rounded part by part, so that no rate comes to it. */
function hasNoOneTax(refund: ShopRefund): boolean {
  const parts = partsOf(refund).filter(({ gross }) => !gross.isZero());
  const rest = restOf(refund);
  const kinds = new Set(parts.map(({ tax }) => !tax.isZero()));
  if (rest.isPositive() && !rest.isZero()) kinds.add(false);
  if (kinds.size > 1) return true;
  const net = parts.reduce((sum, { gross, tax }) => sum.plus(gross).minus(tax), new Decimal(0));
  const tax = parts.reduce((sum, part) => sum.plus(part.tax), new Decimal(0));
  return !net.times("0.1").toDecimalPlaces(2).eq(tax);
}

function checkWithout(
  about: string,
  order: OrderCase,
  document: SalesOrder,
  refund: ShopRefund,
  record: HubRecord | null,
  file: CaseFile,
): readonly Found[] {
  const outcome = record?.outcome ?? null;
  // A deletion takes the order's refunds with it.
  if (outcome === null) return order.last === null ? [] : [{ about, what: "nothing became of it" }];
  const { state, reason } = outcome;
  const wrong = (what: string): readonly Found[] => [{ about, what: `${what} (${state} ${reason.code})` }];
  if (state === "attention" && questions[reason.code]?.(refund) === true) return [];
  if (state !== "skipped") return wrong("it has no credit");
  switch (reason.code) {
    case "REFUND_OF_CANCELLED_ORDER":
      return order.versions.some(({ order: of }) => of.cancelledAt !== null)
        ? []
        : wrong("the order was never cancelled");
    case "REFUND_BEFORE_ARRIVAL":
      return isLeftOutOf(order, document, refund, file)
        ? []
        : wrong("the sales order has what was given back");
    case "NOTHING_TO_CREDIT":
      return new Decimal(refund.totalRefundedSet.shopMoney.amount).isZero()
        ? []
        : wrong("money was given back");
    case "DELETED_IN_SHOP":
      return order.last === null ? [] : wrong("the order is there");
    default:
      return wrong("that is no reason");
  }
}

/** Whether the sales order was made of the order as it stood after the refund, so that nothing of it is in there. */
function isLeftOutOf(order: OrderCase, document: SalesOrder, { id }: ShopRefund, file: CaseFile): boolean {
  const fitting = compareVersions(order, document, file).filter(
    ({ differences }) => differences.length === 0,
  );
  return (
    fitting.length > 0 &&
    fitting.every(({ version }) => {
      const { refunds, currentTotalPriceSet: total } = version.order;
      return (
        refunds.some((refund) => refund.id === id) &&
        new Decimal(total.shopMoney.amount).eq(String(document.Total))
      );
    })
  );
}
