import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sources, targets } from "#app/connectors.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import { codesOfSource, root, sourceFiles, withoutComments } from "#test/docs/source-codes.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import type { Planned } from "./pending.ts";

/** Connectors and flows that were there when the complaints were last looked through, as `flowsNow` tells them. */
export const flowsLookedThrough: readonly string[] = [
  "patch: customers → contacts",
  "patch: orders → events",
  "shopify",
  "unleashed: customers → Customers",
  "unleashed: orders → SalesOrders",
  "unleashed: refunds → CreditNotes",
];

/** Every connector of a shop, and every flow of every other one. */
export function flowsNow(): readonly string[] {
  const flows = [...targets.values()].flatMap(({ name, flows }) =>
    flows.map((flow) => `${name}: ${flow.sourceKind} → ${flow.targetKind}`),
  );
  return [...sources.keys(), ...flows].sort();
}

/** Whether a planned part is there by now. */
export const isThere: Readonly<Record<Planned, () => boolean>> = {
  "Unleashed: shipments to fulfilments": () =>
    hasFlow(/fulfil|shipment/i) || speaksOf(/\bfulfillmentCreate|\bSalesShipments\b/),
  "Unleashed: changes of orders that have arrived": amendsOrders,
  "Unleashed: stock to Shopify": () =>
    hasFlow(/stock|inventory/i) || speaksOf(/\binventory(Set|Adjust|Activate)\w*|\bStockOnHand\b/),
  "Unleashed: products and prices": () =>
    hasFlow(/product|price/i) || speaksOf(/\bproduct(Set|Create|Update)\b|["']products\/(create|update)["']/),
  // The refusal of audits goes when there are audits.
  "Audit of both sides": () => !codesOfSource().has("AUDITS_NOT_BUILT"),
};

/** Whether a flow is named by such words. */
export function hasFlow(words: RegExp): boolean {
  return [...targets.values()].some(({ flows }) =>
    flows.some(({ name, title, sourceKind, targetKind }) =>
      [name, title, sourceKind, targetKind].some((text) => words.test(text)),
    ),
  );
}

/** Whether the source itself, without emulators, tests and comments, has such words. */
export function speaksOf(words: RegExp): boolean {
  return sourceFiles().some((file) => words.test(withoutComments(readFileSync(join(root, file), "utf8"))));
}

/** Whether anything is planned for an order that was edited or cancelled after it arrived, other than to ask. */
function amendsOrders(): boolean {
  const settings = testSettings();
  const order = buildOrder({ lines: [{ price: "10", quantity: 2 }] });
  const projection = ordersFlow.project(order, testFacts(), settings);
  if (!projection.made) throw new Error("the order of the probe cannot be booked");
  const edited = buildOrder({ lines: [{ price: "10", quantity: 2, current: 1 }] });
  const cancelled = { ...order, cancelledAt: "2026-03-02T00:00:00.000Z" };
  return [edited, cancelled].some(
    (changed) => ordersFlow.reconsider(changed, projection.desired, settings).decision !== "attention",
  );
}
