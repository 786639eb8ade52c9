import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { parseDurationMs } from "#connectors/kit/emulator/duration.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import type { ProtectedData } from "../state/app-records.ts";
import type { IdSource } from "../state/ids.ts";
import { plans } from "../state/plans.ts";
import type { PlanName } from "../state/plans.ts";
import { effectiveProtection } from "../state/protection.ts";
import { restoreShop, snapshotShop } from "../state/shop.ts";
import type { Shop, ShopData } from "../state/shop.ts";
import { switchesSchema } from "../state/switches.ts";
import { makeControl } from "./make-control.ts";

const planNames = Object.keys(plans) as [PlanName, ...PlanName[]];
const planSchema = z.strictObject({ plan: z.enum(planNames) });

const protection = z.enum(["ok", "plan", "approval"]).optional();
const protectedDataSchema = z.strictObject({
  customer: protection,
  name: protection,
  address: protection,
  email: protection,
  phone: protection,
});

const indexDelaySchema = z.strictObject({
  /** Milliseconds, or a duration such as `PT5S`. */
  delay: z.union([z.number().min(0), z.string()], {
    error: "must be milliseconds or a duration such as PT5S",
  }),
});
const largeIdsSchema = z.strictObject({ on: z.boolean() });
const snapshotSchema = z.strictObject({ name: z.string().min(1).default("default") });

/** The shop as the app meets it: plan, protected data, switches, ids, snapshots. */
export function shopControls(shop: Shop): EmulatorControl[] {
  const snapshots = new Map<string, ShopData>();
  return [
    makeControl("POST", "/plan", { plan: "basic" }, (_parameters, body) => {
      shop.data.plan = planSchema.parse(body).plan;
      shop.revision += 1;
      shop.publish([{ topic: "shop/update" }]);
      return { plan: shop.data.plan, protectedData: effectiveProtection(shop) };
    }),
    makeControl("POST", "/protected-data", { email: "approval", phone: "approval" }, (_parameters, body) => {
      const changes = protectedDataSchema.parse(body);
      const named = Object.entries(changes).filter(([, value]) => value !== undefined);
      Object.assign(shop.data.protectedData, Object.fromEntries(named) as Partial<ProtectedData>);
      return { protectedData: effectiveProtection(shop) };
    }),
    makeControl("GET", "/settings", {}, () => shop.switches),
    makeControl("POST", "/settings", { ordersWithoutStatus: "open" }, (_parameters, body) => {
      const changes = switchesSchema.partial().parse(body);
      shop.switches = { ...shop.switches, ...(changes as Partial<Shop["switches"]>) };
      return shop.switches;
    }),
    makeControl("POST", "/index-delay", { delay: "PT5S" }, (_parameters, body) => {
      const { delay } = indexDelaySchema.parse(body);
      const ms = typeof delay === "number" ? delay : parseDurationMs(delay);
      if (ms === undefined) throw new ControlError(400, `delay is not a duration such as PT5S: ${delay}`);
      shop.data.indexDelayMs = ms;
      shop.revision += 1;
      return { indexDelayMs: ms };
    }),
    makeControl("POST", "/large-ids", { on: true }, (_parameters, body) => {
      const { on } = largeIdsSchema.parse(body);
      shop.ids = on ? alwaysLarge(shop.ids) : exactIds(shop.ids);
      return { largeIds: on };
    }),
    makeControl("POST", "/snapshot", { name: "before" }, (_parameters, body) => {
      const { name } = snapshotSchema.parse(body);
      snapshots.set(name, snapshotShop(shop));
      return { snapshot: name, orders: shop.data.orders.size };
    }),
    makeControl("POST", "/snapshot/restore", { name: "before" }, (_parameters, body) => {
      const { name } = snapshotSchema.parse(body);
      const snapshot = snapshots.get(name);
      if (!snapshot)
        throw new ControlError(
          404,
          `no snapshot is called ${name}; there are: ${[...snapshots.keys()].join(", ") || "none"}`,
        );
      restoreShop(shop, snapshot, { keepNumbers: true });
      return { snapshot: name, orders: shop.data.orders.size };
    }),
  ];
}

const plainSources = new WeakMap<IdSource, IdSource>();

/** Every new id lies beyond 2^53, where a number of JavaScript is no longer exact. */
function alwaysLarge(ids: IdSource): IdSource {
  const plain = exactIds(ids);
  const large: IdSource = { issued: plain.issued, next: (kind) => plain.next(kind, { large: true }) };
  plainSources.set(large, plain);
  return large;
}

function exactIds(ids: IdSource): IdSource {
  return plainSources.get(ids) ?? ids;
}
