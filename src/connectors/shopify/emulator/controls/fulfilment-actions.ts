import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { cancelFulfillment, changeTracking } from "../orders/change-fulfillment.ts";
import { fulfilOrder } from "../orders/fulfil-order.ts";
import { keepWork } from "../orders/fulfillment-work.ts";
import { holdWork, releaseHolds } from "../orders/hold-work.ts";
import { moveWork } from "../orders/move-work.ts";
import { allUnits } from "../orders/take-units.ts";
import type { WorkUnits } from "../orders/take-units.ts";
import { isActive } from "../orders/work-states.ts";
import { holdReasons } from "../state/fulfillment-records.ts";
import type {
  FulfillmentOrderRecord,
  FulfillmentRecord,
  TrackingRecord,
} from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { lineNamed, locationCalled } from "./find-records.ts";
import { lineName } from "./order-actions.ts";
import type { Act } from "./order-actions.ts";

const linesSchema = z.array(z.strictObject({ ...lineName, quantity: z.int().min(1) })).optional();

const trackingSchema = z.strictObject({
  company: z.string().optional(),
  number: z.string().optional(),
  url: z.string().optional(),
  numbers: z.array(z.string()).optional(),
  urls: z.array(z.string()).optional(),
});

function readTracking(given: z.infer<typeof trackingSchema> | undefined): TrackingRecord | null {
  if (!given) return null;
  const several = (list: string[] | undefined, one: string | undefined) => list ?? (one ? [one] : []);
  return {
    company: given.company ?? null,
    numbers: several(given.numbers, given.number),
    urls: several(given.urls, given.url),
  };
}

const fulfilSchema = z.strictObject({
  /** Left out: everything that is left. */
  lines: linesSchema,
  tracking: trackingSchema.optional(),
  /** What is to be sent from elsewhere is moved there first. Left out: wherever the units were to be sent from. */
  location: z.string().optional(),
  notifyCustomer: z.boolean().optional(),
});

/** Staff send goods, through the fulfillment orders; one fulfillment for each location. */
export const fulfil: Act = (shop, order, body) => {
  const { lines, tracking, location, notifyCustomer } = fulfilSchema.parse(body);
  if (order.cancelledAt !== null) throw new ControlError(400, `${order.name} is cancelled`);
  const sent = fulfilOrder(shop, order, {
    lines: lines?.map((name) => ({ lineId: lineNamed(order, name).id, quantity: name.quantity })) ?? null,
    tracking: readTracking(tracking),
    locationId: location === undefined ? null : locationCalled(shop, location).id,
    notifyCustomer: notifyCustomer ?? false,
  });
  if (sent.length > 0) return;
  const isHeld = order.work?.orders.some(({ status }) => status === "ON_HOLD") ?? false;
  throw new ControlError(
    400,
    `nothing is left to ship on ${order.name}${isHeld ? " but what is on hold" : ""}`,
  );
};

const holdSchema = z.strictObject({
  reason: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(holdReasons))
    .optional(),
  note: z.string().optional(),
  /** Left out: everything that is left. */
  lines: linesSchema,
  /** Only what is to be sent from there. */
  location: z.string().optional(),
});

/** Staff put what is left on hold, or units of lines. */
export const hold: Act = (shop, order, body) => {
  const { reason, note, lines, location } = holdSchema.parse(body);
  const wanted = open(shop, order, location).filter(({ status }) => status !== "ON_HOLD");
  const picked = pick(order, wanted, lines);
  if (picked.length === 0) throw new ControlError(400, `nothing is left to hold on ${order.name}`);
  for (const { workOrder, units } of picked)
    holdWork(shop, order, workOrder, {
      reason: reason ?? "OTHER",
      reasonNotes: note ?? null,
      handle: "",
      externalId: null,
      isFromApp: false,
      units: lines ? units : null,
    });
};

const releaseSchema = z.strictObject({ location: z.string().optional() });

/** Staff take all holds off. */
export const release: Act = (shop, order, body) => {
  const { location } = releaseSchema.parse(body);
  const held = open(shop, order, location).filter(({ status }) => status === "ON_HOLD");
  if (held.length === 0) throw new ControlError(400, `nothing of ${order.name} is on hold`);
  for (const workOrder of held) releaseHolds(shop, order, workOrder, () => true);
};

const moveSchema = z.strictObject({
  to: z.string(),
  /** Left out: everything that is left. */
  lines: linesSchema,
  /** Only what is to be sent from there. */
  from: z.string().optional(),
});

/** Staff have units sent from another location. */
export const move: Act = (shop, order, body) => {
  const { to, lines, from } = moveSchema.parse(body);
  const locationId = locationCalled(shop, to).id;
  const elsewhere = open(shop, order, from).filter(
    (workOrder) => workOrder.locationId !== locationId && !workOrder.hasReportedProgress,
  );
  const picked = pick(order, elsewhere, lines);
  if (picked.length === 0) throw new ControlError(400, `nothing of ${order.name} can be moved to ${to}`);
  for (const { workOrder, units } of picked)
    moveWork(shop, order, workOrder, { locationId, units: lines ? units : null });
};

const fulfillmentName = { fulfillment: z.string().optional() };
const trackSchema = z.strictObject({
  /** By name, with or without the order's: `F2`. Left out: the latest. */
  ...fulfillmentName,
  tracking: trackingSchema,
  notifyCustomer: z.boolean().optional(),
});

/** Staff change the parcels of a fulfillment. */
export const track: Act = (shop, order, body) => {
  const { fulfillment, tracking, notifyCustomer } = trackSchema.parse(body);
  changeTracking(shop, order, fulfillmentCalled(order, fulfillment), {
    tracking: readTracking(tracking),
    notifyCustomer: notifyCustomer ?? false,
  });
};

const unfulfilSchema = z.strictObject(fulfillmentName);

/** Staff cancel a fulfillment: its units are to be sent again. */
export const unfulfil: Act = (shop, order, body) => {
  const { fulfillment } = unfulfilSchema.parse(body);
  cancelFulfillment(shop, order, fulfillmentCalled(order, fulfillment));
};

function fulfillmentCalled(order: OrderRecord, name: string | undefined): FulfillmentRecord {
  const standing = order.fulfillments.filter(({ status }) => status === "SUCCESS");
  const found =
    name === undefined
      ? standing.at(-1)
      : standing.find((sent) => sent.name === name || sent.name === `${order.name}-${name}`);
  if (!found) throw new ControlError(400, `${order.name} has no fulfillment ${name ?? "at all"}`);
  return found;
}

function open(shop: Shop, order: OrderRecord, location: string | undefined): FulfillmentOrderRecord[] {
  const locationId = location === undefined ? undefined : locationCalled(shop, location).id;
  return keepWork(order).orders.filter(
    (workOrder) => isActive(workOrder) && (locationId === undefined || workOrder.locationId === locationId),
  );
}

/** The units of lines that a control names, wherever they are; without names everything. */
function pick(
  order: OrderRecord,
  from: readonly FulfillmentOrderRecord[],
  lines: z.infer<typeof linesSchema>,
): { readonly workOrder: FulfillmentOrderRecord; readonly units: readonly WorkUnits[] }[] {
  const wanted = lines && new Map(lines.map((name) => [lineNamed(order, name).id, name.quantity]));
  return from.flatMap((workOrder) => {
    const units = allUnits(workOrder).flatMap(({ line, quantity }) => {
      const taken = wanted ? Math.min(quantity, wanted.get(line.lineId) ?? 0) : quantity;
      if (taken <= 0) return [];
      wanted?.set(line.lineId, (wanted.get(line.lineId) ?? 0) - taken);
      return [{ line, quantity: taken }];
    });
    return units.length === 0 ? [] : [{ workOrder, units }];
  });
}
