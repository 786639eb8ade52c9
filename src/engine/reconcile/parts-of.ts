import type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";

/** Records that a record tells of by their ids, and that no announcement names for themselves. */
export function partsOf(record: SourceRecord): readonly RecordKey[] {
  return record.kind === "orders" ? record.refunds.map((id): RecordKey => ({ kind: "refunds", id })) : [];
}

/** Whether a connection carries records of a kind, by its connector and its settings. */
export function isCarried(
  { flowFor, settings }: Pick<ConnectionRuntime, "flowFor" | "settings">,
  kind: RecordKind,
): boolean {
  const flow = flowFor(kind);
  return flow !== null && flow.off?.(settings) !== true;
}
