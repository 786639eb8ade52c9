import { createHash } from "node:crypto";
import type { SourceFacts } from "./desired-order.ts";

/** Decision code under which a person accepted a sales order as it is, by order id. */
export const acceptedCode = "SALES_ORDER_ACCEPTED";

/** What was accepted: the order as it stood then. A later change of the order is asked about again. */
export function acceptedValue(source: SourceFacts): string {
  const { cancelled, total, extras, refunds } = source;
  const lines = [...Object.entries(source.lines), ...Object.entries(source.shipping)]
    .map(([id, line]) => `${id} ${line}`)
    .sort();
  const text = JSON.stringify([cancelled, total, extras, [...refunds].sort(), lines, source.address]);
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
