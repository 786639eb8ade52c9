import { workOf } from "../../orders/fulfillment-work.ts";
import { isActive } from "../../orders/work-states.ts";
import type { FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import { seesWork, visibleWork } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { findRecords, listRecords } from "../lists.ts";
import { paginateInOrder } from "../paginate.ts";
import type { Page } from "../paginate.ts";
import { workIndex } from "../search/indexes.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";

const listing = {
  rootField: "fulfillmentOrders",
  index: workIndex,
  sortKeys: {
    ID: (workOrder: FulfillmentOrderRecord) => BigInt(workOrder.id),
    UPDATED_AT: (workOrder: FulfillmentOrderRecord) => workOrder.updatedAt,
  },
  defaultSort: "ID",
};

/** The fulfillment orders of one order, oldest first; hidden ones on demand. */
export function workPage(
  order: OrderRecord,
  args: Arguments,
  context: GraphContext,
  path: readonly (string | number)[],
): Page<FulfillmentOrderRecord> {
  const all = seesWork(context) ? workOf(order).orders : [];
  const shown = args["displayable"] === true ? all.filter((workOrder) => !isLeftOver(workOrder)) : all;
  const found = findRecords(shown, args["query"], context, path, listing);
  return paginateInOrder(found, args, ({ id }) => id);
}

/** Closed after its units went over into others: hidden from the merchant. Source: argument `displayable`. */
function isLeftOver(workOrder: FulfillmentOrderRecord): boolean {
  return workOrder.status === "CLOSED" && workOrder.lines.every(({ total }) => total === 0);
}

export const workListFields = typeFields<unknown>({
  fulfillmentOrders: {
    args: [...pageArguments, "query", "sortKey", "includeClosed"],
    resolve: (_root, args, context, path) => {
      const all = visibleWork(context);
      return listRecords(args["includeClosed"] === true ? all : active(all), args, context, path, listing);
    },
  },
  manualHoldsFulfillmentOrders: {
    args: [...pageArguments, "query"],
    resolve: (_root, args, context, path) =>
      listRecords(onHold(visibleWork(context)), args, context, path, {
        ...listing,
        rootField: "manualHoldsFulfillmentOrders",
      }),
  },
});

function* active(all: Iterable<FulfillmentOrderRecord>): Iterable<FulfillmentOrderRecord> {
  for (const workOrder of all) if (isActive(workOrder)) yield workOrder;
}

function* onHold(all: Iterable<FulfillmentOrderRecord>): Iterable<FulfillmentOrderRecord> {
  for (const workOrder of all) if (workOrder.holds.length > 0) yield workOrder;
}
