import { replaceWork, reportProgress, splitWork } from "../../orders/change-work.ts";
import { moveWork } from "../../orders/move-work.ts";
import { isStocked } from "../../orders/route-lines.ts";
import type { WorkUnits } from "../../orders/take-units.ts";
import { isActive } from "../../orders/work-states.ts";
import type { FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { findOwnWork, ownWork } from "../find-work.ts";
import type { FoundWork } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { idOf, inputOf, textOf } from "./input.ts";
import { inputsOf, readUnits } from "./work-units.ts";

interface CodedError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code: string | null;
}

const error = (field: readonly string[] | null, message: string, code: string | null = null): CodedError => ({
  field,
  message,
  code,
});

/**
 * Moves units to another location. Refusals as recorded (`airhorns/shopify-draft-proxy`,
 * `fulfillment-order-move-validation`); the words for a location that does not stock them and for wrong units have no source.
 */
function move(args: Arguments, context: GraphContext) {
  const found = ownWork(args["id"], context);
  const { order, workOrder } = found;
  const refuse = (problem: CodedError) => ({
    movedFulfillmentOrder: null,
    originalFulfillmentOrder: null,
    remainingFulfillmentOrder: null,
    userErrors: [problem],
  });
  const location = context.shop.data.locations.get(idOf("Location", args["newLocationId"]) ?? "");
  if (!location) return refuse(error(["id"], "Location not found."));
  if (!isActive(workOrder)) return refuse(error(null, "Cannot change location."));
  if (workOrder.hasReportedProgress)
    return refuse(
      error(
        ["id"],
        "Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had progress reported, the fulfillment order must first be marked as open resolving the ongoing progress state.",
        "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
      ),
    );
  const named = inputsOf(args["fulfillmentOrderLineItems"]);
  const read = readUnits(workOrder, named);
  if ("problem" in read)
    return refuse(
      error(
        ["fulfillmentOrderLineItems", String(read.place)],
        "Invalid fulfillment order line item quantity requested.",
      ),
    );
  const units = named.length === 0 ? null : read.units;
  if (workOrder.locationId === location.id)
    return {
      movedFulfillmentOrder: workOrder,
      originalFulfillmentOrder: workOrder,
      remainingFulfillmentOrder: null,
      userErrors: [],
    };
  if (!isStockedAt(found, units, location.id, context))
    return refuse(error(null, "The new location doesn't stock the requested inventory items."));
  const { moved, remaining } = moveWork(context.shop, order, workOrder, { locationId: location.id, units });
  return {
    movedFulfillmentOrder: moved,
    originalFulfillmentOrder: workOrder,
    remainingFulfillmentOrder: remaining,
    userErrors: [],
  };
}

function isStockedAt(
  { order, workOrder }: FoundWork,
  units: readonly WorkUnits[] | null,
  locationId: string,
  { shop }: GraphContext,
): boolean {
  const lines = units ? units.map(({ line }) => line) : workOrder.lines.filter((line) => line.remaining > 0);
  return lines.every(({ lineId }) => {
    const sold = order.lines.find(({ id }) => id === lineId);
    return isStocked(shop.data.variants.get(sold?.variantId ?? ""), locationId);
  });
}

/** Puts units into fulfillment orders of their own; nothing is done when one of the splits is wrong. */
function split(args: Arguments, context: GraphContext) {
  const wanted: (FoundWork & { readonly units: readonly WorkUnits[] })[] = [];
  const refuse = (problem: CodedError) => ({ fulfillmentOrderSplits: null, userErrors: [problem] });
  for (const [place, input] of inputsOf(args["fulfillmentOrderSplits"]).entries()) {
    const field = ["fulfillmentOrderSplits", String(place), "fulfillmentOrderLineItems"];
    const named = inputsOf(input["fulfillmentOrderLineItems"]);
    if (named.length === 0)
      return refuse(
        error(
          field,
          "There must be at least one item selected in this fulfillment to split it.",
          "NO_LINE_ITEMS_PROVIDED_TO_SPLIT",
        ),
      );
    const empty = named.findIndex(({ quantity }) => Number(quantity) <= 0);
    if (empty >= 0)
      return refuse(
        error(
          [...field, String(empty), "quantity"],
          "You must select at least one item to split into a new fulfillment order.",
          "GREATER_THAN",
        ),
      );
    const found = findOwnWork(input["fulfillmentOrderId"], context);
    if (!found)
      return refuse(error(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND"));
    const read = readUnits(found.workOrder, named);
    if ("problem" in read || !isSplittable(found.workOrder))
      return refuse(
        error(
          "problem" in read ? [...field, String(read.place), "quantity"] : field,
          "Invalid fulfillment order line item quantity requested.",
          "INVALID_LINE_ITEM_QUANTITY",
        ),
      );
    wanted.push({ ...found, units: read.units });
  }
  return {
    fulfillmentOrderSplits: wanted.map(({ order, workOrder, units }) => ({
      fulfillmentOrder: workOrder,
      remainingFulfillmentOrder: splitWork(context.shop, order, workOrder, units),
      replacementFulfillmentOrder: null,
    })),
    userErrors: [],
  };
}

function isSplittable({ status, hasReportedProgress }: FulfillmentOrderRecord): boolean {
  return (status === "OPEN" || status === "IN_PROGRESS") && !hasReportedProgress;
}

/** Replaces a fulfillment order by a new one; recorded for open ones too, though documented for submitted ones. */
function cancel(args: Arguments, context: GraphContext) {
  const { order, workOrder } = ownWork(args["id"], context);
  const refuse = (problem: CodedError) => ({
    fulfillmentOrder: null,
    replacementFulfillmentOrder: null,
    userErrors: [problem],
  });
  if (workOrder.hasReportedProgress)
    return refuse(
      error(
        ["id"],
        "Cannot cancel fulfillment order that has had progress reported. Mark as unfulfilled first.",
        "FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS",
      ),
    );
  if (workOrder.status !== "OPEN" && workOrder.status !== "IN_PROGRESS")
    return refuse(error(null, "Fulfillment order is not in cancelable request state and can't be canceled."));
  const replacement = replaceWork(context.shop, order, workOrder);
  return { fulfillmentOrder: workOrder, replacementFulfillmentOrder: replacement, userErrors: [] };
}

function report(args: Arguments, context: GraphContext) {
  const { order, workOrder } = ownWork(args["id"], context);
  if (workOrder.status !== "OPEN" && workOrder.status !== "IN_PROGRESS")
    return {
      fulfillmentOrder: null,
      userErrors: [error(null, "Cannot report progress on a fulfillment order in this state.")],
    };
  const reasonNotes = textOf(inputOf(args["progressReport"])["reasonNotes"]);
  reportProgress(context.shop, order, workOrder, { isUnderWay: true, reasonNotes });
  return { fulfillmentOrder: workOrder, userErrors: [] };
}

function open(args: Arguments, context: GraphContext) {
  const { order, workOrder } = ownWork(args["id"], context);
  if (!workOrder.hasReportedProgress || workOrder.status !== "IN_PROGRESS")
    return {
      fulfillmentOrder: null,
      userErrors: [
        error(
          null,
          `Expected fulfillment order status to be valid but it was ${workOrder.status.toLowerCase()}.`,
        ),
      ],
    };
  reportProgress(context.shop, order, workOrder, { isUnderWay: false, reasonNotes: null });
  return { fulfillmentOrder: workOrder, userErrors: [] };
}

/** Only a fulfillment service can give its work back; the emulated shop has none, so the answer is always the recorded refusal. */
function close(args: Arguments, context: GraphContext) {
  ownWork(args["id"], context);
  const message = "The fulfillment order's assigned fulfillment service must be of api type";
  return { fulfillmentOrder: null, userErrors: [error(null, message)] };
}

export const workMutations = typeFields<unknown>({
  fulfillmentOrderMove: {
    args: ["id", "newLocationId", "fulfillmentOrderLineItems"],
    resolve: (_root, args, context) => move(args, context),
  },
  fulfillmentOrderSplit: {
    args: ["fulfillmentOrderSplits"],
    resolve: (_root, args, context) => split(args, context),
  },
  fulfillmentOrderCancel: { args: ["id"], resolve: (_root, args, context) => cancel(args, context) },
  fulfillmentOrderReportProgress: {
    args: ["id", "progressReport"],
    resolve: (_root, args, context) => report(args, context),
  },
  fulfillmentOrderOpen: { args: ["id"], resolve: (_root, args, context) => open(args, context) },
  fulfillmentOrderClose: {
    args: ["id", "message"],
    resolve: (_root, args, context) => close(args, context),
  },
});
