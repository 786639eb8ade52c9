import type { Facts } from "#connectors/kit/flow.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { Order } from "#domain/order/order.ts";
import { seedUnleashed } from "../../emulator/create-unleashed-emulator.ts";
import { lookUp } from "../../look-up.ts";
import type { WireSalesOrder } from "../../schema.ts";
import { startTestClient, testStore } from "../../test-client.ts";
import { unleashedSettings } from "../../settings.ts";
import type { DesiredOrder } from "./desired-order.ts";
import { ordersFlow } from "./orders-flow.ts";

/**
 * An emulated account with products and one customer, and the steps of the engine with the real flow, client and look-ups: nothing is
 * stood in for but the engine. For tests.
 */
export async function startOrderAccount(
  options: { readonly orders?: object; readonly emulator?: Parameters<typeof startTestClient>[0] } = {},
) {
  const started = await startTestClient(options.emulator ?? {});
  const { client, emulator, host } = started;
  seedUnleashed(emulator, {
    products: ["TEA", "MUG", "SHIP", "GIFT"].map((code) => ({ code, description: code, price: 10 })),
    customers: [{ code: "C1", name: "First Customer" }],
    currencies: ["JPY", "KWD"].map((code) => ({ code, description: code })),
  });
  const settings = unleashedSettings.parse({ orders: options.orders ?? {} });
  const customer = started.customers().find((entry) => entry["CustomerCode"] === "C1");
  const customerGuid = String(customer?.["Guid"]);
  const decisions = new Map<string, string>();
  const flow = ordersFlow;

  const factsFor = async (order: Order): Promise<Facts> => {
    const listed = await lookUp(client, flow.needs(order, settings), settings.account);
    return {
      store: testStore,
      occasion: "live",
      connectedAt: "2026-01-01T00:00:00.000Z",
      link: () => ({ externalId: customerGuid, agreed: null }),
      listed: (need) => listed.get(needText(need)) ?? null,
      decision: (code, key) => decisions.get(`${code}/${key}`),
    };
  };
  const project = async (order: Order): Promise<DesiredOrder> => {
    const projection = flow.project(order, await factsFor(order), settings);
    if (!projection.made)
      throw new Error(`not made: ${projection.attention.code}: ${projection.attention.message}`);
    return projection.desired;
  };
  const find = (desired: DesiredOrder, more: { externalId?: string; uncertain?: boolean } = {}) =>
    flow.find(
      client,
      {
        externalId: more.externalId ?? null,
        reference: desired.guid,
        desired,
        uncertain: more.uncertain ?? false,
      },
      settings,
    );
  const plan = async (desired: DesiredOrder, uncertain = false): Promise<Plan<DesiredOrder>> => {
    const found = await find(desired, { uncertain });
    if (found.verdict !== "one" && found.verdict !== "none") throw new Error(found.verdict);
    return flow.plan(desired, found.verdict === "one" ? found.candidate : null, null, settings);
  };
  const apply = async (planned: Plan<DesiredOrder>, desired: DesiredOrder): Promise<WireSalesOrder> => {
    if (planned.action !== "create") throw new Error(`planned ${planned.action}`);
    const { externalId } = await flow.apply(client, planned, desired.guid, null);
    const stored = await flow.read(client, externalId);
    if (stored === null) throw new Error("not readable");
    return stored;
  };
  return {
    ...started,
    flow,
    settings,
    decisions,
    project,
    find,
    plan,
    /** Takes an order the whole way and gives back what is stored. */
    carry: async (order: Order): Promise<{ desired: DesiredOrder; stored: WireSalesOrder }> => {
      const desired = await project(order);
      return { desired, stored: await apply(await plan(desired), desired) };
    },
    attention: async (order: Order) => {
      const projection = flow.project(order, await factsFor(order), settings);
      if (projection.made) throw new Error("it was made");
      return projection.attention;
    },
    resolve: async (order: Order, attention: Parameters<typeof flow.resolve>[1], choice: string) => {
      const resolution = await flow.resolve(client, attention, choice, order, settings);
      for (const { code, key, value } of resolution?.remember ?? []) decisions.set(`${code}/${key}`, value);
      return resolution;
    },
    staff: (guid: string, what: "edit" | "delete" | "complete", body: object = {}) => {
      const path = `/salesorders/{guid}/${what}`;
      const control = emulator.controls.find((entry) => entry.method === "POST" && entry.path === path);
      if (control === undefined) throw new Error(`no control ${path}`);
      control.run({ guid }, body);
    },
    orders: () => (emulator.dump() as { SalesOrders: WireSalesOrder[] }).SalesOrders,
    products: () => (emulator.dump() as { Products: { ProductCode: string; Guid: string }[] }).Products,
    stop: () => host.close(),
  };
}

export type OrderAccount = Awaited<ReturnType<typeof startOrderAccount>>;

/** What the database gives back of an agreement. */
export function kept<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
