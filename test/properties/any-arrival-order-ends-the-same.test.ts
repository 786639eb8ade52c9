import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlay } from "#domain/knowable.ts";
import type { Outcome } from "#domain/outcome.ts";
import type { AnnouncedRecord } from "#domain/source-record.ts";
import type { KeySnapshot, MirrorRow, MirrorWrite } from "#engine/ports/engine-store.ts";
import { absorb, type ToldDelivery } from "#engine/reconcile/absorb.ts";
import { asksFirst, needsReading, sourceState, type SourceState } from "#engine/reconcile/source-state.ts";
import { deletedInShop } from "#engine/reconcile/story-lines.ts";
import type { StoreAnswer } from "#engine/runtime/connection-runtime.ts";
import { arbitraryHistory, type History } from "#test/support/arbitrary-history.ts";
import { runs } from "#test/support/random-runs.ts";

interface Ended {
  readonly source: SourceState;
  readonly mirror: MirrorRow | null;
}

/**
 * Takes in everything that arrived, look by look, as the engine does: what is known between two looks is the mirror and how the
 * record stands. `shop` answers a reading; it is told by how many versions its answer may lag behind.
 */
function takeIn({ versions, arrivals, looks }: History, shop: (lag: number) => StoreAnswer): Ended {
  const [{ kind, id } = { kind: "orders" as const, id: "" }] = versions;
  let mirror: MirrorRow | null = null;
  let outcome: Outcome | null = null;
  let source: SourceState | null = null;
  let isWritten = false;
  for (const [index, deliveries] of arrivals.entries()) {
    const { afterWrite = false, lag = 0 } = looks[index] ?? {};
    isWritten ||= afterWrite && mirror !== null;
    const snapshot: KeySnapshot = {
      key: { kind, id },
      fence: 1,
      deliveries: [],
      mirror,
      link: isWritten ? { targetKind: "SalesOrders", externalId: "1", reference: "1", agreed: {} } : null,
      intent: null,
      attempts: 0,
      firstFailedAt: null,
      outcome,
      lookAgain: false,
      live: false,
      run: null,
      choice: null,
    };
    const absorbed = absorb(deliveries, mirror, asksFirst(snapshot));
    const answer = needsReading(snapshot, absorbed) ? shop(lag) : null;
    const result = sourceState(snapshot, absorbed, answer);
    mirror = stored(mirror, result.mirror, result.mirrorDeleted.length > 0);
    ({ source } = result);
    outcome =
      source.state === "deleted"
        ? { state: "skipped", reason: deletedInShop(snapshot.link) }
        : { state: "unchanged", reason: { code: "SIDES_AGREE", message: "Both sides agree." } };
  }
  if (source === null) throw new Error("nothing arrived");
  return { source, mirror };
}

/** What the database makes of it: an older record never replaces a newer one, and what was confirmed stays so. */
function stored(
  mirror: MirrorRow | null,
  writes: readonly MirrorWrite[],
  isDeleted: boolean,
): MirrorRow | null {
  let row = mirror;
  for (const { record, origin, withheld } of writes) {
    if (row !== null && (row.record.updatedAt ?? "") > (record.updatedAt ?? "")) continue;
    const confirmed = origin === "read" || (row?.confirmed ?? false);
    row = { record, confirmed, withheld, version: "1", deletedAt: null };
  }
  return row !== null && isDeleted ? { ...row, deletedAt: "2026-03-02T00:00:00.000Z" } : row;
}

const kept = (record: unknown): unknown => JSON.parse(JSON.stringify(record));

function expectEndsAs({ source, mirror }: Ended, expected: AnnouncedRecord | undefined): void {
  if (source.state !== "known") throw new Error(`ended as ${source.state}`);
  expect(kept(source.record)).toEqual(kept(expected));
  expect(kept(mirror?.record)).toEqual(kept(expected));
  expect(mirror?.deletedAt).toBeNull();
}

const present = (record: AnnouncedRecord | undefined): StoreAnswer => {
  if (record === undefined) throw new Error("no such version");
  return { state: "present", record, alongside: [] };
};
const absent = (): StoreAnswer => ({ state: "absent" });
const kinds = ["orders", "customers"] as const;

describe.each(kinds)("of %s, whatever was announced in whatever order", (kind) => {
  it("ends as the shop has it, changes of the same second too", () => {
    fc.assert(
      fc.property(arbitraryHistory(kind), (history) => {
        const newest = history.versions.at(-1);
        expectEndsAs(
          takeIn(history, () => present(newest)),
          newest,
        );
      }),
      runs(500),
    );
  });

  it("ends as the newest body tells, although answers of the shop lag behind it", () => {
    fc.assert(
      fc.property(arbitraryHistory(kind, { newestTold: true }), (history) => {
        const { versions } = history;
        const answer = (lag: number) => present(versions[Math.max(0, versions.length - 1 - lag)]);
        expectEndsAs(takeIn(history, answer), versions.at(-1));
      }),
      runs(500),
    );
  });

  it("ends as the newest body tells, where the shop does not answer with the record", () => {
    fc.assert(
      fc.property(arbitraryHistory(kind, { newestTold: true, progressing: true }), (history) => {
        expectEndsAs(takeIn(history, absent), history.versions.at(-1));
      }),
      runs(500),
    );
  });

  it("ends as deleted, once that was announced and the shop answers no more", () => {
    fc.assert(
      fc.property(arbitraryHistory(kind), fc.nat(), fc.nat(), (history, look, place) => {
        const { versions, arrivals } = history;
        const [{ id } = { id: "" }] = versions;
        const deletion = {
          id: 1_000,
          topic: `${kind}/delete`,
          triggeredAt: null,
          tells: { says: "deleted", key: { kind, id } },
        } as const;
        const withDeletion = arrivals.map((deliveries, index) =>
          index === look % arrivals.length
            ? deliveries.toSpliced(place % (deliveries.length + 1), 0, deletion)
            : deliveries,
        );
        const ended = takeIn({ ...history, arrivals: withDeletion }, absent);
        expect(ended.source.state).toBe("deleted");
        expect(ended.mirror?.deletedAt).not.toBeNull();
      }),
      runs(500),
    );
  });

  it("knows the same, however much of it is looked at at once, also what the shop has told and withholds now", () => {
    const histories = arbitraryHistory(kind, { gaps: [1, 60], hidesAgain: true });
    fc.assert(
      fc.property(histories, fc.boolean(), (history, isLastRead) => {
        const { versions, arrivals } = history;
        const told = versions.map((record, index): ToldDelivery => {
          const isHint = isLastRead && index === versions.length - 1;
          const { id } = record;
          return {
            id: index,
            topic: `${kind}/update`,
            triggeredAt: null,
            tells: isHint
              ? { says: "changed", key: { kind, id } }
              : { says: "record", record, complete: true, withheld: false, alongside: [] },
          };
        });
        const cut = arrivals.map(({ length }) => told.splice(0, length));
        const looks = [...cut, told].filter(({ length }) => length > 0);
        const known = versions.reduce((before, now) => overlay<AnnouncedRecord>(before, now));
        const answer = isLastRead ? () => present(versions.at(-1)) : absent;
        expectEndsAs(takeIn({ versions, arrivals: looks, looks: [] }, answer), known);
      }),
      runs(400),
    );
  });
});
