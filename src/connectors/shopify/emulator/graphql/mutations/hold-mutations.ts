import { holdWork, releaseHolds } from "../../orders/hold-work.ts";
import { isActive } from "../../orders/work-states.ts";
import type { FulfillmentHoldReason, FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { ownWork } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { idOf, inputOf, textOf, textsOf } from "./input.ts";
import type { Input } from "./input.ts";
import { inputsOf, readUnits } from "./work-units.ts";

/** Holds that one app may have on one fulfillment order. Source: description of `fulfillmentOrderHold`. */
const mostHolds = 10;

interface CodedError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code: string | null;
}

/**
 * Puts a fulfillment order on hold. Refusals as recorded from a development store (`airhorns/shopify-draft-proxy`,
 * `fulfillment-order-hold-validation`); the one for a closed fulfillment order has no source.
 */
function hold(args: Arguments, context: GraphContext) {
  const { order, workOrder } = ownWork(args["id"], context);
  const input = inputOf(args["fulfillmentHold"]);
  const named = inputsOf(input["fulfillmentOrderLineItems"]);
  const refuse = (error: CodedError) => ({
    fulfillmentHold: null,
    fulfillmentOrder: null,
    remainingFulfillmentOrder: null,
    userErrors: [error],
  });
  const problem = refusalOfHold(workOrder, textOf(input["handle"]) ?? "", named);
  if (problem) return refuse(problem);
  const read = readUnits(workOrder, named);
  if ("problem" in read) return refuse(refusalOfUnits(read.problem, read.place));
  const { hold: made, remaining } = holdWork(context.shop, order, workOrder, {
    reason: String(input["reason"]) as FulfillmentHoldReason,
    reasonNotes: textOf(input["reasonNotes"]),
    handle: textOf(input["handle"]) ?? "",
    externalId: textOf(input["externalId"]),
    isFromApp: true,
    units: named.length === 0 ? null : read.units,
  });
  return {
    fulfillmentHold: made,
    fulfillmentOrder: workOrder,
    remainingFulfillmentOrder: remaining,
    userErrors: [] as CodedError[],
  };
}

function refusalOfHold(
  workOrder: FulfillmentOrderRecord,
  handle: string,
  named: readonly Input[],
): CodedError | undefined {
  const own = workOrder.holds.filter(({ isFromApp }) => isFromApp);
  if (!isActive(workOrder))
    return { field: ["id"], message: "The fulfillment order cannot be placed on hold.", code: null };
  if (own.some((other) => other.handle === handle))
    return {
      field: ["fulfillmentHold", "handle"],
      message:
        "The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.",
      code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE",
    };
  if (own.length >= mostHolds)
    return {
      field: ["id"],
      message:
        "The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.",
      code: "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED",
    };
  if (workOrder.holds.length > 0 && named.length > 0)
    return {
      field: ["fulfillmentHold", "fulfillmentOrderLineItems"],
      message: "The fulfillment order is not in a splittable state.",
      code: "FULFILLMENT_ORDER_NOT_SPLITTABLE",
    };
  return undefined;
}

function refusalOfUnits(problem: "notPositive" | "invalid" | "twice", place: number): CodedError {
  const lines = ["fulfillmentHold", "fulfillmentOrderLineItems"];
  if (problem === "twice")
    return {
      field: lines,
      message: "must contain unique line item ids",
      code: "DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS",
    };
  const field = [...lines, String(place), "quantity"];
  return problem === "notPositive"
    ? {
        field,
        message: "You must select at least one item to place on partial hold.",
        code: "GREATER_THAN_ZERO",
      }
    : { field, message: "The line item quantity is invalid.", code: "INVALID_LINE_ITEM_QUANTITY" };
}

/** Takes off the holds that are named, by id or by external id; all of them when none is. */
function release(args: Arguments, context: GraphContext) {
  const { order, workOrder } = ownWork(args["id"], context);
  const ids = Array.isArray(args["holdIds"])
    ? textsOf(args["holdIds"]).map((id) => idOf("FulfillmentHold", id))
    : null;
  const externalId = textOf(args["externalId"]);
  releaseHolds(
    context.shop,
    order,
    workOrder,
    (made) =>
      (ids === null || ids.includes(made.id)) && (externalId === null || made.externalId === externalId),
  );
  return { fulfillmentOrder: workOrder, userErrors: [] };
}

export const holdMutations = typeFields<unknown>({
  fulfillmentOrderHold: {
    args: ["id", "fulfillmentHold"],
    resolve: (_root, args, context) => hold(args, context),
  },
  fulfillmentOrderReleaseHold: {
    args: ["id", "holdIds", "externalId"],
    resolve: (_root, args, context) => release(args, context),
  },
});
