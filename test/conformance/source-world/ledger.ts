import { z } from "zod";
import type { Flow } from "#connectors/kit/flow.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { saysSame } from "#domain/says-same.ts";
import {
  keyText,
  type AnnouncedKey,
  type AnnouncedKind,
  type AnnouncedRecord,
} from "#domain/source-record.ts";

/**
 * The simplest system that records can be carried to: it keeps each as it was told, and forgets nothing that was written. What
 * stands in it is what a hub made of everything that a shop said.
 */
export interface Ledger {
  readonly connector: TargetConnector;
  /** The record as it was written last; undefined: it never was. */
  entry(key: AnnouncedKey): AnnouncedRecord | undefined;
  /** Keys of all writes, in their order. */
  readonly writes: readonly string[];
  /** Which records are wanted; all by default. */
  accepts: (record: AnnouncedRecord) => boolean;
}

interface Entry {
  readonly id: string;
  readonly record: AnnouncedRecord;
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const writes: string[] = [];
  const flowOf = (kind: AnnouncedKind): Flow<unknown, unknown, AnnouncedRecord, Entry, Entry> => ({
    name: kind,
    title: kind,
    sourceKind: kind,
    targetKind: `Entries of ${kind}`,
    targetNoun: "entry",
    accept: (record) =>
      ledger.accepts(record)
        ? { accepted: true }
        : { accepted: false, reason: { code: "NOT_WANTED", message: "The ledger does not want it yet." } },
    reconsider: (record, agreed) =>
      saysSame(record, agreed.record)
        ? { decision: "unchanged", reason: { code: "SAME", message: "Nothing changed." } }
        : { decision: "plan" },
    deletedInShop: () => ({
      code: "ENTRY_LEFT_BEHIND",
      message: "The record is gone from the shop, and its entry stands.",
      choices: [{ choice: "leave-out", label: "Leave it as it is" }],
    }),
    requires: () => [],
    needs: () => [],
    reference: (key) => keyText(key),
    project: (record) => ({
      made: true,
      desired: { id: keyText({ kind: record.kind, id: record.id }), record },
    }),
    find: (_client, query) => {
      const found = entries.get(query.externalId ?? query.reference);
      if (found === undefined) return Promise.resolve({ verdict: "none" });
      return Promise.resolve({
        verdict: "one",
        candidate: { externalId: found.id, label: found.id, snapshot: found },
        evidence: { code: "BY_REFERENCE", message: "Found by its reference." },
      });
    },
    plan: (desired, current) => {
      const fields = [{ path: "record", from: null, to: desired.id, why: "what the shop says" }];
      if (current === null) return { action: "create", desired, fields };
      const { externalId, snapshot } = current;
      return saysSame(snapshot.record, desired.record)
        ? { action: "none", externalId, desired }
        : { action: "update", externalId, desired, fields };
    },
    apply: (_client, { desired }, reference) => {
      writes.push(reference);
      entries.set(reference, { id: reference, record: desired.record });
      return Promise.resolve({ externalId: reference });
    },
    read: (_client, externalId) => Promise.resolve(entries.get(externalId) ?? null),
    verify: (desired, { record }) =>
      saysSame(record, desired.record)
        ? []
        : [{ path: "record", from: null, to: desired.id, why: "what the shop says" }],
    resolve: () => Promise.resolve(null),
    describe: ({ id }) => `entry ${id}`,
  });
  const connector: TargetConnector = {
    name: "ledger",
    title: "Ledger",
    capabilities: { webhooks: false, idempotentWrites: "byReference", deletes: "none", lacking: {} },
    settings: z.unknown(),
    credentials: z.unknown(),
    presets: { documented: {}, recommended: {} },
    secrets: [],
    budget: () => ({ callsPerSecond: null, callsAtOnce: 8, callsPerDay: null, callsPerMonth: null }),
    conflicts: () => [],
    open: () => ({}),
    close: () => Promise.resolve(),
    check: () => Promise.resolve([]),
    lookUp: () => Promise.resolve(new Map()),
    listMaxAgeMs: 1_000,
    flows: [flowOf("orders"), flowOf("customers")],
  };
  const ledger: Ledger = {
    connector,
    writes,
    entry: (key) => entries.get(keyText(key))?.record,
    accepts: () => true,
  };
  return ledger;
}
