import type { HistoryPage } from "#connectors/kit/history-reader.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";
import { readCustomers } from "../system/read-customers.ts";
import { readOrders } from "../system/read-orders.ts";
import type { SystemParts } from "../system/system-parts.ts";
import { decodeFamily } from "./decode-family.ts";
import type { Family } from "./join-lines.ts";

const none: ReadonlyMap<string, ReadAnswer> = new Map();

/**
 * The records of families, in their order. Those that their lines do not tell for sure are read by id, all together. What cannot be
 * read so either is told to the journal and left to be read for itself.
 */
export async function readPage(
  system: SystemParts,
  kind: AnnouncedKind,
  bytes: Buffer,
  families: readonly Family[],
): Promise<Pick<HistoryPage, "records" | "unread">> {
  const decoded = families.map((family) => decodeFamily(kind, bytes, family));
  const unsure = families.flatMap(({ id }, index) => (decoded[index] === null ? [id] : []));
  const readById = kind === "orders" ? readOrders : readCustomers;
  const answers = unsure.length === 0 ? none : await readById(system, unsure, "sweep");
  const records: HistoryPage["records"][number][] = [];
  const unread: AnnouncedKey[] = [];
  for (const [index, { id }] of families.entries()) {
    const told = decoded[index] ?? null;
    const answer = told === null ? answers.get(id) : undefined;
    if (told !== null) records.push(told);
    else if (answer?.state === "present")
      records.push({ record: answer.record, alongside: answer.alongside });
    else unread.push({ kind, id });
    if (answer?.state === "failed")
      system.tell({
        code: answer.error.reason.code,
        message: `${kind === "orders" ? "An order" : "A customer"} of the history could not be read; it is read again for itself. ${answer.error.reason.message}`,
        detail: { kind, id },
      });
  }
  return { records, unread };
}
