import { withCallPriority } from "#connectors/kit/call-priority.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import type { SourceConnector, SourceSystem, StoreFacts } from "#connectors/kit/source-system.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { isPartKind, keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { createBatcher } from "../batcher.ts";
import type { ConnectionRow, EngineStore, LinkRow, MirrorRow, StoreRow } from "../ports/engine-store.ts";
import type { ConnectionRuntime, StoreRuntime } from "./connection-runtime.ts";
import { createListCache } from "./list-cache.ts";

/** Why a record cannot be decided yet. */
export const storeNotLookedAt = "STORE_NOT_LOOKED_AT";

/** Opens a shop for reading. `facts` gives the newest facts; it throws while the shop was never looked at. */
export function openStore(
  row: StoreRow,
  connector: SourceConnector,
  system: SourceSystem,
  facts: () => StoreFacts | null,
): StoreRuntime {
  const readers = new Map<RecordKey["kind"], (id: string) => Promise<ReadAnswer<SourceRecord>>>();
  const ask = async (
    kind: RecordKey["kind"],
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, ReadAnswer<SourceRecord>>> =>
    isPartKind(kind) ? ((await system.readParts?.(kind, ids)) ?? new Map()) : system.read(kind, ids);
  const readerOf = (kind: RecordKey["kind"]): ((id: string) => Promise<ReadAnswer<SourceRecord>>) => {
    const existing = readers.get(kind);
    if (existing !== undefined) return existing;
    const reader = createBatcher<string, ReadAnswer<SourceRecord>>({
      maxSize: 50,
      maxWaitMs: 2,
      parallel: 4,
      run: async (ids) => {
        const answers = await ask(kind, [...new Set(ids)]);
        return ids.map((id) => answers.get(id) ?? { state: "absent" });
      },
    });
    readers.set(kind, reader);
    return reader;
  };
  return {
    row,
    connector,
    system,
    read: async (key) => {
      const answer = await readerOf(key.kind)(key.id);
      if (answer.state === "failed") throw answer.error;
      return answer;
    },
    facts: () => {
      const known = facts();
      if (known !== null) return known;
      throw new SyncError("unavailable", {
        code: storeNotLookedAt,
        message: "The shop could not be asked for its currency and time zone yet. `waybill doctor` says why.",
      });
    },
  };
}

/** Opens a connection for work. */
export function openConnection(options: {
  readonly row: ConnectionRow;
  readonly store: StoreRuntime;
  readonly connector: TargetConnector;
  readonly settings: unknown;
  readonly client: unknown;
  readonly engineStore: EngineStore;
  readonly now: () => number;
}): ConnectionRuntime {
  const { row, store, connector, client, engineStore } = options;

  const link = createBatcher<RecordKey, LinkRow | null>({
    maxSize: 200,
    maxWaitMs: 0,
    run: async (keys) => {
      const found = await engineStore.links(row.name, keys);
      return keys.map((key) => found.get(keyText(key)) ?? null);
    },
  });
  const mirror = createBatcher<RecordKey, MirrorRow | null>({
    maxSize: 200,
    maxWaitMs: 0,
    run: async (keys) => {
      const found = await engineStore.mirrors(row.store, keys);
      return keys.map((key) => found.get(keyText(key)) ?? null);
    },
  });
  let decisions: Promise<ReadonlyMap<string, string>> | null = null;
  let decisionsAt = 0;

  return {
    row,
    store,
    connector,
    settings: options.settings,
    client,
    lists: createListCache({
      // Asked for by many records at once, some of which may be urgent.
      lookUp: (needs) => withCallPriority("live", () => connector.lookUp(client, needs)),
      maxAgeMs: connector.listMaxAgeMs,
      now: options.now,
    }),
    flowFor: (kind) => connector.flows.find((flow) => flow.sourceKind === kind) ?? null,
    link,
    mirror,
    isAwaited: async (key) => (await engineStore.dependants(row.name, [key])).length > 0,
    decisions: () => {
      // Another process may have remembered something; a second is short enough for a person's choice.
      if (decisions === null || options.now() - decisionsAt > 1_000) {
        decisionsAt = options.now();
        decisions = engineStore.decisions(row.name);
        decisions.catch(() => {
          decisions = null;
        });
      }
      return decisions;
    },
    decisionsChanged: () => {
      decisions = null;
    },
  };
}
