/** An object of the account with the moments that filters ask about. */
export interface Row<T> {
  readonly value: T;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/**
 * Objects of one kind by GUID, in the order of their creation, with exact look-up by further keys. Values are replaced,
 * never changed in place.
 */
export class Collection<T extends { readonly Guid: string }, K extends string = never> {
  readonly #rows = new Map<string, Row<T>>();
  readonly #keys: Readonly<Record<K, (value: T) => string | null>>;
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(keys: Readonly<Record<K, (value: T) => string | null>>) {
    this.#keys = keys;
    for (const name of Object.keys(keys)) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#rows.size;
  }

  row(guid: string): Row<T> | undefined {
    return this.#rows.get(guid.toLowerCase());
  }

  get(guid: string): T | undefined {
    return this.row(guid)?.value;
  }

  put(value: T, nowMs: number): T {
    const guid = value.Guid;
    const before = this.#rows.get(guid);
    for (const [name, index] of this.#indexes) {
      const keyOf = this.#keys[name as K];
      const oldKey = before ? keyOf(before.value) : null;
      const newKey = keyOf(value);
      if (oldKey === newKey) continue;
      if (oldKey !== null) index.get(oldKey)?.delete(guid);
      if (newKey === null) continue;
      const guids = index.get(newKey);
      if (guids) guids.add(guid);
      else index.set(newKey, new Set([guid]));
    }
    this.#rows.set(guid, { value, createdMs: before?.createdMs ?? nowMs, modifiedMs: nowMs });
    return value;
  }

  /** All objects whose key is exactly this. */
  find(key: K, text: string): Row<T>[] {
    const found: Row<T>[] = [];
    for (const guid of this.#indexes.get(key)?.get(text) ?? []) {
      const row = this.#rows.get(guid);
      if (row) found.push(row);
    }
    return found;
  }

  first(key: K, text: string): T | undefined {
    return this.find(key, text)[0]?.value;
  }

  rows(): Iterable<Row<T>> {
    return this.#rows.values();
  }

  values(): T[] {
    return Array.from(this.#rows.values(), (row) => row.value);
  }
}
