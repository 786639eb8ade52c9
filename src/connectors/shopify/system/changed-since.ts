import type { ChangePage, ReadAnswer } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { customerFromGraphql } from "../decode/customer-from-graphql.ts";
import { changedCustomersQuery, customerPageSize, customersChanged } from "../documents/customers.ts";
import type { CustomersChangedQuery } from "../generated/admin-2026-10.ts";
import { askShown } from "./ask-shown.ts";
import { changedOrders, isSince } from "./changed-orders.ts";
import { nextCursor, readCursor, type SweepCursor } from "./sweep-cursor.ts";
import type { SystemParts } from "./system-parts.ts";
import { wholeList } from "./whole-answers.ts";

/**
 * Records changed at or after `since`, oldest first. A record that changes during the walk comes again at its end. What cannot
 * be read is told to the journal and left out, so that it does not hold up everything behind it.
 */
export async function changedSince(
  system: SystemParts,
  kind: AnnouncedKind,
  since: string,
  cursor: string | null,
): Promise<ChangePage> {
  // Shopify tells times to the second.
  const from = Math.floor(Date.parse(since) / 1_000) * 1_000;
  const at = readCursor(cursor, from);
  if (kind === "customers") return changedCustomers(system, at, from);
  const { answers, next } = await changedOrders(system, at, from);
  return { ...pageOf(system, "orders", answers), next };
}

async function changedCustomers(system: SystemParts, at: SweepCursor, from: number): Promise<ChangePage> {
  const data = await askShown<CustomersChangedQuery>(system.client, system.shown, {
    name: "CustomersChanged",
    document: customersChanged,
    variables: {
      first: customerPageSize,
      after: at.after,
      query: changedCustomersQuery(new Date(at.since).toISOString()),
    },
    priority: "sweep",
    needs: "customer",
  });
  if (data === null) return { records: [], next: null };
  const { nodes, pageInfo } = wholeList("CustomersChanged", data.customers, at.after);
  return {
    // The search matches whole days of customers.
    ...pageOf(
      system,
      "customers",
      nodes.filter(isSince(from)).map((node) => [node.id, decoded(node)] as const),
    ),
    next: nextCursor(at, nodes, pageInfo),
  };
}

function decoded(node: object): ReadAnswer {
  try {
    return { state: "present", record: customerFromGraphql(node), alongside: [] };
  } catch (error) {
    if (error instanceof SyncError) return { state: "failed", error };
    throw error;
  }
}

function pageOf(
  { tell }: SystemParts,
  kind: AnnouncedKind,
  answers: readonly (readonly [id: string, answer: ReadAnswer])[],
): Pick<ChangePage, "records" | "unread"> {
  const records: ChangePage["records"][number][] = [];
  const unread: AnnouncedKey[] = [];
  for (const [id, answer] of answers) {
    if (answer.state === "present") records.push({ record: answer.record, alongside: answer.alongside });
    if (answer.state !== "failed") continue;
    unread.push({ kind, id: id.slice(id.lastIndexOf("/") + 1) });
    tell({
      code: answer.error.reason.code,
      message: `${kind === "orders" ? "An order" : "A customer"} could not be read while comparing with the shop; it is read again for itself. ${answer.error.reason.message}`,
      detail: { kind, id },
    });
  }
  return { records, unread };
}
