import { keyText, parseKey, type RecordKey } from "#domain/source-record.ts";
import type { RecordView } from "../ports/engine-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Records that a text names: `#1001`, an e-mail, a numeric id, a key, the target's id. */
export async function findRecords(
  { context }: HubDeps,
  text: string,
  connection?: string,
): Promise<readonly RecordView[]> {
  const q = text.trim();
  if (q === "") return [];
  return context.store.records({ q, limit: 200, ...(connection === undefined ? {} : { connection }) });
}

/** Keys that texts name on a connection. An id that is not known yet is taken as an order of the shop. */
export async function resolveKeys(
  deps: HubDeps,
  connection: string,
  texts: readonly string[],
): Promise<readonly RecordKey[]> {
  const keys = new Map<string, RecordKey>();
  for (const text of texts) {
    const found = await findRecords(deps, text, connection);
    const named = found.map((record): RecordKey => ({ kind: record.kind, id: record.recordId }));
    const direct = named.length > 0 ? named : directKey(text);
    if (direct.length === 0)
      throw new UseCaseError(
        404,
        "RECORD_NOT_FOUND",
        `No record of ${connection} is named ${JSON.stringify(text)}. Name it as the shop does (#1001), by its numeric id, or by its key (orders:123).`,
      );
    for (const key of direct) keys.set(keyText(key), key);
  }
  return [...keys.values()];
}

function directKey(text: string): readonly RecordKey[] {
  if (/^\d{5,}$/.test(text)) return [{ kind: "orders", id: text }];
  const gid = /^gid:\/\/shopify\/(Order|Customer)\/(\d+)$/.exec(text);
  if (gid?.[2] !== undefined) return [{ kind: gid[1] === "Order" ? "orders" : "customers", id: gid[2] }];
  try {
    return [parseKey(text)];
  } catch {
    return [];
  }
}
