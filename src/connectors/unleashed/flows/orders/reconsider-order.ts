import type { Flow } from "#connectors/kit/flow.ts";
import { exact } from "#domain/money.ts";
import type { Order, OrderLine } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { Reason } from "#domain/reason.ts";
import type { RefundSettings } from "../../settings/refund-settings.ts";
import { accept, leaveOut, retry } from "./choices.ts";
import type { DesiredOrder, SourceFacts } from "./desired-order.ts";
import { isAddressChanged, sourceFacts } from "./source-facts.ts";

/**
 * An order whose sales order is in Unleashed was announced again. Tags, fulfilment, notes and the like change nothing. What was
 * cancelled, given back, edited or is to go elsewhere is told in plain words and left to a person: the sales order stays
 * untouched.
 */
export function reconsiderOrder(
  order: Order,
  agreed: DesiredOrder,
  refunds: Pick<RefundSettings, "mode"> = { mode: "ask" },
): Exclude<ReturnType<Flow["reconsider"]>, { readonly decision: "plan" }> {
  // An agreement of another version of Waybill may lack the facts; then nothing can be said about a change.
  const before = agreed.source as SourceFacts | undefined;
  if (before === undefined) return { decision: "unchanged", reason: unchanged };
  const now = sourceFacts(order);
  const changes = changesOf(order, before, now);
  if (changes.length === 0) return { decision: "unchanged", reason: unchanged };
  if (refunds.mode === "credit" && changes.every(({ byRefund }) => byRefund))
    return { decision: "unchanged", reason: creditedApart };
  // What has credits of its own is not to be taken off the sales order as well.
  const told = refunds.mode === "credit" ? changes.filter(({ byRefund }) => !byRefund) : changes;
  return { decision: "attention", attention: askAbout(agreed, before, now, told, order.currency) };
}

/** The order was deleted in the shop after it arrived: whether the sales order still stands is for a person to say. */
export function askAboutDeleted(agreed: DesiredOrder): AttentionRequest {
  return {
    code: "ORDER_DELETED_AFTER_ARRIVAL",
    message: `The order was deleted in the shop after it had arrived. The sales order ${agreed.number} in Unleashed was left as it is.`,
    detail: { orderNumber: agreed.number },
    choices: [leaveOut],
  };
}

const unchanged: Reason = {
  code: "ORDER_UNCHANGED",
  message: "Nothing that the sales order depends on has changed in the shop since it was written.",
};

const creditedApart: Reason = {
  code: "REFUNDS_CREDITED_APART",
  message: "What was given back since the sales order was written has credits of its own.",
};

type Kind = "cancelled" | "refunded" | "edited" | "delivery";

interface Change {
  readonly kind: Kind;
  readonly what: string;
  /** A refund explains it: there was one, and less is left than before. */
  readonly byRefund: boolean;
}

function changesOf(order: Order, before: SourceFacts, now: SourceFacts): readonly Change[] {
  const changes: Change[] = [];
  const add = (kind: Kind, what: string, isLess = false): void => {
    changes.push({ kind, what, byRefund: kind === "refunded" && isLess });
  };
  if (now.cancelled && !before.cancelled) add("cancelled", "the order was cancelled");
  if (!now.cancelled && before.cancelled) add("edited", "the order is no longer cancelled");
  const refunds = now.refunds.filter((id) => !before.refunds.includes(id)).length;
  const reason: Kind = now.cancelled && !before.cancelled ? "cancelled" : refunds > 0 ? "refunded" : "edited";
  if (refunds > 0)
    add("refunded", refunds === 1 ? "a refund was made" : `${refunds} refunds were made`, true);
  for (const line of order.lines) {
    const what = lineChange(line, before.lines[line.id], now.lines[line.id] ?? "");
    if (what !== null) add(reason, what, isFewer(before.lines[line.id], now.lines[line.id]));
  }
  for (const id of Object.keys(before.lines))
    if (now.lines[id] === undefined) add(reason, `line ${id} is no longer listed`);
  for (const line of order.shippingLines) {
    const old = before.shipping[line.id];
    const price = now.shipping[line.id];
    if (old === undefined) add(reason, `shipping ${JSON.stringify(line.title)} was added`);
    else if (old !== price)
      add(
        reason,
        `shipping ${JSON.stringify(line.title)}: ${old} → ${price ?? "0"}`,
        isLess(old, price ?? "0"),
      );
  }
  if (now.extras !== before.extras)
    add(reason, "tip, duties, fees or cash rounding changed", isOnlyDuties(before.extras, now.extras));
  if (now.total !== before.total)
    add(reason, `total: ${before.total} → ${now.total} ${order.currency}`, isLess(before.total, now.total));
  if (isAddressChanged(before.address, now.address)) add("delivery", "the shipping address changed");
  return changes;
}

function isLess(before: string, now: string): boolean {
  return exact(now).lessThan(before);
}

/** The same line with fewer units: prices, discounts and taxes are those of what was sold. */
function isFewer(before: string | undefined, now: string | undefined): boolean {
  const [units = "0", ...rest] = (before ?? "").split(" ");
  const [left = "0", ...others] = (now ?? "").split(" ");
  return rest.join(" ") === others.join(" ") && Number(left) < Number(units);
}

/** Of tip, duties, fees and cash rounding nothing but duties became less. */
function isOnlyDuties(before: string, now: string): boolean {
  const [tip, duties = "0", ...rest] = before.split(" ");
  const [tipNow, dutiesNow = "0", ...others] = now.split(" ");
  return tip === tipNow && rest.join(" ") === others.join(" ") && isLess(duties, dutiesNow);
}

function lineChange(line: OrderLine, before: string | undefined, now: string): string | null {
  if (before === now) return null;
  const title = JSON.stringify(line.title);
  if (before === undefined)
    return line.currentQuantity === 0 ? null : `${line.currentQuantity} × ${title} added`;
  const [oldQuantity = ""] = before.split(" ");
  const [quantity = ""] = now.split(" ");
  return oldQuantity === quantity
    ? `price, discount or tax of ${title} changed`
    : `${title}: ${oldQuantity} → ${quantity}`;
}

const words = {
  cancelled: ["ORDER_CANCELLED_AFTER_ARRIVAL", "was cancelled in the shop"],
  refunded: ["ORDER_REFUNDED_AFTER_ARRIVAL", "was refunded in the shop"],
  edited: ["ORDER_EDITED_AFTER_ARRIVAL", "was edited in the shop"],
  delivery: ["ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL", "is to be delivered elsewhere"],
} as const satisfies Record<Kind, readonly [code: string, what: string]>;

function askAbout(
  agreed: DesiredOrder,
  before: SourceFacts,
  now: SourceFacts,
  changes: readonly Change[],
  currency: string,
): AttentionRequest {
  const order: readonly Kind[] = ["cancelled", "refunded", "edited", "delivery"];
  const kind = order.find((candidate) => changes.some((change) => change.kind === candidate)) ?? "edited";
  const [code, what] = words[kind];
  const list = changes.map((change) => change.what);
  return {
    code,
    message:
      `The order ${what} after sales order ${agreed.number} had arrived in Unleashed: ` +
      `${list.slice(0, 6).join("; ")}${list.length > 6 ? `; and ${list.length - 6} more` : ""}. ` +
      "The sales order was left as it is. Change it in Unleashed where needed, then accept.",
    detail: { changes: list, totalBefore: before.total, totalNow: now.total, currency },
    choices: [accept, leaveOut, retry],
  };
}
