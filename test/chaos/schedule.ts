import { z } from "zod";
import { faultsSchema } from "#connectors/kit/emulator/fault-injector.ts";

/** In the place of a step's number: before the first one. */
export const beforehand = -1;

/**
 * What happens in a run, as data. Every step stands alone: orders are meant by their number, counted back from the newest (0) and
 * modulo how many are there, and a fault with an end lasts for so many of the steps that follow. So any part of a schedule is a
 * schedule, which is what shrinking needs.
 */
const order = z.int().min(0);
/** For how many of the following steps something lasts; it is over by the end of the schedule in any case. */
const lasts = z.int().min(0).max(50);
const rate = z.number().min(0).max(1);

/** A body of a control, passed on as it is. */
const body = z.record(z.string(), z.unknown());

const shopSteps = [
  /** Somebody places an order; `body` as for the control `/shopify/<store>/orders`. */
  z.strictObject({ do: z.literal("place"), body }),
  z.strictObject({ do: z.literal("pay"), order }),
  /** Units of a line are changed, or one of a product is added. */
  z.strictObject({ do: z.literal("edit"), order, body }),
  z.strictObject({ do: z.literal("cancel"), order, body }),
  z.strictObject({ do: z.literal("refund"), order, body }),
  z.strictObject({ do: z.literal("fulfil"), order }),
  /** What is not money: tags, note, addresses. */
  z.strictObject({ do: z.literal("update"), order, body }),
  /** The buyer of an order changes. */
  z.strictObject({ do: z.literal("customer"), order, body }),
  z.strictObject({ do: z.literal("delete"), order }),
  /** The shop announces again what did not change. */
  z.strictObject({ do: z.literal("announce"), order, body }),
] as const;

const faultSteps = [
  /** The hub ends when it comes to a fault point for the n-th time from now; it stays down for `lasts` steps. */
  z.strictObject({
    do: z.literal("crash"),
    point: z.string(),
    hit: z.int().min(1),
    /** Of points around remote calls: only those of this operation count. */
    operation: z.string().optional(),
    lasts,
  }),
  /** The hub ends wherever it is. */
  z.strictObject({ do: z.literal("kill"), lasts }),
  /** PostgreSQL cannot be reached, or is stopped. */
  z.strictObject({ do: z.literal("database"), lasts }),
  /** Fault switches of an emulated system; they replace those that were set before. */
  z.strictObject({
    do: z.literal("trouble"),
    system: z.enum(["account", "shop"]),
    faults: faultsSchema,
    lasts,
  }),
  /** How badly the shop's webhooks travel. */
  z.strictObject({
    do: z.literal("webhooks"),
    behaviour: z.strictObject({
      seed: z.int().optional(),
      duplicate: rate.optional(),
      reorder: rate.optional(),
      lose: rate.optional(),
      /** Milliseconds of the emulated clock. */
      delay: z.tuple([z.number().min(0), z.number().min(0)]).optional(),
    }),
    lasts,
  }),
  /** Subscriptions vanish behind the hub's back: all, or those of some topics. */
  z.strictObject({ do: z.literal("unsubscribe"), topics: z.union([z.literal(true), z.array(z.string())]) }),
  /** The shop's lists, or what the account holds, show a change only after this many milliseconds of the emulated clock. */
  z.strictObject({
    do: z.literal("lag"),
    system: z.enum(["account", "shop"]),
    delayMs: z.int().min(0).max(3_600_000),
    lasts,
  }),
  /** Time jumps forward by an ISO 8601 duration. */
  z.strictObject({ do: z.literal("clock"), advance: z.string() }),
  /** Every token of the app is worth nothing any more. */
  z.strictObject({ do: z.literal("revoke") }),
  /** Less may be asked: `points` are left in the shop's bucket, or so many calls a second are taken by the account. */
  z.strictObject({ do: z.literal("limit"), system: z.literal("shop"), points: z.int().min(0), lasts }),
  z.strictObject({
    do: z.literal("limit"),
    system: z.literal("account"),
    callsPerSecond: z.int().min(1),
    lasts,
  }),
] as const;

const waitSteps = [
  /** The hub gets time: until so many more requests reached the emulators, or so many real milliseconds have passed. */
  z.strictObject({ do: z.literal("work"), requests: z.int().min(1), ms: z.int().min(1).max(5_000) }),
  /** The hub gets time until it has nothing to do at this moment; not for longer than two seconds. */
  z.strictObject({ do: z.literal("rest") }),
] as const;

const stepSchema = z.union([...shopSteps, ...faultSteps, ...waitSteps]);

export const scheduleSchema = z.strictObject({
  /** Seed of what the emulated shop draws itself. */
  seed: z.int(),
  /** Real milliseconds that the hub gets after each step. */
  paceMs: z.int().min(0).max(1_000).default(0),
  /** What is in the account before anything happens, and how many entries a page of its lists has at most. */
  account: z
    .strictObject({
      /** Customers, as the control `/unleashed/customers` has them. */
      customers: z.array(body).optional(),
      largestPage: z.int().min(1).optional(),
    })
    .default({}),
  steps: z.array(stepSchema),
});

export type Schedule = z.infer<typeof scheduleSchema>;
export type Step = z.infer<typeof stepSchema>;
export type StepOf<Kind extends Step["do"]> = Extract<Step, { readonly do: Kind }>;

export type ShopStep = z.infer<(typeof shopSteps)[number]>;
export type FaultStep = z.infer<(typeof faultSteps)[number]>;
export type WaitStep = z.infer<(typeof waitSteps)[number]>;

const shopKinds = new Set<string>(shopSteps.map((step) => step.shape.do.value));
const waitKinds = new Set<string>(waitSteps.map((step) => step.shape.do.value));

/** Whether a step is something that people do in the shop. */
export function isShopStep(step: Step): step is ShopStep {
  return shopKinds.has(step.do);
}

/** Whether a step only gives the hub time. */
export function isWaitStep(step: Step): step is WaitStep {
  return waitKinds.has(step.do);
}
