import type { LedgerEntry } from "./records.ts";

/** Points that an order brought, and who has them. */
export interface OrderPoints {
  readonly contactId: string;
  readonly points: number;
}

/** Every movement of points, and which orders have applied points. */
export class PointsLedger {
  readonly #entries: LedgerEntry[] = [];
  readonly #orders = new Map<string, OrderPoints>();
  readonly #skipped = new Set<string>();

  add(entry: LedgerEntry): void {
    this.#entries.push(entry);
    if (entry.order_id === null) return;
    const before = this.#orders.get(entry.order_id)?.points ?? 0;
    this.#orders.set(entry.order_id, { contactId: entry.contact_id, points: before + entry.points });
  }

  /** Undefined: the order never applied points. */
  ofOrder(orderId: string): OrderPoints | undefined {
    return this.#orders.get(orderId);
  }

  /** Remembers that an event of the order had `skip_loyalty`. */
  skip(orderId: string): void {
    this.#skipped.add(orderId);
  }

  wasSkipped(orderId: string): boolean {
    return this.#skipped.has(orderId);
  }

  entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Orders of one contact become those of another. */
  reassign(from: string, to: string): void {
    for (const [orderId, order] of this.#orders)
      if (order.contactId === from) this.#orders.set(orderId, { ...order, contactId: to });
  }
}
