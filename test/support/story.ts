import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { AttentionView } from "#engine/ports/engine-store.ts";
import type { RecordStory } from "#engine/use-cases/hub.ts";
import type { PlacedOrder, SmallWorld } from "./small-world.ts";

/** A stored document of the emulated account, whole, so that stories can compare it before and after. */
export type StoredDocument = Readonly<Record<string, unknown>>;

/** The number in an order's `gid://…`. */
export function numericId(order: Pick<PlacedOrder, "id">): string {
  return order.id.split("/").at(-1) ?? "";
}

/** Does something to an order of the emulated shop: `cancel`, `refund`, `edit`, `update`, … */
export async function change(
  world: SmallWorld,
  order: Pick<PlacedOrder, "id">,
  action: string,
  body: unknown = {},
): Promise<void> {
  await world.control(`/shopify/acme/orders/${numericId(order)}/${action}`, body);
}

/** Every sales order with this number, deleted ones too. */
export async function salesOrdersNamed(world: SmallWorld, name: string): Promise<readonly StoredDocument[]> {
  const all = (await world.salesOrders()) as unknown as readonly StoredDocument[];
  return all.filter((document) => document["OrderNumber"] === name);
}

/** The sales order with this number; fails when there is none or there are several. */
export async function theSalesOrder(world: SmallWorld, name: string): Promise<StoredDocument> {
  const [first, ...others] = await salesOrdersNamed(world, name);
  if (first === undefined) throw new Error(`no sales order ${name}`);
  if (others.length > 0) throw new Error(`${others.length + 1} sales orders ${name}`);
  return first;
}

/** Starts to watch a system; the result answers what was asked of it since. */
export function watchCalls(world: SmallWorld, system: "unleashed" | "shopify/acme"): () => LoggedRequest[] {
  const { next } = world.host.requests(system);
  return () => world.host.requests(system, next).requests;
}

/** Those of a watch that change something; signing in does not. Shopify is asked by POST, so its operation tells. */
export function writesOf(requests: readonly LoggedRequest[]): readonly LoggedRequest[] {
  return requests.filter(({ method, operation }) =>
    operation.includes(" /")
      ? method !== "GET" && !operation.includes("/oauth/")
      : operation.startsWith("mutation"),
  );
}

/** The story of the one record that `text` names. */
export async function storyOf(world: SmallWorld, text: string): Promise<RecordStory> {
  const [first, ...others] = await world.hub.show(text);
  if (first === undefined) throw new Error(`nothing is known of ${text}`);
  if (others.length > 0) throw new Error(`${others.length + 1} records are called ${text}`);
  return first;
}

/** The open question about a record, once there is one. */
export async function questionAbout(world: SmallWorld, title: string): Promise<AttentionView> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const found = (await world.hub.attention()).find((open) => open.title === title);
    if (found !== undefined) return found;
    await soon();
  }
  throw new Error(`nobody is asked about ${title}`);
}

const openWork = `
  select (select count(*)::int from waybill.inbox where done_at is null) as deliveries,
    (select count(*)::int from waybill.record_state where dirty or holder is not null) as records,
    (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active')) as jobs,
    (select count(*)::int from waybill.record_state s
      where s.state = 'waiting' and exists (
        select from waybill.waits w
        join waybill.link l on l.connection = w.connection and l.kind = w.on_kind and l.record_id = w.on_id
        where w.connection = s.connection and w.kind = s.kind and w.record_id = s.record_id)) as waiting`;

/**
 * Resolves once the shop has nothing more to announce and the hub nothing to do but wait: for people, for times of retries, for
 * records that are not there. Never with a connection that is paused and has work.
 */
export async function whenQuiet(world: Pick<SmallWorld, "control" | "database">): Promise<void> {
  const until = Date.now() + 25_000;
  let calm = 0;
  let last = "";
  while (calm < 2) {
    if (Date.now() > until) {
      const { rows } = await world.database.pool.query(
        "select kind, record_id, outcome from waybill.record_state",
      );
      throw new Error(`it does not become quiet: ${last}; records: ${JSON.stringify(rows)}`);
    }
    const shop = await world.control<{ waiting: number; underWay: number }>("/shopify/acme/webhooks");
    const { rows } = await world.database.pool.query<Record<string, number>>(openWork);
    const open = { toSend: shop.waiting + shop.underWay, ...rows[0] };
    last = JSON.stringify(open);
    calm = Object.values(open).every((count) => count === 0) ? calm + 1 : 0;
    await soon();
  }
}

/** A moment between two looks at something that is about to happen. */
export function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
