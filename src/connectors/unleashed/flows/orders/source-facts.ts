import type { Address } from "#domain/address.ts";
import type { Knowable } from "#domain/knowable.ts";
import type { Order, OrderLine } from "#domain/order/order.ts";
import type { SourceFacts } from "./desired-order.ts";

/** The facts of an order whose change after arrival a person has to know of. No arithmetic: amounts are canonical texts. */
export function sourceFacts(order: Order): SourceFacts {
  const lines: Record<string, string> = {};
  for (const line of order.lines) lines[line.id] = lineFacts(line);
  const shipping: Record<string, string> = {};
  for (const line of order.shippingLines) shipping[line.id] = line.removed ? "0" : line.currentPrice.shop;
  const { totals } = order;
  return {
    cancelled: order.cancelledAt !== null,
    status: order.financialStatus,
    lines,
    shipping,
    extras: [totals.tip, totals.currentDuties, totals.currentFees, totals.cashRounding]
      .map((money) => money.shop)
      .join(" "),
    total: totals.currentTotal.shop,
    refunds: order.refunds,
    address: addressDigests(order.shippingAddress),
  };
}

function lineFacts(line: OrderLine): string {
  const discounts = joined(line.discounts);
  const taxes = joined(line.taxes);
  return `${line.currentQuantity} ${line.unitPrice.shop} ${discounts} ${taxes}`;
}

/** The two readings of an order may list the same parts in another order. */
function joined(parts: readonly { readonly amount: { readonly shop: string } }[]): string {
  if (parts.length < 2) return parts[0]?.amount.shop ?? "0";
  return parts
    .map((part) => part.amount.shop)
    .sort()
    .join("+");
}

const addressParts = [
  "firstName",
  "lastName",
  "company",
  "address1",
  "address2",
  "city",
  "provinceCode",
  "zip",
  "countryCode",
  "phone",
] as const satisfies readonly (keyof Address)[];

function addressDigests(address: Knowable<Address>): readonly string[] {
  if (address === undefined) return [];
  return addressParts.map((part) => (address === null ? digest(null) : digest(address[part])));
}

/** True when a part that both readings know differs. What either of them withholds says nothing. */
export function isAddressChanged(before: readonly string[], now: readonly string[]): boolean {
  if (before.length !== now.length) return false;
  return now.some((part, index) => part !== "" && before[index] !== "" && part !== before[index]);
}

/** FNV-1a over the text: enough to notice a change without keeping the text. */
function digest(value: Knowable<string>): string {
  if (value === undefined) return "";
  const text = value?.trim() ?? "";
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(36);
}
