import { currentQuantity } from "../../orders/line-sums.ts";
import { previewEdit } from "../../orders/edit-order.ts";
import type { EditInput } from "../../orders/edit-order.ts";
import type { NewLine } from "../../orders/place-order.ts";
import { computeTotals } from "../../orders/totals.ts";
import type { OrderTotals } from "../../orders/totals.ts";
import type { CalculatedOrderRecord } from "../../state/app-records.ts";
import { gid } from "../../state/ids.ts";
import { divideRounded, subtract } from "../../state/money.ts";
import type { Money } from "../../state/money.ts";
import type { LineRecord, OrderRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { moneyBag } from "../views.ts";
import { discountedWithin } from "./line-fields.ts";
import { taxLineView } from "./tax-line-view.ts";

/** The order of an edit that was begun. Throws when it is gone: then the edit is gone too. */
export function orderOfEdit(calculated: CalculatedOrderRecord, shop: Shop): OrderRecord {
  const order = shop.data.orders.get(calculated.orderId);
  if (!order) throw new Error(`order ${calculated.orderId} of an edit is gone`);
  return order;
}

/** What committing the edit would do. */
export function editOf(
  calculated: CalculatedOrderRecord,
  shop: Shop,
  facts: Pick<EditInput, "staffNote" | "notifyCustomer">,
): EditInput {
  return {
    ...facts,
    quantities: Object.entries(calculated.quantities).map(([lineId, quantity]) => ({ lineId, quantity })),
    added: calculated.added.flatMap((line) => newLineOf(line, shop) ?? []),
  };
}

function newLineOf(
  { variantId, quantity, unitPrice }: CalculatedOrderRecord["added"][number],
  shop: Shop,
): NewLine | undefined {
  const variant = shop.data.variants.get(variantId);
  const product = variant && shop.data.products.get(variant.productId);
  if (!variant || !product) return undefined;
  return {
    title: product.title,
    variantTitle: variant.title === "Default Title" ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    variantId,
    productId: product.id,
    grams: variant.grams,
    requiresShipping: variant.requiresShipping,
    isGiftCard: product.isGiftCard,
    customAttributes: [],
    duty: null,
    unitPrice,
    quantity,
    taxable: variant.taxable,
    isTip: false,
    discount: null,
  };
}

/** Line of an edit, in the shape of `CalculatedLineItem`. */
export interface CalculatedLineView {
  readonly id: string;
  readonly title: string;
  readonly quantity: number;
  readonly [field: string]: unknown;
}

export function calculatedLines(
  calculated: CalculatedOrderRecord,
  { shop }: Pick<GraphContext, "shop">,
): CalculatedLineView[] {
  const order = orderOfEdit(calculated, shop);
  const changed = order.lines.map((line) => {
    const current = currentQuantity(line);
    const wanted = calculated.quantities[line.id] ?? current;
    return {
      ...commonFields(line, wanted, order, shop),
      id: gid("CalculatedLineItem", line.id),
      editableQuantity: Math.max(0, wanted - line.fulfilled),
      editableQuantityBeforeChanges: Math.max(0, current - line.fulfilled),
      restocking: wanted < current,
      discountedUnitPriceSet: moneyBag(perUnit(discountedWithin(order, line, false), line), order),
      customAttributes: line.customAttributes,
    };
  });
  const added = calculated.added.flatMap((line) => {
    const fresh = newLineOf(line, shop);
    if (!fresh) return [];
    return [
      {
        ...commonFields(fresh, line.quantity, order, shop),
        id: gid("CalculatedLineItem", line.id),
        editableQuantity: line.quantity,
        editableQuantityBeforeChanges: 0,
        restocking: false,
        discountedUnitPriceSet: moneyBag(line.unitPrice, order),
        customAttributes: [],
      },
    ];
  });
  return [...changed, ...added];
}

function commonFields(
  line: Pick<LineRecord, "title" | "variantTitle" | "sku" | "variantId" | "unitPrice">,
  quantity: number,
  order: OrderRecord,
  shop: Shop,
) {
  return {
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    quantity,
    restockable: line.variantId !== null,
    hasStagedLineItemDiscount: false,
    variant: line.variantId ? (shop.data.variants.get(line.variantId) ?? null) : null,
    originalUnitPriceSet: moneyBag(line.unitPrice, order),
  };
}

function perUnit(total: Money, line: LineRecord): Money {
  const units = BigInt(Math.max(1, line.quantity));
  return { shop: divideRounded(total.shop, units), presentment: divideRounded(total.presentment, units) };
}

function sumField(pick: (totals: OrderTotals) => Money) {
  return (calculated: CalculatedOrderRecord, _args: unknown, { shop }: GraphContext) => {
    const preview = previewOf(calculated, shop);
    return moneyBag(pick(computeTotals(preview)), preview);
  };
}

function previewOf(calculated: CalculatedOrderRecord, shop: Shop): OrderRecord {
  const edit = editOf(calculated, shop, { staffNote: "", notifyCustomer: false });
  return previewEdit(shop, orderOfEdit(calculated, shop), edit);
}

export const calculatedOrderFields = typeFields<CalculatedOrderRecord>({
  id: (calculated) => gid("CalculatedOrder", calculated.id),
  originalOrder: (calculated, _args, { shop }) => orderOfEdit(calculated, shop),
  committed: () => false,
  lineItems: {
    args: pageArguments,
    resolve: (calculated, args, context) => {
      const own = calculatedLines(calculated, context).filter(({ id }) => !addedIds(calculated).has(id));
      return paginateInOrder(own, args, ({ id }) => id);
    },
  },
  addedLineItems: {
    args: pageArguments,
    resolve: (calculated, args, context) => {
      const added = calculatedLines(calculated, context).filter(({ id }) => addedIds(calculated).has(id));
      return paginateInOrder(added, args, ({ id }) => id);
    },
  },
  subtotalLineItemsQuantity: (calculated, _args, { shop }) =>
    previewOf(calculated, shop)
      .lines.filter((line) => !line.isTip)
      .reduce((sum, line) => sum + currentQuantity(line), 0),
  subtotalPriceSet: sumField((totals) => totals.currentSubtotal),
  totalPriceSet: sumField((totals) => totals.currentTotal),
  totalOutstandingSet: sumField((totals) => subtract(totals.currentTotal, totals.net)),
  taxLines: (calculated, _args, { shop }) => {
    const preview = previewOf(calculated, shop);
    return computeTotals(preview).currentTaxLines.map((tax) => taxLineView(tax, preview));
  },
});

function addedIds(calculated: CalculatedOrderRecord): ReadonlySet<string> {
  return new Set(calculated.added.map(({ id }) => gid("CalculatedLineItem", id)));
}
