import type { CallPriority } from "#connectors/kit/http-caller.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import { addPages, furtherPages } from "../decode/connections.ts";
import { customersBeside } from "../decode/customer-from-graphql.ts";
import { orderFromGraphql } from "../decode/order-from-graphql.ts";
import { unreadable } from "../decode/unreadable.ts";
import { orderPages, ordersById } from "../documents/orders.ts";
import type { OrderPagesQuery, OrdersByIdQuery } from "../generated/admin-2026-10.ts";
import { askShown } from "./ask-shown.ts";
import { readInChunks } from "./chunks.ts";
import { hiddenBefore } from "./hidden-orders.ts";
import type { SystemParts } from "./system-parts.ts";
import { anotherRecord, nodesAsked } from "./whole-answers.ts";

/** Tries for an order that changes while its pages are read. */
const mostTries = 3;

/** Reads orders by their numeric ids. Every id has an answer; an order that cannot be read fails alone. */
export async function readOrders(
  system: SystemParts,
  ids: readonly string[],
  priority: CallPriority,
): Promise<Map<string, ReadAnswer>> {
  const answers = new Map<string, ReadAnswer>();
  const numeric = ids.filter((id) => /^\d+$/.test(id));
  for (const id of ids) answers.set(id, { state: "absent" });
  await readInChunks(system.chunks, numeric, async (chunk) => {
    const nodes = await ask(system, chunk, priority);
    await Promise.all(
      chunk.map(async (id, index) => {
        const node = nodes[index];
        if (node) answers.set(id, await readNode(system, id, node, priority));
      }),
    );
  });
  const hidden = numeric.some((id) => answers.get(id)?.state === "absent")
    ? await hiddenBefore(system, priority)
    : null;
  if (hidden !== null)
    for (const id of numeric)
      if (answers.get(id)?.state === "absent") answers.set(id, { state: "absent", hiddenBefore: hidden });
  return answers;
}

async function ask(
  { client, shown }: SystemParts,
  ids: readonly string[],
  priority: CallPriority,
): Promise<readonly (object | null)[]> {
  const data = await askShown<OrdersByIdQuery>(client, shown, {
    name: "OrdersById",
    document: ordersById,
    variables: { ids: ids.map((id) => `gid://shopify/Order/${id}`) },
    priority,
  });
  return nodesAsked("OrdersById", data ?? {}, ids.length);
}

/** The answer for an order of which the first part is here: reads further pages, decodes, begins again when it changed. */
export async function readNode(
  system: SystemParts,
  id: string,
  first: object,
  priority: CallPriority,
): Promise<ReadAnswer> {
  let node: object | null | undefined = first;
  for (let tries = 1; ; tries += 1)
    try {
      if (!node) return { state: "absent" };
      const whole = await complete(system, node, priority);
      const record = orderFromGraphql(whole);
      if (record.id !== id) return { state: "failed", error: anotherRecord("OrdersById") };
      return { state: "present", record, alongside: customersBeside(record, whole) };
    } catch (error) {
      if (!(error instanceof SyncError) || !["conflict", "defect"].includes(error.errorClass)) throw error;
      if (error.errorClass === "defect" || tries >= mostTries) return { state: "failed", error };
      [node] = await ask(system, [id], priority);
    }
}

/** Adds the rows that did not fit into the first answer: an order may have hundreds of lines. */
async function complete(
  { client, shown }: SystemParts,
  first: object,
  priority: CallPriority,
): Promise<object> {
  let node = first;
  const asked = new Set<string>();
  for (let pages = furtherPages(node); pages !== null; pages = furtherPages(node)) {
    const page = JSON.stringify(pages);
    // A shop that names the same next page again would be asked for ever.
    if (asked.has(page)) unreadable("pageInfo", "of a list that ends");
    asked.add(page);
    const data = await askShown<OrderPagesQuery>(client, shown, {
      name: "OrderPages",
      document: orderPages,
      variables: { ...pages },
      priority,
    });
    node = addPages(node, data?.order);
  }
  return node;
}
