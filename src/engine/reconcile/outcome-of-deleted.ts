import type { Outcome } from "#domain/outcome.ts";
import type { SourceRecord } from "#domain/source-record.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { act } from "./act-on-choice.ts";
import { isLeftOut } from "./decide.ts";
import { deletedInShop } from "./story-lines.ts";

/**
 * What becomes of a record that is gone from the shop. One that was carried over may leave something behind that a person should
 * see to; the flow says so. `note`: for the journal, when a person's choice was carried out.
 */
export async function outcomeOfDeleted(
  { context, runtime }: { readonly context: EngineContext; readonly runtime: ConnectionRuntime },
  snapshot: KeySnapshot,
  record: SourceRecord | null,
): Promise<{ readonly outcome: Outcome; readonly note: string | null }> {
  const { key, link } = snapshot;
  const flow = runtime.flowFor(key.kind);
  const skipped: Outcome = { state: "skipped", reason: deletedInShop(link) };
  if (link === null || link.agreed === null || link.agreed === undefined || flow?.deletedInShop === undefined)
    return { outcome: skipped, note: null };
  const { note } = record === null ? { note: null } : await act(context, runtime, snapshot, record);
  return (await isLeftOut(runtime, key))
    ? { outcome: skipped, note }
    : { outcome: { state: "attention", reason: flow.deletedInShop(link.agreed) }, note };
}
