import type { CallPriority } from "#connectors/kit/http-caller.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import type { Refund } from "#domain/refund/refund.ts";
import { SyncError } from "#domain/sync-error.ts";
import { refundFromGraphql } from "../decode/refund-from-graphql.ts";
import { isObject, type Loose } from "../decode/read-values.ts";
import { unreadable } from "../decode/unreadable.ts";
import { refundLinesAfter, refundsById } from "../documents/refunds.ts";
import { askShown } from "./ask-shown.ts";
import { readInChunks } from "./chunks.ts";
import { hiddenBefore } from "./hidden-orders.ts";
import type { SystemParts } from "./system-parts.ts";
import { anotherRecord, nodesAsked } from "./whole-answers.ts";

/** Refunds have lists of their own, so that few of them cost as much as many orders. */
const mostAtOnce = 10;

type Goods = Loose<"nodes" | "pageInfo">;

/** Reads refunds by their numeric ids. Every id has an answer; one that cannot be read fails alone. */
export async function readRefunds(
  system: SystemParts,
  ids: readonly string[],
  priority: CallPriority,
): Promise<Map<string, ReadAnswer<Refund>>> {
  const answers = new Map<string, ReadAnswer<Refund>>(ids.map((id) => [id, { state: "absent" }]));
  const numeric = ids.filter((id) => /^\d+$/.test(id));
  const chunks = { size: Math.min(mostAtOnce, system.chunks.size) };
  await readInChunks(chunks, numeric, async (chunk) => {
    const data = await askShown<object>(system.client, system.shown, {
      name: "RefundsById",
      document: refundsById,
      variables: { ids: chunk.map(gidOf) },
      priority,
    });
    const nodes = nodesAsked("RefundsById", data ?? {}, chunk.length);
    await Promise.all(
      chunk.map(async (id, index) => {
        const node = nodes[index];
        if (node) answers.set(id, await answerOf(system, id, node, priority));
      }),
    );
  });
  // A shop that hides old orders hides their refunds, too.
  const isAbsent = (id: string): boolean => answers.get(id)?.state === "absent";
  const hidden = numeric.some(isAbsent) ? await hiddenBefore(system, priority) : null;
  if (hidden !== null)
    for (const id of numeric.filter(isAbsent)) answers.set(id, { state: "absent", hiddenBefore: hidden });
  return answers;
}

async function answerOf(
  system: SystemParts,
  id: string,
  node: object,
  priority: CallPriority,
): Promise<ReadAnswer<Refund>> {
  try {
    const record = refundFromGraphql(await complete(system, id, node, priority));
    return record.id === id
      ? { state: "present", record, alongside: [] }
      : { state: "failed", error: anotherRecord("RefundsById") };
  } catch (error) {
    if (error instanceof SyncError && error.errorClass === "defect") return { state: "failed", error };
    throw error;
  }
}

/** Adds the goods that did not fit into the first answer. A refund does not change once it was made. */
async function complete(
  { client, shown }: SystemParts,
  id: string,
  first: object,
  priority: CallPriority,
): Promise<object> {
  let goods: Goods = goodsOf(first);
  const nodes: unknown[] = listOf(goods);
  const asked = new Set<string>();
  for (let after = cursorOf(goods); after !== null; after = cursorOf(goods)) {
    // A shop that names the same next page again would be asked for ever.
    if (asked.has(after)) unreadable("refundLineItems", "a list that ends");
    asked.add(after);
    const data = await askShown<{ readonly refund?: unknown }>(client, shown, {
      name: "RefundLinesAfter",
      document: refundLinesAfter,
      variables: { id: gidOf(id), after },
      priority,
    });
    goods = goodsOf(isObject(data?.refund) ? data.refund : unreadable("refund", "a refund"));
    nodes.push(...listOf(goods));
  }
  return { ...first, refundLineItems: { nodes, pageInfo: { hasNextPage: false } } };
}

function goodsOf(node: object): Goods {
  const { refundLineItems } = node as Loose<"refundLineItems">;
  return isObject(refundLineItems) ? refundLineItems : unreadable("refundLineItems", "a list");
}

function listOf({ nodes }: Goods): unknown[] {
  return Array.isArray(nodes) ? [...(nodes as readonly unknown[])] : unreadable("refundLineItems", "a list");
}

function cursorOf({ pageInfo }: Goods): string | null {
  const info: Loose<"hasNextPage" | "endCursor"> = isObject(pageInfo) ? pageInfo : {};
  if (info.hasNextPage !== true) return null;
  return typeof info.endCursor === "string"
    ? info.endCursor
    : unreadable("refundLineItems", "a list with a cursor");
}

function gidOf(id: string): string {
  return `gid://shopify/Refund/${id}`;
}
