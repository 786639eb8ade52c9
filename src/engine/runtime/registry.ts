import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { SourceConnector, StoreFacts } from "#connectors/kit/source-system.ts";
import type { BudgetLimits, TargetConnector } from "#connectors/kit/target-connector.ts";
import type { RecordKind } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { ConnectionRow, StoreRow } from "../ports/engine-store.ts";
import { whyUnreadable } from "../ports/unreadable.ts";
import type { ConnectionRuntime, EngineContext, StoreRuntime } from "./connection-runtime.ts";
import { openConnection, openStore } from "./open-connection.ts";
import { effectiveSettings } from "./settings.ts";

export interface RegistryOptions {
  readonly context: EngineContext;
  readonly sources: ReadonlyMap<string, SourceConnector>;
  readonly targets: ReadonlyMap<string, TargetConnector>;
  /** Budget of calls to a shop, whatever its own throttle says. */
  readonly storeLimits: BudgetLimits;
  /** What a connector may touch; `owner` is `store/<name>` or `connection/<name>`. */
  openContext(
    owner: string,
    limits: BudgetLimits,
    settings: unknown,
    credentials: unknown,
  ): ConnectionContext<unknown, unknown>;
}

/** Everything that is configured, opened on first use and kept until it changes. */
export interface Registry {
  /**
   * Reads the configuration again, as it is now or later; closes what changed or went. One reading at a time, so that an older one
   * cannot win. True when anything differs.
   */
  reload(): Promise<boolean>;
  /** Reads it again unless that was tried within this time. Rejects when the last try failed. */
  ensureRecent(maxAgeMs: number): Promise<void>;
  storeRows(): readonly StoreRow[];
  connectionRows(): readonly ConnectionRow[];
  storeByDomain(domain: string): { readonly row: StoreRow; readonly connector: SourceConnector } | null;
  store(name: string): StoreRuntime;
  connection(name: string): ConnectionRuntime;
  connectionsOf(store: string): readonly ConnectionRow[];
  /** Connections of a store whose connector has a flow for records of this kind. */
  taking(store: string, kind: RecordKind): readonly string[];
  rememberFacts(store: string, facts: StoreFacts): void;
  /** False while a store was never looked at: nothing can be decided about its records then. */
  hasFacts(store: string): boolean;
  /** Has no call to an open shop wait for time to pass any more: the process is to end. */
  refuseWaiting(): void;
  close(): Promise<void>;
}

export function createRegistry(options: RegistryOptions): Registry {
  const { context, sources, targets } = options;
  let stores = new Map<string, StoreRow>();
  let connections = new Map<string, ConnectionRow>();
  let byDomain = new Map<string, StoreRow>();
  let takers = new Map<string, readonly string[]>();
  const facts = new Map<string, StoreFacts>();
  const openStores = new Map<string, StoreRuntime>();
  const openConnections = new Map<string, ConnectionRuntime>();

  const sourceOf = (row: StoreRow): SourceConnector => need(sources.get(row.connector), row.connector);
  const targetOf = (row: ConnectionRow): TargetConnector => need(targets.get(row.connector), row.connector);

  const closeConnection = async (name: string): Promise<void> => {
    const runtime = openConnections.get(name);
    openConnections.delete(name);
    if (runtime !== undefined) await runtime.connector.close(runtime.client);
  };
  const closeStore = async (name: string): Promise<void> => {
    for (const [connection, runtime] of openConnections)
      if (runtime.row.store === name) await closeConnection(connection);
    const runtime = openStores.get(name);
    openStores.delete(name);
    await runtime?.system.close();
  };

  const store = (name: string): StoreRuntime => {
    const open = openStores.get(name);
    if (open !== undefined) return open;
    const row = readable(need(stores.get(name), name));
    const connector = sourceOf(row);
    const system = connector.open(
      options.openContext(`store/${name}`, options.storeLimits, row.settings, row.credentials),
    );
    const runtime = openStore(row, connector, system, () => facts.get(name) ?? null);
    openStores.set(name, runtime);
    return runtime;
  };

  const connection = (name: string): ConnectionRuntime => {
    const open = openConnections.get(name);
    if (open !== undefined) return open;
    const row = readable(need(connections.get(name), name));
    const connector = targetOf(row);
    const settings = effectiveSettings(connector, row.preset, row.settings);
    const owner = `connection/${name}`;
    const limits = connector.budget(settings);
    const runtime = openConnection({
      row,
      store: store(row.store),
      connector,
      settings,
      client: connector.open(options.openContext(owner, limits, settings, row.credentials)),
      engineStore: context.store,
      now: () => context.clock.now(),
    });
    openConnections.set(name, runtime);
    return runtime;
  };

  const toldUnreadable = new Set<string>();
  const tellUnreadable = (row: StoreRow | ConnectionRow): void => {
    const reason = whyUnreadable(row);
    const owner = "state" in row ? `store/${row.name}` : `connection/${row.name}`;
    if (reason === null) toldUnreadable.delete(owner);
    else if (!toldUnreadable.has(owner)) {
      toldUnreadable.add(owner);
      context.log.error({ owner, code: reason.code }, reason.message);
    }
  };

  const load = async (): Promise<boolean> => {
    const [storeRows, connectionRows] = await Promise.all([
      context.store.stores(),
      context.store.connections(),
    ]);
    let changed = false;
    for (const row of [...storeRows, ...connectionRows]) tellUnreadable(row);
    for (const row of storeRows) if (row.facts !== null) facts.set(row.name, row.facts);
    const nextStores = new Map(storeRows.map((row) => [row.name, row]));
    const nextConnections = new Map(connectionRows.map((row) => [row.name, row]));
    for (const [name, row] of stores)
      if (!sameStore(row, nextStores.get(name))) {
        changed = true;
        await closeStore(name);
      }
    for (const [name, row] of connections)
      if (!sameConnection(row, nextConnections.get(name))) {
        changed = true;
        await closeConnection(name);
      }
    changed ||= nextStores.size !== stores.size || nextConnections.size !== connections.size;
    stores = nextStores;
    connections = nextConnections;
    byDomain = new Map(storeRows.map((row) => [row.domain.toLowerCase(), row]));
    takers = new Map();
    return changed;
  };

  let loading: Promise<boolean> | null = null;
  let following: Promise<boolean> | null = null;
  let last: { readonly at: number; readonly load: Promise<boolean> } | null = null;

  const beginLoad = (): Promise<boolean> => {
    const at = performance.now();
    loading = load().finally(() => {
      loading = null;
    });
    last = { at, load: loading };
    return loading;
  };

  /** A reading that is under way may have begun before what the caller wants to see: the next one serves everybody who came since. */
  const reload = (): Promise<boolean> => {
    if (following !== null) return following;
    if (loading === null) return beginLoad();
    following = loading
      .catch(() => false)
      .then(() => {
        following = null;
        return beginLoad();
      });
    return following;
  };

  const ensureRecent = async (maxAgeMs: number): Promise<void> => {
    const isRecent = last !== null && performance.now() - last.at < maxAgeMs;
    await (isRecent ? last?.load : reload());
  };

  return {
    reload,
    ensureRecent,
    storeRows: () => [...stores.values()],
    connectionRows: () => [...connections.values()],
    storeByDomain: (domain) => {
      const row = byDomain.get(domain);
      return row === undefined ? null : { row, connector: sourceOf(row) };
    },
    store,
    connection,
    connectionsOf: (name) => [...connections.values()].filter((row) => row.store === name),
    taking: (name, kind) => {
      const cached = takers.get(`${name}\n${kind}`);
      if (cached !== undefined) return cached;
      const names = [...connections.values()]
        .filter((row) => row.store === name && targetOf(row).flows.some((flow) => flow.sourceKind === kind))
        .map((row) => row.name);
      takers.set(`${name}\n${kind}`, names);
      return names;
    },
    rememberFacts: (name, known) => {
      facts.set(name, known);
    },
    hasFacts: (name) => facts.has(name),
    refuseWaiting: () => {
      for (const { system } of openStores.values()) system.refuseWaiting?.();
    },
    close: async () => {
      for (const name of openConnections.keys()) await closeConnection(name);
      for (const name of openStores.keys()) await closeStore(name);
    },
  };
}

function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`nothing named ${name} is configured or known`);
  return value;
}

function readable<Row extends StoreRow | ConnectionRow>(row: Row): Row {
  const reason = whyUnreadable(row);
  if (reason !== null) throw new SyncError("unauthorised", reason);
  return row;
}

function sameStore(left: StoreRow, right: StoreRow | undefined): boolean {
  const core = (row: StoreRow): string =>
    JSON.stringify([row.connector, row.domain, row.settings, row.credentials]);
  return right !== undefined && core(left) === core(right);
}

function sameConnection(left: ConnectionRow, right: ConnectionRow | undefined): boolean {
  const core = (row: ConnectionRow): string =>
    JSON.stringify([row.store, row.connector, row.preset, row.settings, row.credentials]);
  return right !== undefined && core(left) === core(right);
}
