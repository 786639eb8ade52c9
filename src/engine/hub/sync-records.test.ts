import { describe, expect, it } from "vitest";
import type { RecordKey } from "#domain/source-record.ts";
import type { RecordView } from "../ports/engine-store.ts";
import type { HubDeps } from "./hub-deps.ts";
import { syncRecords } from "./sync-records.ts";

const keys = Array.from({ length: 5_000 }, (_, n): RecordKey => ({ kind: "orders", id: String(n) }));

/** A hub of which a thousand records are settled between two looks. */
function createDeps() {
  const asked: number[] = [];
  let looks = 0;
  let statements = 0;
  const store = {
    markDirty: () => Promise.resolve(),
    inWork: (_row: unknown, named: readonly RecordKey[]) => {
      asked.push(named.length);
      looks += 1;
      return Promise.resolve(named.filter(({ id }) => Number(id) >= looks * 1_000));
    },
    recordsOf: (_connection: string, named: readonly RecordKey[]) => {
      statements += 1;
      return Promise.resolve(
        named.map(({ id }) => ({ id, recordId: id, outcome: { state: "synced" } }) as unknown as RecordView),
      );
    },
    records: () => {
      statements += 1;
      return Promise.resolve([]);
    },
  };
  const row = { name: "c", store: "s", paused: null };
  const deps = {
    context: { store },
    queue: { wake: () => Promise.resolve() },
    registry: { connectionRows: () => [row], connection: () => ({ row }) },
  } as unknown as HubDeps;
  return { deps, asked, statements: () => statements };
}

describe("carrying over thousands of records at once", () => {
  it("asks for all of them in one statement, and looks only at those that are still in work", async () => {
    const { deps, asked, statements } = createDeps();
    const records = await syncRecords(deps, "c", keys);
    expect(records).toHaveLength(5_000);
    expect(statements()).toBe(1);
    // At the end all are looked at once more.
    expect(asked).toEqual([5_000, 4_000, 3_000, 2_000, 1_000, 5_000]);
  });
});
