import { sha256 } from "#connectors/kit/sha256.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { GraphAnswer } from "../client.ts";
import type { AskedParts } from "../documents/asked-parts.ts";
import {
  bulkCustomers,
  bulkOperationsFound,
  bulkOrders,
  customerHistorySample,
  orderHistorySample,
  runBulkQuery,
} from "../documents/bulk.ts";
import { readGid } from "../decode/read-id.ts";
import type {
  BulkOperationsFoundQuery,
  CustomerHistorySampleQuery,
  OrderHistorySampleQuery,
  RunBulkQueryMutation,
} from "../generated/admin-2026-10.ts";
import { plain } from "../errors/status-error.ts";
import { askShown, refusedWhole } from "../system/ask-shown.ts";
import { hiddenBefore } from "../system/hidden-orders.ts";
import type { SystemParts } from "../system/system-parts.ts";
import { wholeList } from "../system/whole-answers.ts";
import { writeTicket } from "./ticket.ts";

/** Links to files end after seven days; an operation that began before is of no use. */
const rememberedMs = 7 * 24 * 60 * 60_000;
/** Until another try, when the shop prepares enough already; one of the others may take hours. */
const enoughMs = 60_000;

/** Begins a bulk operation, unless one with this mark was begun before. See `HistoryReader.begin`. */
export async function beginHistory(
  system: SystemParts,
  kind: AnnouncedKind,
  since: string | null,
  mark: string,
): Promise<{ readonly ticket: string }> {
  // The operation is found again by the name of its query, which is kept with it.
  const name = `Waybill_${sha256(mark).slice(0, 32)}`;
  const begun = await find(system, name);
  if (begun !== null) return { ticket: writeTicket({ kind, operation: begun }) };
  const parts = await partsToAsk(system, kind);
  if (parts === null) return { ticket: writeTicket({ kind, operation: null }) };
  // Shopify tells times to the second.
  const from = since === null ? null : new Date(Math.floor(Date.parse(since) / 1_000) * 1_000).toISOString();
  if (kind === "orders") await tellWhatIsHidden(system, from);
  // Of customers the whole first day may come along. The shop counts them, so they are kept; what did not change is not written.
  const query = kind === "orders" ? bulkOrders(parts, from) : bulkCustomers(parts, from);
  const operation = await run(system, `query ${name} ${query}`);
  return { ticket: writeTicket({ kind, operation }) };
}

async function find({ client, clock }: SystemParts, name: string): Promise<string | null> {
  const since = new Date(clock.now() - rememberedMs).toISOString();
  let after: string | null = null;
  do {
    const { data, problems }: GraphAnswer<BulkOperationsFoundQuery> =
      await client.ask<BulkOperationsFoundQuery>({
        name: "BulkOperationsFound",
        document: bulkOperationsFound,
        variables: { query: `created_at:>='${since}'`, after },
        priority: "sweep",
      });
    if (data === null || problems.length > 0) throw refusedWhole("BulkOperationsFound", problems);
    const page: BulkOperationsFoundQuery["bulkOperations"] = wholeList(
      "BulkOperationsFound",
      data.bulkOperations,
      after,
    );
    const found = page.nodes.find(({ query }) => query.includes(name));
    if (found !== undefined) return found.id;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return null;
}

/**
 * The parts that the shop shows; null when it withholds the records as a whole. Told by asking for a few records: a bulk query
 * fails as a whole over what is withheld, and whether it may give empty fields instead is not stated.
 */
async function partsToAsk({ client, shown }: SystemParts, kind: AnnouncedKind): Promise<AskedParts | null> {
  const data =
    kind === "orders"
      ? await askShown<OrderHistorySampleQuery>(client, shown, {
          name: "OrderHistorySample",
          document: orderHistorySample,
          variables: {},
          priority: "sweep",
        })
      : await askShown<CustomerHistorySampleQuery>(client, shown, {
          name: "CustomerHistorySample",
          document: customerHistorySample,
          variables: {},
          priority: "sweep",
          needs: "customer",
        });
  if (data === null) return null;
  shown.noteScopes(data.currentAppInstallation.accessScopes.map(({ handle }) => handle));
  return shown.asked();
}

async function tellWhatIsHidden(system: SystemParts, since: string | null): Promise<void> {
  const hidden = await hiddenBefore(system, "sweep");
  if (hidden === null || (since !== null && since >= hidden)) return;
  system.tell({
    code: "OLD_ORDERS_HIDDEN",
    message: `${system.settings.domain} hides orders older than 60 days from this app, since it lacks the scope read_all_orders: the history has the orders since then only. Ask Shopify for that scope, approve it in the store, and start again if older ones are wanted.`,
    detail: { hiddenBefore: hidden },
  });
}

async function run({ client, settings }: SystemParts, query: string): Promise<string> {
  const { data, problems } = await client.ask<RunBulkQueryMutation>({
    name: "RunBulkQuery",
    document: runBulkQuery,
    variables: { query },
    priority: "sweep",
    writes: true,
  });
  const answer = data?.bulkOperationRunQuery;
  if (answer === null || answer === undefined) throw refusedWhole("RunBulkQuery", problems);
  const id = answer.bulkOperation?.id;
  if (readGid(id, "BulkOperation") !== null && id !== undefined) return id;
  throw refused(settings.domain, answer.userErrors);
}

/** Source: `BulkOperationUserErrorCode` in Shopify's published schema, "Perform bulk operations with the GraphQL Admin API". */
function refused(
  shop: string,
  errors: readonly { readonly message: string; readonly code: string | null }[],
): SyncError {
  const codes = errors.map(({ code }) => plain(code) ?? "no code");
  if (codes.some((code) => /^(OPERATION_IN_PROGRESS|LIMIT_REACHED)$/.test(code)))
    return new SyncError(
      "throttled",
      {
        code: "SHOP_PREPARES_ENOUGH",
        message: `${shop} prepares as many results for this app as it does at once (five). The history is asked for again by itself; other work of the app in this shop has to end first.`,
      },
      { retryAfterMs: enoughMs },
    );
  return new SyncError(
    "defect",
    {
      code: "BULK_QUERY_REFUSED",
      message: `${shop} refuses to prepare the history (${codes.join(", ") || "no code"}): its rules for what may be asked for at once are not those that Waybill knows, or this API version is not the one asked for. Nothing was read. Report it; \`waybill doctor\` looks at the version.`,
      detail: { codes },
    },
    { cause: new Error(errors.map(({ message }) => message).join(" ")) },
  );
}
