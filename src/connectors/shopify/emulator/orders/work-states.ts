import type { FulfillmentOrderRecord, FulfillmentOrderStatus } from "../state/fulfillment-records.ts";
import type { ShopSwitches } from "../state/switches.ts";

/** Whether there may be something left to do for it. */
export function isActive({ status }: FulfillmentOrderRecord): boolean {
  return status !== "CLOSED" && status !== "CANCELLED";
}

export function remainingUnits({ lines }: FulfillmentOrderRecord): number {
  return lines.reduce((sum, line) => sum + line.remaining, 0);
}

/** Units can leave: neither closed, on hold, nor set for a later day. */
export function isFulfillable(workOrder: FulfillmentOrderRecord): boolean {
  return isActive(workOrder) && workOrder.status !== "ON_HOLD" && workOrder.status !== "SCHEDULED";
}

/** The status that follows from what was done: of a fulfillment order without a hold. */
export function statusOfWork(
  workOrder: FulfillmentOrderRecord,
  switches: Pick<ShopSwitches, "partlyFulfilledWork">,
): FulfillmentOrderStatus {
  if (remainingUnits(workOrder) === 0) return "CLOSED";
  if (workOrder.hasReportedProgress) return "IN_PROGRESS";
  const isPartlySent = workOrder.lines.some((line) => line.remaining < line.total);
  return isPartlySent ? switches.partlyFulfilledWork : "OPEN";
}

/**
 * What can be done with a fulfillment order at a location of the merchant's own, as recorded from a development store
 * (`airhorns/shopify-draft-proxy`, `fixtures/conformance`); for one in progress no source is known.
 */
export function supportedActions(workOrder: FulfillmentOrderRecord): readonly string[] {
  switch (workOrder.status) {
    case "CLOSED":
    case "CANCELLED":
      return [];
    case "ON_HOLD":
      return ["RELEASE_HOLD", "HOLD", "MOVE"];
    case "SCHEDULED":
      return ["MARK_AS_OPEN"];
    case "OPEN":
    case "IN_PROGRESS":
    case "INCOMPLETE": {
      if (workOrder.hasReportedProgress)
        return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"];
      const split = remainingUnits(workOrder) > 1 ? ["SPLIT"] : [];
      return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", ...split];
    }
  }
}
