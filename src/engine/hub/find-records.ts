import { keyText, parseKey, type RecordKey } from "#domain/source-record.ts";
import type { RecordView } from "../ports/engine-store.ts";
import { readRecordId } from "../ports/record-id.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import { announcedKeys } from "./announced-keys.ts";
import type { HubDeps } from "./hub-deps.ts";
import { keptAside } from "./kept-records.ts";

/** Records that a text names: `#1001`, an e-mail, a numeric id, a key, the target's id. */
export async function findRecords(
  deps: HubDeps,
  text: string,
  connection?: string,
): Promise<readonly RecordView[]> {
  const q = text.trim();
  if (q === "") return [];
  const found = await deps.context.store.records({
    q,
    limit: 200,
    unlooked: true,
    ...(connection === undefined ? {} : { connection }),
  });
  if (found.length > 0) return found;
  const keys = directKey(q).flatMap(({ kind, id }): readonly RecordKey[] =>
    kind === "orders" && id === q
      ? [
          { kind, id },
          { kind: "customers", id },
        ]
      : [{ kind, id }],
  );
  return keptAside(deps, keys, connection);
}

/** The record on a connection that an id of the API names. */
export async function findRecord(deps: HubDeps, id: string): Promise<RecordView | null> {
  const record = await deps.context.store.record(id);
  if (record !== null) return record;
  const place = readRecordId(id);
  return place === null ? null : ((await keptAside(deps, [place.key], place.connection))[0] ?? null);
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
    const meant = direct.length > 0 ? direct : await announcedKeys(deps, connection, text);
    if (meant.length === 0)
      throw new UseCaseError(
        404,
        "RECORD_NOT_FOUND",
        `No record of ${connection} is named ${JSON.stringify(text)}. Name it as the shop does (#1001), by its numeric id, or by its key (orders:123).`,
      );
    for (const key of meant) keys.set(keyText(key), key);
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
