import type { StoredEvent } from "./records.ts";

/** Events in the order they were made; none is ever changed or taken away but for the contact that a merge gives it. */
export class EventLog {
  readonly #events: StoredEvent[] = [];
  readonly #positions = new Map<string, number>();
  readonly #newestOfOrder = new Map<string, number>();
  #byTime: readonly StoredEvent[] | null = null;

  append(event: StoredEvent): void {
    const position = this.#events.push(event) - 1;
    this.#positions.set(event.wire._id, position);
    if (event.orderId !== null) this.#newestOfOrder.set(event.orderId, position);
    this.#byTime = null;
  }

  get(id: string): StoredEvent | undefined {
    return this.#events[this.#positions.get(id.toLowerCase()) ?? -1];
  }

  /** What the order says now: its newest event. */
  ofOrder(orderId: string): StoredEvent | undefined {
    return this.#events[this.#newestOfOrder.get(orderId) ?? -1];
  }

  /** Ids of the orders that have events, in the order of their first. */
  orderIds(): Iterable<string> {
    return this.#newestOfOrder.keys();
  }

  /** Oldest first. */
  all(): readonly StoredEvent[] {
    return this.#events;
  }

  /** By the time they tell of, earliest first; of one time in the order they were made. */
  byTime(): readonly StoredEvent[] {
    return (this.#byTime ??= this.#events.toSorted((a, b) =>
      a.wire.at < b.wire.at ? -1 : a.wire.at > b.wire.at ? 1 : 0,
    ));
  }

  /** Gives the events of one contact to another. */
  reassign(from: string, to: string): void {
    for (const [position, event] of this.#events.entries())
      if (event.wire.contact_id === from)
        this.#events[position] = { ...event, wire: { ...event.wire, contact_id: to } };
    this.#byTime = null;
  }
}
