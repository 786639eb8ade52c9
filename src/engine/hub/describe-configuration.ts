import type { Configuration, ConnectionView } from "../use-cases/hub.ts";
import type { ConnectionRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { whyUnreadable } from "../ports/unreadable.ts";
import type { HubDeps } from "./hub-deps.ts";

/** The configuration as a file would say it; secrets stand as names of environment variables. */
export function exportConfiguration({ registry, connectors }: HubDeps): Configuration {
  return {
    stores: registry.storeRows().map((row) => ({
      name: row.name,
      domain: row.domain,
      ...optional(row.settings, "apiVersion"),
      ...optional(row.settings, "baseUrl"),
      auth: masked(row.name, row.credentials, connectors.sources.get(row.connector)?.secrets ?? []) as Record<
        string,
        string
      >,
    })),
    connections: registry.connectionRows().map((row) => ({
      name: row.name,
      store: row.store,
      connector: row.connector,
      preset: row.preset,
      credentials: masked(row.name, row.credentials, connectors.targets.get(row.connector)?.secrets ?? []),
      settings: row.settings,
    })),
  };
}

function optional(settings: Readonly<Record<string, unknown>>, key: string): Record<string, string> {
  const value = settings[key];
  return typeof value === "string" ? { [key]: value } : {};
}

function masked(
  owner: string,
  credentials: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  const variable = (key: string): string =>
    `\${${`${owner}_${key.replace(/([a-z])([A-Z])/g, "$1_$2")}`.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}}`;
  return Object.fromEntries(
    Object.entries(credentials).map(([key, value]) => [key, secrets.includes(key) ? variable(key) : value]),
  );
}

/** A connection as operators see it. */
export async function describeConnection(deps: HubDeps, row: ConnectionRow): Promise<ConnectionView> {
  const { context, registry, queue, budgets, connectors } = deps;
  const connector = connectors.targets.get(row.connector);
  if (connector === undefined) throw new Error(`nothing named ${row.connector} is known`);
  const store = registry.storeRows().find((candidate) => candidate.name === row.store);
  const [counts, depth, budget] = await Promise.all([
    context.store.counts(row.name),
    queue.depth(laneOf({ connection: row.name })),
    budgets.state(`connection/${row.name}`),
  ]);
  const throttled = row.throttledUntil !== null && Date.parse(row.throttledUntil) > context.clock.now();
  const unavailable = store?.state !== "ok";
  const closed = store === undefined ? null : whyUnreadable(store);
  return {
    name: row.name,
    store: row.store,
    connector: row.connector,
    title: connector.title,
    preset: row.preset,
    state:
      row.paused !== null
        ? "paused"
        : unavailable
          ? "store-unavailable"
          : throttled
            ? "throttled"
            : "running",
    reason:
      row.paused ??
      (unavailable
        ? (closed ?? {
            code: "STORE_UNAVAILABLE",
            message: `The store ${row.store} is ${store?.state ?? "not configured"}.`,
          })
        : null),
    counts,
    waiting: depth.waiting + depth.running,
    capabilities: connector.capabilities,
    budget: {
      callsToday: budget?.callsToday ?? 0,
      callsThisMonth: budget?.callsThisMonth ?? 0,
      blockedUntil: budget?.blockedUntil ?? null,
    },
  };
}
