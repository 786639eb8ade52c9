import { cancelFulfillment, changeTracking } from "../../orders/change-fulfillment.ts";
import { shipWork } from "../../orders/ship-work.ts";
import type { ShippedUnits } from "../../orders/ship-work.ts";
import { allUnits } from "../../orders/take-units.ts";
import { isFulfillable } from "../../orders/work-states.ts";
import type { FulfillmentRecord, OriginAddress, TrackingRecord } from "../../state/fulfillment-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import { findOwnWork } from "../find-work.ts";
import type { FoundWork } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { compareIds } from "../paginate.ts";
import { recordOf } from "../records.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { filledText, idOf, inputOf, textOf, textsOf } from "./input.ts";
import type { Input } from "./input.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

/**
 * Sends units of fulfillment orders. Refusals, their words and their order are those recorded from a development store
 * (`airhorns/shopify-draft-proxy`, `fulfillment-create-multi-group`, `fulfillment-create-preconditions`).
 */
function create(args: Arguments, context: GraphContext) {
  const input = inputOf(args["fulfillment"]);
  const groups = listOf(input["lineItemsByFulfillmentOrder"]);
  const read = readGroups(groups, context);
  if ("error" in read) return { fulfillment: null, userErrors: [read.error] };
  const fulfillment = shipWork(context.shop, read.order, {
    units: read.units,
    tracking: readTracking(inputOf(input["trackingInfo"])),
    originAddress: readOrigin(input["originAddress"]),
    notifyCustomer: input["notifyCustomer"] === true,
  });
  return { fulfillment, userErrors: [] as UserErrorView[] };
}

type ReadGroups =
  | { readonly order: OrderRecord; readonly units: readonly ShippedUnits[] }
  | { readonly error: UserErrorView };

const refused = (message: string) => ({ error: userError(["fulfillment"], message) });

function readGroups(groups: readonly Input[], context: GraphContext): ReadGroups {
  for (const [group, { fulfillmentOrderLineItems: lines }] of groups.entries())
    for (const [place, line] of listOf(lines).entries())
      if (Number(line["quantity"]) <= 0) {
        const at = ["lineItemsByFulfillmentOrder", String(group), "fulfillmentOrderLineItems", String(place)];
        return { error: userError(["fulfillment", ...at, "quantity"], "Quantity must be greater than 0") };
      }
  const found: { readonly work: FoundWork; readonly lines: readonly Input[] }[] = [];
  for (const group of groups) {
    const work = findOwnWork(group["fulfillmentOrderId"], context);
    if (!work) return refused("Fulfillment order does not exist.");
    found.push({ work, lines: listOf(group["fulfillmentOrderLineItems"]) });
  }
  const [first] = found;
  if (!first) return refused("Fulfillment order does not exist.");
  const orderIds = distinct(found.map(({ work }) => work.order.id));
  if (orderIds.length > 1)
    return refused(
      `All fulfillment orders must belong to the same order. Multiple orders with ids [${orderIds.join(", ")}] were found.`,
    );
  const locationIds = distinct(found.map(({ work }) => work.workOrder.locationId ?? ""));
  if (locationIds.length > 1)
    return refused(
      `All fulfillment orders must be assigned to a single location. Multiple locations with ids [${locationIds.join(", ")}] were found.`,
    );
  for (const { work } of found)
    if (!isFulfillable(work.workOrder)) {
      const { id, status } = work.workOrder;
      return refused(`Fulfillment order ${id} has an unfulfillable status= ${status.toLowerCase()}.`);
    }
  const units: ShippedUnits[] = [];
  for (const { work, lines } of found) {
    const problem = addUnits(units, work, lines);
    if (problem !== undefined) return refused(problem);
  }
  return { order: first.work.order, units };
}

/** Adds what a group names, or everything that is left; gives what is wrong with it. */
function addUnits(
  units: ShippedUnits[],
  { workOrder }: FoundWork,
  named: readonly Input[],
): string | undefined {
  if (named.length === 0) {
    units.push(...allUnits(workOrder).map((part) => ({ workOrder, ...part })));
    return undefined;
  }
  for (const { id, quantity } of named) {
    const line = workOrder.lines.find((candidate) => candidate.id === idOf("FulfillmentOrderLineItem", id));
    if (!line) return "Fulfillment order line item does not exist.";
    const asked = units.filter((part) => part.line === line).reduce((sum, part) => sum + part.quantity, 0);
    if (asked + Number(quantity) > line.remaining)
      return "Invalid fulfillment order line item quantity requested.";
    units.push({ workOrder, line, quantity: Number(quantity) });
  }
  return undefined;
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort(compareIds);
}

function listOf(value: unknown): readonly Input[] {
  return Array.isArray(value) ? (value as readonly Input[]) : [];
}

/** Null: no carrier, no number, no link. Source: "FulfillmentTrackingInput". */
export function readTracking(input: Input): TrackingRecord | null {
  const texts = (several: string, single: string) =>
    (Array.isArray(input[several]) ? textsOf(input[several]) : [textOf(input[single]) ?? ""]).filter(
      (text) => text.trim() !== "",
    );
  const company = filledText(input["company"]);
  const numbers = texts("numbers", "number");
  const urls = texts("urls", "url");
  return company === null && numbers.length === 0 && urls.length === 0 ? null : { company, numbers, urls };
}

function readOrigin(value: unknown): OriginAddress | null {
  if (!value) return null;
  const input = inputOf(value);
  return {
    address1: textOf(input["address1"]),
    address2: textOf(input["address2"]),
    city: textOf(input["city"]),
    countryCode: String(input["countryCode"]),
    provinceCode: textOf(input["provinceCode"]),
    zip: textOf(input["zip"]),
  };
}

function findFulfillment(
  value: unknown,
  context: GraphContext,
): { readonly order: OrderRecord; readonly fulfillment: FulfillmentRecord } | undefined {
  if (idOf("Fulfillment", value) === undefined) return undefined;
  const fulfillment = recordOf(value, context) as FulfillmentRecord | null;
  const order = fulfillment && context.shop.data.orders.get(fulfillment.orderId);
  return fulfillment && order ? { order, fulfillment } : undefined;
}

function updateTracking(args: Arguments, context: GraphContext) {
  const found = findFulfillment(args["fulfillmentId"], context);
  if (!found)
    return { fulfillment: null, userErrors: [userError(["fulfillmentId"], "Fulfillment does not exist.")] };
  changeTracking(context.shop, found.order, found.fulfillment, {
    tracking: readTracking(inputOf(args["trackingInfoInput"])),
    notifyCustomer: args["notifyCustomer"] === true,
  });
  return { fulfillment: found.fulfillment, userErrors: [] };
}

function cancel(args: Arguments, context: GraphContext) {
  const found = findFulfillment(args["id"], context);
  if (!found) return { fulfillment: null, userErrors: [userError(["id"], "Fulfillment not found.")] };
  cancelFulfillment(context.shop, found.order, found.fulfillment);
  return { fulfillment: found.fulfillment, userErrors: [] };
}

export const fulfillmentMutations = typeFields<unknown>({
  fulfillmentCreate: {
    args: ["fulfillment", "message"],
    resolve: (_root, args, context) => create(args, context),
  },
  fulfillmentTrackingInfoUpdate: {
    args: ["fulfillmentId", "trackingInfoInput", "notifyCustomer"],
    resolve: (_root, args, context) => updateTracking(args, context),
  },
  fulfillmentCancel: { args: ["id"], resolve: (_root, args, context) => cancel(args, context) },
});
