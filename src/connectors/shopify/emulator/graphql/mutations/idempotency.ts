import type { GraphContext } from "../graph-context.ts";
import type { Arguments } from "../type-fields.ts";

/** Mutations that are refused without `@idempotent`, from 2026-04 on. Source: "Idempotent requests". */
const keyed = new Set([
  "inventoryActivate",
  "inventoryAdjustQuantities",
  "inventoryMoveQuantities",
  "inventorySetOnHandQuantities",
  "inventorySetQuantities",
  "inventoryShipmentAddItems",
  "inventoryShipmentCreate",
  "inventoryShipmentCreateInTransit",
  "inventoryShipmentReceive",
  "inventoryTransferCreate",
  "inventoryTransferCreateAsReadyToShip",
  "inventoryTransferDuplicate",
  "inventoryTransferSetItems",
  "locationActivate",
  "locationDeactivate",
  "refundCreate",
]);

const keptMs = 24 * 60 * 60 * 1000;

export function needsIdempotencyKey(mutation: string): boolean {
  return keyed.has(mutation);
}

/**
 * Runs a keyed mutation once: the same key with the same arguments gives the first outcome for 24 hours, with others it is
 * refused. Without a key it just runs.
 */
export function runOnce<Payload>(
  context: GraphContext,
  mutation: string,
  args: Arguments,
  run: () => Payload,
  refuse: (message: string) => Payload,
): Payload {
  const key = context.idempotencyKey;
  if (key === null) return run();
  const { idempotency } = context.shop;
  const call = `${mutation} ${JSON.stringify(args)}`;
  const known = idempotency.get(key);
  if (known && context.now - known.at < keptMs) {
    if (known.call === call) return known.outcome as Payload;
    return refuse("The same idempotency key cannot be used with different operation parameters.");
  }
  const outcome = run();
  idempotency.set(key, { call, at: context.now, outcome });
  return outcome;
}
