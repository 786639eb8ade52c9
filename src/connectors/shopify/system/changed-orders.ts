import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import { readGid } from "../decode/read-id.ts";
import { changedOrdersQuery, ordersChanged } from "../documents/orders.ts";
import type { OrderIdsChangedQuery, OrdersChangedQuery } from "../generated/admin-2026-10.ts";
import { askShown } from "./ask-shown.ts";
import { isTooMuch, largestChunk } from "./chunks.ts";
import { orderIdPageSize, orderIdsChanged } from "./documents.ts";
import { readNode, readOrders } from "./read-orders.ts";
import { nextCursor, type SweepCursor } from "./sweep-cursor.ts";
import type { SystemParts } from "./system-parts.ts";
import { wholeList } from "./whole-answers.ts";

/** A page of changed orders, as read, in the order of their change. */
export interface ChangedOrders {
  readonly answers: readonly (readonly [id: string, answer: ReadAnswer])[];
  readonly next: string | null;
}

/**
 * Orders changed at or after `from` (milliseconds). Lists ids and reads them by id, unless this shop turned out to count each
 * record of a list of ids: then a page of whole orders is cheaper.
 */
export async function changedOrders(
  system: SystemParts,
  at: SweepCursor,
  from: number,
): Promise<ChangedOrders> {
  return system.chunks.size < largestChunk ? wholePage(system, at, from) : pageOfIds(system, at, from);
}

/** A time that cannot be read is no reason to pass a record over. */
export const isSince =
  (from: number) =>
  ({ updatedAt }: { readonly updatedAt: string }): boolean =>
    !(Date.parse(updatedAt) < from);

function variablesOf(at: SweepCursor, first: number) {
  return { first, after: at.after, query: changedOrdersQuery(new Date(at.since).toISOString()) };
}

async function pageOfIds(system: SystemParts, at: SweepCursor, from: number): Promise<ChangedOrders> {
  const data = await askShown<OrderIdsChangedQuery>(system.client, system.shown, {
    name: "OrderIdsChanged",
    document: idsDocument,
    variables: variablesOf(at, orderIdPageSize),
    priority: "sweep",
  });
  if (data === null) return { answers: [], next: null };
  const { nodes, pageInfo } = wholeList("OrderIdsChanged", data.orders, at.after);
  const ids = nodes.filter(isSince(from)).flatMap(({ id }) => readGid(id, "Order") ?? []);
  return {
    answers: [...(await readOrders(system, ids, "sweep"))],
    next: nextCursor(at, nodes, pageInfo),
  };
}

const idsDocument = (): string => orderIdsChanged;

async function wholePage(system: SystemParts, at: SweepCursor, from: number): Promise<ChangedOrders> {
  const data = await askWhole(system, at);
  if (data === null) return { answers: [], next: null };
  const { nodes, pageInfo } = wholeList("OrdersChanged", data.orders, at.after);
  const answers = await Promise.all(
    nodes.filter(isSince(from)).map(async (node): Promise<ChangedOrders["answers"][number]> => {
      const id = readGid(node.id, "Order") ?? node.id;
      return [id, await readNode(system, id, node, "sweep")];
    }),
  );
  return { answers, next: nextCursor(at, nodes, pageInfo) };
}

/** Asks for fewer orders at once when the shop says that it is too much, and remembers. */
async function askWhole(system: SystemParts, at: SweepCursor): Promise<OrdersChangedQuery | null> {
  const { client, shown, pages } = system;
  for (;;) {
    const first = pages.size;
    try {
      return await askShown<OrdersChangedQuery>(client, shown, {
        name: "OrdersChanged",
        document: ordersChanged,
        variables: variablesOf(at, first),
        priority: "sweep",
      });
    } catch (error) {
      if (!isTooMuch(error) || first < 2) throw error;
      pages.size = Math.min(pages.size, Math.ceil(first / 2));
    }
  }
}
