import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { changeSettings, type Account } from "./account.ts";
import type { CallMeter } from "./call-meter.ts";
import { seedCustomer, seedProduct, seedStock, seedTax, seedWarehouse } from "./catalogue.ts";
import { completeOrder } from "./complete-sales-order.ts";
import type { AnnouncedObject } from "./webhook-sender.ts";
import type { Collection } from "./collection.ts";
import { completeCreditNote, deleteCreditNote } from "./credit-notes.ts";
import type { WireObject } from "./records.ts";
import { Refusal } from "./refusal.ts";
import { deleteOrder } from "./sales-orders.ts";
import { putCustomer, putProduct, putTax, putWarehouse, setStock } from "./seed-account.ts";
import { settingsSchema } from "./settings.ts";
import { editOrder, orderEditSchema, staff } from "./staff-edits.ts";
import { toWireDate } from "./wire-format.ts";

type Run = EmulatorControl["run"];

/** The controls below `/_control/unleashed`: filling the account, staff at work, switches, quota, webhooks. */
export function unleashedControls(current: () => Account, meter: () => CallMeter): EmulatorControl[] {
  const control = (
    method: EmulatorControl["method"],
    path: string,
    example: unknown,
    run: Run,
  ): EmulatorControl => ({
    method,
    path,
    example,
    run: (parameters, body) => explain(run, parameters, body),
  });
  const seed = <S extends z.ZodType>(
    path: string,
    schema: S,
    example: unknown,
    put: (entry: z.output<S>) => unknown,
  ) =>
    control("POST", path, [example], (_parameters, body) => entries(schema, body).map((entry) => put(entry)));
  const order = (guid: string | undefined) => {
    const found = current().salesOrders.get(guid ?? "");
    if (!found) throw new ControlError(404, `no sales order has the GUID ${guid}`);
    return found;
  };
  const credit = (guid: string | undefined) => {
    const found = current().creditNotes.get(guid ?? "");
    if (!found) throw new ControlError(404, `no credit note has the GUID ${guid}`);
    return found;
  };

  return [
    seed(
      "/products",
      seedProduct,
      { code: "TEA-100", description: "Tea, 100 g", price: 9.5, taxable: true },
      (e) => putProduct(current(), e),
    ),
    seed(
      "/customers",
      seedCustomer,
      { code: "C-1", name: "Corner Shop", email: "orders@corner.example" },
      (e) => putCustomer(current(), e),
    ),
    seed("/warehouses", seedWarehouse, { code: "EAST", name: "Eastern Warehouse" }, (e) =>
      putWarehouse(current(), e),
    ),
    seed("/taxes", seedTax, { code: "VAT", rate: 0.2 }, (e) => putTax(current(), e)),
    seed("/stock", seedStock, { productCode: "TEA-100", warehouseCode: "MAIN", quantity: 40 }, (e) => {
      setStock(current(), e);
      return e;
    }),
    control("POST", "/salesorders/{guid}/complete", {}, ({ guid }) =>
      completeOrder(current(), order(guid), order(guid), staff),
    ),
    control("POST", "/salesorders/{guid}/delete", {}, ({ guid }) =>
      deleteOrder(current(), order(guid), staff),
    ),
    control(
      "POST",
      "/salesorders/{guid}/edit",
      { Comments: "Call before delivery", Lines: [{ LineNumber: 1, OrderQuantity: 2 }] },
      ({ guid }, body) => editOrder(current(), order(guid), orderEditSchema.parse(body)),
    ),
    control("POST", "/creditnotes/{guid}/complete", {}, ({ guid }) =>
      completeCreditNote(current(), credit(guid)),
    ),
    control("POST", "/creditnotes/{guid}/delete", {}, ({ guid }) =>
      deleteCreditNote(current(), credit(guid)),
    ),
    control("POST", "/customers/{guid}/edit", { Notes: "Closed on Mondays" }, ({ guid }, body) =>
      patch(current(), current().customers, "customer", guid, body),
    ),
    control("POST", "/products/{guid}/edit", { DefaultSellPrice: 12 }, ({ guid }, body) =>
      patch(current(), current().products, "product", guid, body),
    ),
    control("GET", "/settings", {}, () => current().settings),
    control("POST", "/settings", { quotaStatus: 429, monthlyQuota: 1000 }, (_parameters, body) => {
      const changes = settingsSchema.partial().parse(body);
      changeSettings(current(), changes as Partial<Account["settings"]>);
      return current().settings;
    }),
    control("GET", "/quota", {}, () => showQuota(current(), meter())),
    control("POST", "/quota", { monthlyQuota: 1000, used: 999 }, (_parameters, body) => {
      const { monthlyQuota, used } = quotaSchema.parse(body);
      if (monthlyQuota !== undefined) changeSettings(current(), { monthlyQuota });
      if (used !== undefined) meter().setUsed(current().now(), used);
      return showQuota(current(), meter());
    }),
    ...webhookControls(current, control),
  ];
}

const quotaSchema = z.strictObject({
  monthlyQuota: z.int().min(0).nullable().optional(),
  used: z.int().min(0).optional(),
});
const showQuota = (account: Account, meter: CallMeter) => ({
  used: meter.used(account.now()),
  monthlyQuota: account.settings.monthlyQuota,
  quotaStatus: account.settings.quotaStatus,
});

const subscriptionSchema = z.strictObject({
  url: z.string(),
  eventTypes: z.array(z.string()).optional(),
  signingKey: z.string().min(1).optional(),
});

function webhookControls(
  current: () => Account,
  control: (method: EmulatorControl["method"], path: string, example: unknown, run: Run) => EmulatorControl,
): EmulatorControl[] {
  const example = {
    url: "http://127.0.0.1:7420/webhooks/unleashed/acme",
    eventTypes: ["salesorder.updated"],
  };
  return [
    control("GET", "/webhooks", {}, () => ({
      subscriptions: current().webhooks.subscriptions,
      notifications: current().webhooks.notifications,
    })),
    control("POST", "/webhooks", example, (_parameters, body) => {
      const { url, eventTypes, signingKey } = subscriptionSchema.parse(body);
      return current().webhooks.subscribe(url, eventTypes ?? [], signingKey);
    }),
    control("DELETE", "/webhooks/{id}", {}, ({ id }) => {
      if (!current().webhooks.unsubscribe(id ?? "")) throw new ControlError(404, `no subscription ${id}`);
      return { deleted: id };
    }),
  ];
}

/** One entry or a list of them. */
function entries<S extends z.ZodType>(schema: S, body: unknown): z.output<S>[] {
  return z.array(schema).parse(Array.isArray(body) ? body : [body]);
}

/** Replaces fields of a stored object as staff would; only fields that it has. */
function patch<T extends WireObject, K extends string>(
  account: Account,
  collection: Collection<T, K>,
  object: AnnouncedObject,
  guid: string | undefined,
  body: unknown,
): T {
  const before = collection.get(guid ?? "");
  if (!before) throw new ControlError(404, `no ${object} has the GUID ${guid}`);
  const changes = z.record(z.string(), z.unknown()).parse(body);
  const unknown = Object.keys(changes).filter((name) => !(name in before) || name === "Guid");
  if (unknown.length > 0) throw new ControlError(400, `a ${object} has no such field: ${unknown.join(", ")}`);
  const now = account.now();
  const who = "LastModifiedBy" in before ? { LastModifiedBy: staff } : {};
  const stored = collection.put({ ...before, ...changes, ...who, LastModifiedOn: toWireDate(now) }, now);
  account.webhooks.announce(object, "updated", stored.Guid);
  return stored;
}

/** What the emulated server would refuse, a control refuses with the same words. */
function explain(run: Run, parameters: Readonly<Record<string, string>>, body: unknown): unknown {
  try {
    return run(parameters, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ControlError(400, error.message || "a field has a wrong type or is not accepted");
  }
}
