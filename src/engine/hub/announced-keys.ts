import { keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import { recordName } from "../reconcile/settle.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Most records whose deliveries are searched; those that no worker has looked at are rarely this many. */
const mostSearched = 10_000;
const pageSize = 200;

/**
 * Keys of records that deliveries call by a name and that nobody has looked at yet, as while a connection is paused: a delivery is
 * stored unread, so its name is known only by reading it.
 */
export async function announcedKeys(
  { context, registry }: HubDeps,
  connection: string,
  text: string,
): Promise<readonly RecordKey[]> {
  const { row, store } = registry.connection(connection);
  const name = text.trim().toLowerCase();
  const ahead = new Date(context.clock.now() + 60_000).toISOString();
  const open = await context.store.forgotten(row, ahead, mostSearched);
  const found: RecordKey[] = [];
  for (let start = 0; start < open.length; start += pageSize) {
    const page = await context.store.peekKeys(row, open.slice(start, start + pageSize));
    for (const { key, deliveries, outcome } of page) {
      if (outcome !== null) continue;
      const told = deliveries.map((delivery) => store.connector.interpret(delivery));
      if (told.some((tells) => tells.says === "record" && isCalled(key, tells.record, name))) found.push(key);
    }
  }
  return found;
}

function isCalled(key: RecordKey, record: SourceRecord, name: string): boolean {
  if (keyText(key) !== keyText({ kind: record.kind, id: record.id })) return false;
  const { title, search } = recordName(key, record);
  return [name, `#${name}`].includes(title.toLowerCase()) || search.includes(name);
}
