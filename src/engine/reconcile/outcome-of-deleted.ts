import type { Outcome } from "#domain/outcome.ts";
import type { Reason } from "#domain/reason.ts";
import type { KeySnapshot, LinkRow } from "../ports/engine-store.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { act } from "./act-on-choice.ts";
import { arrivedBefore, isLeftOut } from "./decide.ts";
import { findEarlierWrite } from "./earlier-write.ts";
import type { SourceState } from "./source-state.ts";
import { deletedInShop, type StoryLine } from "./story-lines.ts";

/** Where a record stands that is gone from the shop. */
export interface DeletedOutcome {
  readonly outcome: Outcome;
  /** What was found of a write whose outcome had not been known. */
  readonly link?: LinkRow;
  /** For the journal. */
  readonly notes: readonly StoryLine[];
}

/**
 * What becomes of a record that is gone from the shop. One that was carried over may leave something behind that a person should
 * see to; the flow says so. Whether it was is looked up where a write was announced and never settled.
 */
export async function outcomeOfDeleted(
  { context, runtime }: { readonly context: EngineContext; readonly runtime: ConnectionRuntime },
  snapshot: KeySnapshot,
  { record, mergedInto }: Extract<SourceState, { state: "deleted" }>,
): Promise<DeletedOutcome> {
  const { key } = snapshot;
  const flow = runtime.flowFor(key.kind);
  const arrived = flow === null ? null : (await findEarlierWrite(runtime, flow, snapshot)).link;
  const link = snapshot.link ?? arrived;
  const found =
    flow === null || arrived === null ? {} : { link: arrived, notes: [lineOf(arrivedBefore(flow))] };
  const skipped = {
    outcome: { state: "skipped", reason: deletedInShop(link) },
    notes: [],
    ...found,
  } as const;
  if (link === null || link.agreed === null || link.agreed === undefined) return skipped;
  const question = flow?.deletedInShop?.(link.agreed, mergedInto) ?? null;
  if (question === null) return skipped;
  const { note } = record === null ? { note: null } : await act(context, runtime, snapshot, record);
  const decided = note === null ? [] : [{ code: "DECIDED_BY_PERSON", message: note }];
  const notes = [...skipped.notes, ...decided];
  return (await isLeftOut(runtime, key))
    ? { ...skipped, notes }
    : {
        ...skipped,
        outcome: { state: "attention", reason: question, deleted: true },
        notes,
      };
}

function lineOf({ code, message }: Reason): StoryLine {
  return { code, message };
}
