import type { SmallWorld } from "./small-world.ts";

/** An event of the emulated account, as its dump shows it. */
export interface PatchEvent {
  readonly _id: string;
  readonly event: string;
  readonly contact_id: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly silent: boolean;
  readonly cause: string;
}

export interface PatchContact {
  readonly _id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly email_on: boolean;
  readonly sms_on: boolean;
  readonly loyalty_points: number;
  readonly custom_fields: Readonly<Record<string, unknown>>;
}

/** One run of an automation. */
export interface AutomationRun {
  readonly automation: string;
  readonly event: string;
  readonly event_id: string;
  readonly contact_id: string;
}

/** The order as its newest event has it, with the points it has applied. */
export interface PatchOrder {
  readonly order_id: string;
  readonly event: string;
  readonly contact_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly points: number | null;
}

/** What stories look at in an emulated account of Patch Retention. */
export interface PatchAccount {
  readonly contacts: readonly PatchContact[];
  readonly events: readonly PatchEvent[];
  readonly orders: readonly PatchOrder[];
  readonly automationLog: readonly AutomationRun[];
}

/** What `waybill silence --probe` wrote stands for no order of the shop. */
const isOfShop = (id: unknown): boolean => /^\d+$/.test(String(id));

export async function patchAccount(world: Pick<SmallWorld, "control">): Promise<PatchAccount> {
  const account = await world.control<PatchAccount>("/patch/dump?only=contacts,events,orders,automationLog");
  return { ...account, orders: account.orders.filter(({ order_id: id }) => isOfShop(id)) };
}

/** Events of orders, oldest first, by the id of the order. */
export function eventsOfOrders({ events }: PatchAccount): ReadonlyMap<string, readonly PatchEvent[]> {
  return Map.groupBy(
    events.filter(({ event, data }) => event.startsWith("order.") && isOfShop(data["shopify_order_id"])),
    ({ data }) => String(data["shopify_order_id"]),
  );
}

/** How often automations ran for events of an order. */
export function runsFor(account: PatchAccount, orderId: string): readonly AutomationRun[] {
  const ids = new Set((eventsOfOrders(account).get(orderId) ?? []).map(({ _id }) => _id));
  return account.automationLog.filter(({ event_id: id }) => ids.has(id));
}
