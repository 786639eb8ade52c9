import { gid } from "../state/ids.ts";
import { isOver } from "../state/bulk-records.ts";
import type { BulkErrorCode, BulkOperationRecord, BulkPlan } from "../state/bulk-records.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { createBulkFile } from "./bulk-file.ts";

/** An operation that has not come to its end. */
export interface BulkRun {
  /** Somebody asked how far it is. */
  look(): void;
  cancel(): void;
}

/** Takes in what an operation writes. */
export interface BulkWriter {
  /** Lines of the file, without line ends. `roots`: how many more root records are in them. */
  write(lines: readonly string[], roots: number): void;
}

/**
 * The work of an operation, done a piece at a time: each `next(rows)` works about so many root records, so that the emulator can
 * answer calls in between. The first `next` only begins.
 */
export type BulkWork = (writer: BulkWriter) => Generator<void, void, number>;

/** Ends an operation with what it has written. */
export class BulkFailure extends Error {
  override readonly name = "BulkFailure";
  readonly errorCode: BulkErrorCode;

  constructor(errorCode: BulkErrorCode) {
    super(`the operation fails with ${errorCode}`);
    this.errorCode = errorCode;
  }
}

/** Root records that are worked without a break. */
const rowsAtOnce = 10;

/** Longest that an operation may take. Source: "Perform bulk operations with the GraphQL Admin API". */
const longestMs = { QUERY: 10 * 24 * 3_600_000, MUTATION: 24 * 3_600_000 } as const;

/** Begins an operation: it is answered as CREATED, runs after a moment, and tells subscribers when it is over. */
export function startOperation(
  shop: Shop,
  about: Pick<BulkOperationRecord, "type" | "query">,
  work: BulkWork,
): BulkOperationRecord {
  const { clock, bulk } = shop;
  const now = clock.now();
  const operation: BulkOperationRecord = {
    __typename: "BulkOperation",
    id: shop.ids.next("BulkOperation"),
    ...about,
    createdAt: now,
    updatedAt: now,
    status: "CREATED",
    errorCode: null,
    completedAt: null,
    endedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    file: createBulkFile(),
    isWhole: false,
    token: nextHex(shop, 28),
  };
  bulk.operations.set(operation.id, operation);
  const [plan, ...later] = bulk.behaviour.plans;
  bulk.behaviour = { ...bulk.behaviour, plans: later };

  const cancels = new Set<() => void>();
  const after = (ms: number, run: () => void): void => {
    const cancel = clock.setTimer(ms, () => {
      cancels.delete(cancel);
      run();
    });
    cancels.add(cancel);
  };
  const release = (): void => {
    for (const cancel of cancels) cancel();
    cancels.clear();
    shop.timers.delete(release);
    bulk.running.delete(operation.id);
  };
  const move = (changes: Partial<BulkOperationRecord>): void => {
    Object.assign(operation, changes, { updatedAt: clock.now() });
  };
  const end = (changes: Partial<BulkOperationRecord>): void => {
    release();
    move({ ...changes, endedAt: clock.now() });
    shop.publish([{ topic: "bulk_operations/finish", operation }]);
  };

  const steps = work({ write: (lines, roots) => write(operation, plan, lines, roots) });
  let isDone = false;
  let isDue = false;
  const settle = (): void => {
    if (isDone && isDue && operation.status === "RUNNING")
      end({ status: "COMPLETED", completedAt: clock.now() });
  };
  /** False when there is nothing left to do. */
  const step = (rows: number): boolean => {
    if (operation.status !== "RUNNING" || isDone) return false;
    try {
      isDone = steps.next(rows).done === true;
    } catch (error) {
      const failure = error instanceof BulkFailure ? error : new BulkFailure("INTERNAL_SERVER_ERROR");
      if (failure !== error) bulk.defects.push(error instanceof Error ? String(error.stack) : String(error));
      end({ status: "FAILED", errorCode: failure.errorCode });
      return false;
    }
    if (!isDone) return true;
    operation.isWhole = true;
    settle();
    return false;
  };
  const pump = (): void => {
    if (bulk.behaviour.rowsPerLook !== null || !step(rowsAtOnce)) return;
    const turn = setImmediate(pump);
    cancels.add(() => clearImmediate(turn));
  };

  shop.timers.add(release);
  bulk.running.set(operation.id, {
    look() {
      if (bulk.behaviour.rowsPerLook === null) return;
      isDue = true;
      step(bulk.behaviour.rowsPerLook);
    },
    cancel() {
      move({ status: "CANCELING" });
      after(shop.switches.jobMs, () => end({ status: "CANCELED" }));
    },
  });
  after(shop.switches.bulkStartMs, () => {
    if (operation.status !== "CREATED") return;
    move({ status: "RUNNING" });
    step(0);
    after(shop.switches.bulkMs, () => {
      isDue = true;
      settle();
    });
    pump();
  });
  after(longestMs[about.type], () => {
    if (!isOver(operation)) end({ status: "FAILED", errorCode: "TIMEOUT" });
  });
  return operation;
}

/** As Shopify names an operation. */
export function operationGid({ id }: BulkOperationRecord): string {
  return gid("BulkOperation", id);
}

function write(
  operation: BulkOperationRecord,
  plan: BulkPlan | undefined,
  lines: readonly string[],
  roots: number,
): void {
  const room = plan ? Math.max(0, plan.afterLines - operation.objectCount) : Number.POSITIVE_INFINITY;
  const written = lines.length > room ? lines.slice(0, room) : lines;
  operation.file.append(written.map((line) => `${line}\n`).join(""));
  operation.objectCount += written.length;
  operation.rootObjectCount += roots;
  if (plan && operation.objectCount >= plan.afterLines) throw new BulkFailure(plan.errorCode);
}
