import type { AccountDump } from "./account-shapes.ts";
import type { History, Version } from "./evidence.ts";
import type { ShopCustomer, ShopOrder } from "./shop-shapes.ts";

/** Uses a control of the sandbox; without a body it is asked by GET. */
export type Control = <T = unknown>(path: string, body?: unknown) => Promise<T>;

/** Keeps what the emulated shop was after each step, for the evidence of a run. */
export interface VersionKeeper<Account = AccountDump> {
  /** The account before anything was carried over. */
  readonly before: Account;
  /**
   * Looks at the shop; to be called after each control that changes it, and once more at the end. A control that goes through
   * several states by itself must not be used: place an order paid, take, then refund it.
   */
  take(step: number): Promise<void>;
  orders(): readonly History<ShopOrder>[];
  customers(): readonly History<ShopCustomer>[];
}

/** Starts to keep versions; to be called before the hub carries anything over. Names are of the emulated store and account. */
export async function keepVersions<Account = AccountDump>(
  control: Control,
  { shop = "acme", account = "unleashed" }: { readonly shop?: string; readonly account?: string } = {},
): Promise<VersionKeeper<Account>> {
  const orders = new Kept<ShopOrder>();
  const customers = new Kept<ShopCustomer>();
  const before = await control<Account>(`/${account}/dump`);
  return {
    before,
    take: async (step) => {
      const { now } = await control<{ readonly now: string }>("/clock");
      const dump = await control<{
        readonly orders: readonly ShopOrder[];
        readonly customers: readonly ShopCustomer[];
      }>(`/shopify/${shop}/dump?only=orders,customers`);
      orders.take(step, now, dump.orders);
      customers.take(step, now, dump.customers);
    },
    orders: () => orders.histories(),
    customers: () => customers.histories(),
  };
}

/** Every state of every record of one kind. */
class Kept<T extends { readonly id: string }> {
  readonly #versions = new Map<string, Version<T>[]>();
  readonly #last = new Map<string, string>();

  take(step: number, at: string, records: readonly T[]): void {
    const there = new Set<string>();
    for (const value of records) {
      there.add(value.id);
      const text = JSON.stringify(value);
      if (this.#last.get(value.id) === text) continue;
      this.#last.set(value.id, text);
      this.#add(value.id, { step, at, value });
    }
    for (const id of [...this.#last.keys()].filter((known) => !there.has(known))) {
      this.#last.delete(id);
      this.#add(id, { step, at, value: null });
    }
  }

  histories(): readonly History<T>[] {
    return [...this.#versions].map(([id, versions]) => ({ id, versions }));
  }

  #add(id: string, version: Version<T>): void {
    const versions = this.#versions.get(id) ?? [];
    versions.push(version);
    this.#versions.set(id, versions);
  }
}
