import {
  announcedKinds,
  keyText,
  type AnnouncedKind,
  type RecordKey,
  type SourceRecord,
} from "#domain/source-record.ts";
import { overlay } from "#domain/knowable.ts";
import { saysSame } from "#domain/says-same.ts";
import type { JournalLine, MirrorRow, MirrorWrite, RecordName } from "../ports/engine-store.ts";
import { laneOf, type WorkQueue } from "../ports/queue.ts";
import { recordName } from "../reconcile/settle.ts";
import { writeOf } from "../reconcile/source-state.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { Registry } from "../runtime/registry.ts";

/** Each sweep reads again what changed in this long before the point that the last one came to. */
const overlapMs = 10 * 60 * 1000;
/**
 * The shop's search index lags behind, and its clock may differ from ours. So a sweep has come only to the latest change that it was
 * shown, and no further because of an empty answer; in a shop where nothing happens, to this long ago.
 */
const longestLagMs = 30 * 60 * 1000;

export interface SweepDeps {
  readonly context: EngineContext;
  readonly registry: Registry;
  readonly queue: WorkQueue;
}

/**
 * Reads what changed in a shop since the last sweep and wakes every record that no webhook announced (or that a connection
 * has not caught up with). The checkpoint moves only after a page's records are stored and woken.
 */
export async function sweepStore(deps: SweepDeps, store: string, kind: AnnouncedKind): Promise<number> {
  const { context, registry } = deps;
  const owner = `store/${store}`;
  const name = `sweep/${kind}`;
  const started = context.clock.now();
  const checkpoint = await context.store.checkpoint(owner, name);
  if (checkpoint === null) {
    await context.store.saveCheckpoint(owner, name, new Date(started).toISOString());
    return 0;
  }
  const since = new Date(Date.parse(checkpoint) - overlapMs).toISOString();
  const runtime = registry.store(store);
  let cursor: string | null = null;
  let found = 0;
  let latest = Math.max(Date.parse(checkpoint), started - longestLagMs);
  do {
    const page = await runtime.system.changedSince(kind, since, cursor);
    const records = page.records.flatMap(({ record, alongside }) => [record, ...alongside]);
    const taken = await takeIn(deps, store, {
      records,
      wanted: page.records.map(({ record }) => keyOf(record)),
      isLive: () => true,
      note: foundLine,
    });
    await lookAtUnread(deps, store, page.unread ?? [], true);
    for (const { record } of page.records)
      if (record.updatedAt !== null) latest = Math.max(latest, Date.parse(record.updatedAt));
    found += taken.length;
    cursor = page.next;
  } while (cursor !== null);
  await context.store.saveCheckpoint(owner, name, new Date(Math.min(latest, started)).toISOString());
  return found;
}

/**
 * Has records that a page told of and could not be read looked at one by one, so that each has an outcome of its own and is tried
 * again.
 */
export async function lookAtUnread(
  { context, registry, queue }: SweepDeps,
  store: string,
  keys: readonly RecordKey[],
  live: boolean,
): Promise<void> {
  if (keys.length === 0) return;
  for (const { name } of registry.connectionsOf(store)) {
    const taken = keys.filter(({ kind }) => registry.taking(store, kind).includes(name));
    if (taken.length === 0) continue;
    await context.store.markDirty(name, taken, {
      lookAgain: true,
      live: new Set(live ? taken.map(keyText) : []),
    });
    await queue.wake(laneOf({ connection: name }), taken.map(keyText), "sweep");
  }
}

/** A page of records that were read. */
export interface TakenIn {
  readonly records: readonly SourceRecord[];
  /** Those of them that were asked for; the others were told of beside them. */
  readonly wanted: readonly RecordKey[];
  /** Whether a record is looked at live for what was read of it. */
  readonly isLive: (record: SourceRecord) => boolean;
  /** What the story of a record says whose content was not known; default: nothing. */
  readonly note?: ((store: string, connection: string, key: RecordKey) => JournalLine) | null;
}

/**
 * Stores records that were read and wakes those of `wanted` that a connection has not caught up with. Answers the keys whose
 * content was not known before.
 */
export async function takeIn(
  deps: SweepDeps,
  store: string,
  { records: page, wanted, isLive, note = null }: TakenIn,
): Promise<readonly RecordKey[]> {
  if (page.length === 0) return [];
  const { context, registry, queue } = deps;
  const known = await context.store.mirrors(store, page.map(keyOf));
  const records = await askedAgain(deps, store, { records: page, wanted, isLive }, known);
  const writes: MirrorWrite[] = [];
  const live = new Set(records.filter(isLive).map((record) => keyText(keyOf(record))));
  const names = new Map<string, RecordName>();
  for (const record of records) {
    const key = keyOf(record);
    const row = known.get(keyText(key));
    names.set(keyText(key), recordName(key, record));
    if (row !== undefined && (row.record.updatedAt ?? "") > (record.updatedAt ?? "")) continue;
    const isWanted = wanted.some((key) => key.kind === record.kind && key.id === record.id);
    const merged = row === undefined ? record : overlay(row.record, record);
    if (row === undefined || !saysSame(merged, row.record) || (isWanted && !row.confirmed))
      writes.push(writeOf(merged, isWanted ? "read" : "alongside", false));
  }
  const isNew = (write: MirrorWrite): boolean => !known.has(keyText(write.key));
  for (const [page, options] of [
    [writes.filter(isNew), { isNew: true }],
    [writes.filter((write) => !isNew(write)), {}],
  ] as const)
    if (page.length > 0) await context.store.saveMirrors(store, page, options);
  const fresh = writes
    .filter((write) => {
      const row = known.get(keyText(write.key));
      return write.origin === "read" && (row === undefined || !saysSame(write.record, row.record));
    })
    .map((write) => write.key);
  for (const connection of registry.connectionsOf(store)) {
    const kinds = new Set(
      wanted.map((key) => key.kind).filter((kind) => registry.taking(store, kind).includes(connection.name)),
    );
    const candidates = wanted.filter((key) => kinds.has(key.kind));
    if (candidates.length === 0) continue;
    const behind = await context.store.lagging(connection, candidates);
    if (behind.length === 0) continue;
    if (note !== null)
      await context.store.journal(
        behind.filter((key) => contains(fresh, key)).map((key) => note(store, connection.name, key)),
      );
    // The mark is what lasts: a key that is being worked on with what was known before absorbs the wake-up.
    await context.store.markDirty(connection.name, behind, { names, live });
    await queue.wake(laneOf({ connection: connection.name }), behind.map(keyText), "sweep");
  }
  return fresh;
}

/**
 * The records of a page, where those that contradict what is known of the same second are as the shop answers now, asked for all at once:
 * times of records have whole seconds, and a page may have been put together long before it is read, so that only the shop can tell which
 * of the two is later. What it does not answer is looked at by itself; what was told beside is left to its own page.
 */
async function askedAgain(
  deps: SweepDeps,
  store: string,
  { records, wanted, isLive }: Pick<TakenIn, "records" | "wanted" | "isLive">,
  known: ReadonlyMap<string, MirrorRow>,
): Promise<readonly SourceRecord[]> {
  const doubtful = new Set(
    records.filter((record) => {
      const row = known.get(keyText(keyOf(record)));
      return row !== undefined && contradicts(row.record, record);
    }),
  );
  if (doubtful.size === 0) return records;
  const asked = [...doubtful].filter((record) => contains(wanted, keyOf(record)));
  const { system } = deps.registry.store(store);
  const answers = new Map<string, SourceRecord>();
  for (const kind of announcedKinds) {
    const ids = asked.filter((record) => record.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const [id, answer] of await system.read(kind, ids, "sweep"))
      if (answer.state === "present") answers.set(keyText({ kind, id }), answer.record);
  }
  for (const isTold of [true, false]) {
    const unanswered = asked.filter((record) => !answers.has(keyText(keyOf(record))));
    await lookAtUnread(
      deps,
      store,
      unanswered.filter((record) => isLive(record) === isTold).map(keyOf),
      isTold,
    );
  }
  return records.flatMap((record) =>
    doubtful.has(record) ? (answers.get(keyText(keyOf(record))) ?? []) : [record],
  );
}

function contradicts(known: SourceRecord, read: SourceRecord): boolean {
  return (
    read.updatedAt !== null &&
    read.updatedAt === known.updatedAt &&
    !saysSame(overlay(known, read), overlay(read, known))
  );
}

/** What the story of a record says that was found without an announcement. */
export function foundLine(store: string, connection: string, key: RecordKey): JournalLine {
  return {
    store,
    connection,
    key,
    code: "FOUND_BY_SWEEP",
    message: "Found by comparing with the shop: it had changed and no announcement of that had been used.",
  };
}

function keyOf(record: SourceRecord): RecordKey {
  return { kind: record.kind, id: record.id };
}

function contains(keys: readonly RecordKey[], key: RecordKey): boolean {
  return keys.some((other) => other.kind === key.kind && other.id === key.id);
}
