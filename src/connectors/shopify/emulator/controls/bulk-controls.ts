import { z } from "zod";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { statusOf } from "../bulk/bulk-links.ts";
import { operationGid } from "../bulk/start-operation.ts";
import type { BulkPlan } from "../state/bulk-records.ts";
import type { Shop } from "../state/shop.ts";
import { makeControl } from "./make-control.ts";

const planSchema = z.strictObject({
  /** `INTERNAL_SERVER_ERROR`, `TIMEOUT` or `ACCESS_DENIED`. */
  fail: z.enum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]).default("INTERNAL_SERVER_ERROR"),
  /** Lines that are in the partial file. */
  afterLines: z.int().min(0).default(0),
});

const bytes = z.int().min(0).optional();

const bulkSchema = z.strictObject({
  /** What the next operations come to, one each, instead of completing. */
  next: z.union([planSchema, z.array(planSchema)]).optional(),
  /** Root records worked each time that somebody looks; null: all by themselves. */
  rowsPerLook: z.int().min(1).nullable().optional(),
  /** Children of one parent come in any order. */
  shuffleSiblings: z.boolean().optional(),
  /** Links given so far are void; a look gives new ones. */
  expireLinks: z.boolean().optional(),
  /** What happens to downloads; null: nothing. */
  download: z
    .strictObject({
      status: z.int().min(400).max(599).optional(),
      cutAfterBytes: bytes,
      endAfterBytes: bytes,
      slowMs: z.number().min(0).optional(),
      times: z.int().min(1).default(1),
    })
    .nullable()
    .optional(),
});

/** How bulk operations go, and what goes wrong with them. */
export function bulkControls(shop: Shop): EmulatorControl[] {
  return [
    makeControl("GET", "/bulk", {}, () => overview(shop)),
    makeControl(
      "POST",
      "/bulk",
      { next: { fail: "TIMEOUT", afterLines: 100 }, download: { cutAfterBytes: 5000 } },
      (_parameters, body) => {
        const { next, expireLinks, download, rowsPerLook, shuffleSiblings } = bulkSchema.parse(body);
        const { behaviour } = shop.bulk;
        shop.bulk.behaviour = {
          plans: next === undefined ? behaviour.plans : [next].flat().map(planOf),
          rowsPerLook: rowsPerLook === undefined ? behaviour.rowsPerLook : rowsPerLook,
          shuffleSiblings: shuffleSiblings ?? behaviour.shuffleSiblings,
          linkKey: behaviour.linkKey + Number(expireLinks === true),
          download: download === undefined ? behaviour.download : download,
        };
        return overview(shop);
      },
    ),
  ];
}

function planOf({ fail, afterLines }: z.infer<typeof planSchema>): BulkPlan {
  return { errorCode: fail, afterLines };
}

function overview({ bulk, clock }: Shop) {
  const { operations, behaviour, defects } = bulk;
  const { linkKey: _linkKey, ...shown } = behaviour;
  return {
    behaviour: shown,
    defects,
    operations: [...operations.values()].map((operation) => ({
      id: operationGid(operation),
      type: operation.type,
      status: statusOf(operation, clock.now()),
      errorCode: operation.errorCode,
      objectCount: operation.objectCount,
      rootObjectCount: operation.rootObjectCount,
      fileSize: operation.file.size,
    })),
  };
}
