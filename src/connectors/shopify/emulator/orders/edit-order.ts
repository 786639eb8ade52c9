import { add, times } from "../state/money.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop, TaxSetting } from "../state/shop.ts";
import type { OrderEditFacts } from "../webhooks/shop-event.ts";
import { keepWork } from "./fulfillment-work.ts";
import { currentQuantity } from "./line-sums.ts";
import type { NewLine } from "./place-order.ts";
import { taxLines } from "./price-order.ts";
import { routeLines } from "./route-lines.ts";
import { settleWork } from "./settle-work.ts";

export interface EditInput {
  /** Wanted units of lines that exist. */
  readonly quantities: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly added: readonly NewLine[];
  readonly staffNote: string;
  readonly notifyCustomer: boolean;
}

interface EditChanges {
  readonly additions: { lineId: string; delta: number }[];
  readonly removals: { lineId: string; delta: number }[];
}

/**
 * Changes the lines of a placed order. Units that are taken off stay in `quantity` and leave `currentQuantity`; units
 * and lines that are added come at full price with the order's taxes. Undefined when nothing would change.
 */
export function editOrder(shop: Shop, order: OrderRecord, input: EditInput): OrderEditFacts | undefined {
  const before = order.work;
  keepWork(order);
  const { additions, removals } = changeLines(shop, order, input, () => shop.ids.next("LineItem"));
  if (additions.length === 0 && removals.length === 0) {
    order.work = before;
    return undefined;
  }
  settleWork(shop, order);
  order.edited = true;
  touchOrder(shop, order);
  const edit: OrderEditFacts = {
    id: shop.ids.next("OrderEdit"),
    orderId: order.id,
    at: shop.clock.now(),
    staffNote: input.staffNote,
    notifyCustomer: input.notifyCustomer,
    additions,
    removals,
  };
  shop.publish([
    { topic: "orders/edited", edit },
    { topic: "orders/updated", order },
  ]);
  return edit;
}

/** The order as it would be after an edit, for its sums; the order itself stays as it is. */
export function previewEdit(shop: Shop, order: OrderRecord, input: EditInput): OrderRecord {
  const preview: OrderRecord = { ...order, lines: order.lines.map((line) => ({ ...line })) };
  let added = 0;
  changeLines(shop, preview, input, () => `preview-${(added += 1)}`);
  return preview;
}

function changeLines(shop: Shop, order: OrderRecord, input: EditInput, newId: () => string): EditChanges {
  const changes: EditChanges = { additions: [], removals: [] };
  const rules = { taxes: taxesOf(shop, order), taxesIncluded: order.taxesIncluded };
  for (const wanted of input.quantities) {
    const line = order.lines.find((candidate) => candidate.id === wanted.lineId);
    if (!line) continue;
    const delta = wanted.quantity - currentQuantity(line);
    if (delta > 0) {
      grow(line, delta, rules);
      changes.additions.push({ lineId: line.id, delta });
    } else if (delta < 0) {
      line.removed -= delta;
      changes.removals.push({ lineId: line.id, delta: -delta });
    }
  }
  for (const added of input.added) {
    const id = newId();
    const dutyId = added.duty ? shop.ids.next("Duty") : null;
    const [locationId = null] = routeLines(shop, [added], order.retailLocationId);
    order.lines.push(newLine(order, added, { ...rules, id, dutyId, locationId }));
    changes.additions.push({ lineId: id, delta: added.quantity });
  }
  return changes;
}

interface TaxRules {
  readonly taxes: readonly TaxSetting[];
  readonly taxesIncluded: boolean;
}

/** The taxes that an order was placed with, or the shop's when no line of it was taxed. */
export function taxesOf(shop: Shop, order: OrderRecord): readonly TaxSetting[] {
  if (order.taxExempt) return [];
  const taxed = order.lines.find((line) => line.taxLines.length > 0);
  return taxed
    ? taxed.taxLines.map(({ title, rate, channelLiable }) => ({ title, rate, channelLiable }))
    : shop.settings.taxes;
}

function grow(line: LineRecord, units: number, rules: TaxRules): void {
  const extra = line.taxable ? taxLines(times(line.unitPrice, units), rules) : [];
  line.quantity += units;
  line.taxLines = extra.map((tax, index) => {
    const known = line.taxLines[index];
    return known ? { ...known, price: add(known.price, tax.price) } : tax;
  });
}

function newLine(
  order: OrderRecord,
  added: NewLine,
  rules: TaxRules & {
    readonly id: string;
    readonly dutyId: string | null;
    readonly locationId: string | null;
  },
): LineRecord {
  const { discount: _discount, ...facts } = added;
  return {
    __typename: "LineItem",
    ...facts,
    id: rules.id,
    orderId: order.id,
    removed: 0,
    refunded: 0,
    fulfilled: 0,
    returned: 0,
    locationId: rules.locationId,
    allocations: [],
    taxLines: added.taxable ? taxLines(times(added.unitPrice, added.quantity), rules) : [],
    dutyId: rules.dutyId,
  };
}
