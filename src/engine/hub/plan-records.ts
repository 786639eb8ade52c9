import type { LinkRow, KeySnapshot } from "../ports/engine-store.ts";
import { keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { absorb } from "../reconcile/absorb.ts";
import { mismatchCode } from "../reconcile/choices.ts";
import { decide } from "../reconcile/decide.ts";
import type { Decision } from "../reconcile/decision.ts";
import { titleOf } from "../reconcile/settle.ts";
import { asksFirst, needsReading, sourceState } from "../reconcile/source-state.ts";
import { tellingsOf } from "../reconcile/tellings-of.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";
import type { PlannedRecord } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Keys that are not settled: they wait, failed, need a person, or have deliveries that were not looked at. */
export async function unsettledKeys(deps: HubDeps, connection: string): Promise<readonly RecordKey[]> {
  const { row } = deps.registry.connection(connection);
  const future = new Date(deps.context.clock.now() + 60_000).toISOString();
  const [standing, open] = await Promise.all([
    deps.context.store.keysIn(connection, ["waiting", "failed"]),
    deps.context.store.forgotten(row, future, 10_000),
  ]);
  const all = new Map([...standing, ...open].map((key) => [keyText(key), key]));
  return [...all.values()];
}

/**
 * Plans records without writing anything, here or there. A record that needs another one first is planned as if that one had
 * been carried over, and that one is planned too.
 */
export async function planRecords(
  deps: HubDeps,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly PlannedRecord[]> {
  const runtime = deps.registry.connection(connection);
  const planned = new Map<string, PlannedRecord>();
  const assumed = new Map<string, LinkRow>();
  const view: ConnectionRuntime = {
    ...runtime,
    link: async (key) => (await runtime.link(key)) ?? assumed.get(keyText(key)) ?? null,
    isAwaited: () => Promise.resolve(true),
  };

  /** `reading` is only begun for a record that was not planned yet: nobody would hear of the failure of another one. */
  const planOne = async (
    snapshot: KeySnapshot,
    reading: () => Promise<SourceRecord | null>,
  ): Promise<void> => {
    const text = keyText(snapshot.key);
    if (planned.has(text)) return;
    let record: SourceRecord | null = null;
    try {
      record = await reading();
      if (record === null) return;
      let decision = await decideFor(view, snapshot, record, deps.context.clock.now());
      if (decision.type === "settle" && decision.prerequisites !== undefined) {
        for (const { key, record: stand } of decision.prerequisites) {
          const [before] = await deps.context.store.peekKeys(runtime.row, [key]);
          if (before === undefined) continue;
          const given = before.mirror?.record ?? stand;
          await planOne(before, () =>
            given === undefined ? recordOf(view, before) : Promise.resolve(given),
          );
        }
        decision = await decideFor(view, snapshot, record, deps.context.clock.now());
      }
      if (decision.type === "write")
        assumed.set(text, {
          targetKind: decision.flow.targetKind,
          externalId: decision.plan.action === "update" ? decision.plan.externalId : decision.reference,
          reference: decision.reference,
          agreed: decision.plan.desired,
        });
      else if (decision.link !== undefined) assumed.set(text, decision.link);
      planned.set(text, describe(snapshot.key, record, decision));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      const title = titleOf(snapshot.key, record);
      planned.set(text, { record: title, key: text, action: "fail", reason: error.reason, fields: [] });
    }
  };

  for (let start = 0; start < keys.length; start += planPage) {
    const page = await deps.context.store.peekKeys(runtime.row, keys.slice(start, start + planPage));
    // The shop is asked as a worker would ask it; questions of one page travel together.
    const readings = page.map((snapshot) => recordOf(view, { ...snapshot, lookAgain: true }));
    await Promise.allSettled(readings);
    for (const [index, snapshot] of page.entries())
      await planOne(snapshot, () => readings[index] ?? Promise.resolve(null));
  }
  return [...planned.values()];
}

const planPage = 100;

async function recordOf(runtime: ConnectionRuntime, snapshot: KeySnapshot): Promise<SourceRecord | null> {
  const absorbed = absorb(
    tellingsOf(runtime.store.connector, snapshot),
    snapshot.mirror,
    asksFirst(snapshot),
  );
  const answer = needsReading(snapshot, absorbed) ? await runtime.store.read(snapshot.key) : null;
  const { source } = sourceState(snapshot, absorbed, answer);
  if (source.state === "unknown") throw new SyncError("rejected", source.reason);
  return source.state === "known" ? source.record : null;
}

function decideFor(
  runtime: ConnectionRuntime,
  snapshot: KeySnapshot,
  record: SourceRecord,
  now: number,
): Promise<Decision> {
  return decide(runtime, {
    key: snapshot.key,
    record,
    link: snapshot.link,
    intent: snapshot.intent,
    lookAgain: true,
    mismatch: snapshot.outcome?.reason.code === mismatchCode,
    acceptTarget: false,
    now,
    asked: true,
    live: snapshot.live,
  });
}

function describe(key: RecordKey, record: SourceRecord, decision: Decision): PlannedRecord {
  const base = { record: titleOf(key, record), key: keyText(key) };
  if (decision.type === "write")
    return {
      ...base,
      action: decision.plan.action,
      reason: {
        code: decision.plan.action === "create" ? "PLANNED_CREATE" : "PLANNED_UPDATE",
        message: `Would ${decision.plan.action === "create" ? "make" : "change"} ${decision.flow.describe(decision.plan.desired)}.`,
      },
      fields: decision.plan.fields,
    };
  const { outcome } = decision;
  const actions = {
    synced: "none",
    unchanged: "none",
    skipped: "skip",
    waiting: "wait",
    attention: "attention",
    failed: "fail",
  } as const;
  return { ...base, action: actions[outcome.state], reason: outcome.reason, fields: [] };
}
