import type { JournalView } from "../ports/engine-store.ts";
import { UseCaseError, type JournalQuery } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

const lines = { usual: 100, most: 1_000 };

/** A page of the journal of a connection or of a store as a whole. */
export async function readJournal(
  { context, registry }: HubDeps,
  query: JournalQuery,
): Promise<readonly JournalView[]> {
  await registry.reload();
  const { limit = lines.usual, before } = query;
  if ("connection" in query) known("connection", query.connection, registry.connectionRows());
  else known("store", query.store, registry.storeRows());
  return context.store.tail(query, {
    limit: Math.max(1, Math.min(limit, lines.most)),
    ...(before === undefined ? {} : { before }),
  });
}

function known(
  what: "connection" | "store",
  wanted: string,
  rows: readonly { readonly name: string }[],
): void {
  if (rows.some(({ name }) => name === wanted)) return;
  throw what === "store"
    ? new UseCaseError(404, "STORE_NOT_FOUND", `There is no store ${wanted}.`)
    : new UseCaseError(404, "CONNECTION_NOT_FOUND", `There is no connection ${wanted}.`);
}
