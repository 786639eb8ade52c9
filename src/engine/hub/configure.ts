import { isDeepStrictEqual } from "node:util";
import type { Finding } from "#connectors/kit/finding.ts";
import type { ConnectionRow, StoreRow } from "../ports/engine-store.ts";
import { whyUnreadable } from "../ports/unreadable.ts";
import { layered } from "#connectors/kit/layered.ts";
import { UseCaseError, type Configuration } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { checkNames } from "./check-names.ts";
import { checkStore, unreadableFindings } from "./check.ts";
import { configured } from "./configured-connections.ts";

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type NewStore = Omit<StoreRow, "facts" | "state">;
type NewConnection = Omit<ConnectionRow, "paused" | "throttledUntil">;

/** Checks a configuration as a whole, saves all of it or nothing, then looks at the shops. */
export async function applyConfiguration(
  deps: HubDeps,
  configuration: Configuration,
): Promise<{ readonly changed: readonly string[]; readonly findings: readonly Finding[] }> {
  const { context, registry } = deps;
  await registry.reload();
  const problems: Problem[] = [...checkNames(configuration, registry.storeRows())];
  const stores = configuration.stores.map((store, index) => toStore(deps, store, index, problems));
  const known = new Set([
    ...stores.map((store) => store.name),
    ...registry.storeRows().map((row) => row.name),
  ]);
  const connections = configuration.connections.map((connection, index) =>
    toConnection(deps, connection, index, known, problems),
  );
  problems.push(...conflicts(deps, connections, configuration));
  if (problems.length > 0)
    throw new UseCaseError(
      422,
      "CONFIGURATION_REFUSED",
      `The configuration has ${problems.length} problem${problems.length === 1 ? "" : "s"}; nothing was applied.`,
      problems,
    );

  const changed = [
    ...stores.filter((store) => isChanged(deps, store)).map(({ name }) => `store ${name}`),
    ...connections
      .filter((connection) => isConnectionChanged(deps, connection))
      .map(({ name }) => `connection ${name}`),
  ];
  await context.store.saveConfiguration({ stores, connections });
  await deps.workers.refresh();
  for (const store of stores)
    for (const kind of ["orders", "customers"] as const)
      if ((await context.store.checkpoint(`store/${store.name}`, `sweep/${kind}`)) === null)
        await context.store.saveCheckpoint(
          `store/${store.name}`,
          `sweep/${kind}`,
          new Date(context.clock.now()).toISOString(),
        );
  const findings: Finding[] = [];
  for (const store of stores) findings.push(...(await checkStore(deps, store.name)));
  await deps.workers.refresh();
  const named = new Set(stores.map((store) => store.name));
  findings.push(
    ...unreadableFindings([
      ...registry.storeRows().filter((row) => !named.has(row.name)),
      ...registry.connectionRows(),
    ]),
  );
  return { changed, findings };
}

function toStore(
  { connectors }: HubDeps,
  store: Configuration["stores"][number],
  index: number,
  problems: Problem[],
): NewStore {
  const connector = "shopify";
  const settings = {
    domain: store.domain,
    ...(store.apiVersion === undefined ? {} : { apiVersion: store.apiVersion }),
    ...(store.baseUrl === undefined ? {} : { baseUrl: store.baseUrl }),
  };
  const source = connectors.sources.get(connector);
  const checked = source?.settings.safeParse(settings);
  const credentials = source?.credentials.safeParse(store.auth);
  problems.push(...issuesOf(checked, ["stores", index]), ...issuesOf(credentials, ["stores", index, "auth"]));
  return {
    name: store.name,
    connector,
    domain: store.domain.toLowerCase(),
    settings,
    credentials: { ...store.auth },
  };
}

function toConnection(
  { connectors, context }: HubDeps,
  connection: Configuration["connections"][number],
  index: number,
  stores: ReadonlySet<string>,
  problems: Problem[],
): NewConnection {
  const at = ["connections", index];
  const connector = connectors.targets.get(connection.connector);
  if (connector === undefined)
    problems.push({
      path: [...at, "connector"],
      message: `there is no connector ${JSON.stringify(connection.connector)}; known: ${[...connectors.targets.keys()].join(", ")}`,
    });
  else {
    const settings = layered(connector.presets[connection.preset], connection.settings);
    problems.push(
      ...issuesOf(connector.settings.safeParse(settings), [...at, "settings"]),
      ...issuesOf(connector.credentials.safeParse(connection.credentials), [...at, "credentials"]),
    );
  }
  if (!stores.has(connection.store))
    problems.push({
      path: [...at, "store"],
      message: `there is no store ${JSON.stringify(connection.store)}`,
    });
  return {
    name: connection.name,
    store: connection.store,
    connector: connection.connector,
    preset: connection.preset,
    settings: { ...connection.settings },
    credentials: { ...connection.credentials },
    connectedAt: new Date(context.clock.now()).toISOString(),
  };
}

/** Rules across connections, over those that are there and those that come. */
function conflicts(
  { connectors, registry }: HubDeps,
  coming: readonly NewConnection[],
  configuration: Configuration,
): readonly Problem[] {
  // What cannot be opened cannot be compared.
  const there = registry.connectionRows().filter((row) => whyUnreadable(row) === null);
  const all = new Map<string, NewConnection>(there.map((row) => [row.name, row]));
  for (const connection of coming) all.set(connection.name, connection);
  return [...connectors.targets.values()].flatMap((connector) =>
    connector.conflicts(configured(connector, [...all.values()], registry.storeRows())).map((conflict) => {
      const index = configuration.connections.findIndex(({ name }) => conflict.connections.includes(name));
      return {
        path: index < 0 ? ["connections"] : ["connections", index, "settings"],
        message: conflict.message,
      };
    }),
  );
}

type Checked =
  | { readonly success: true }
  | {
      readonly success: false;
      readonly error: { readonly issues: readonly Issue[] };
    };

interface Issue {
  readonly path: PropertyKey[];
  readonly message: string;
  /** Of keys that are not known: each of them. */
  readonly keys?: readonly string[];
}

function issuesOf(checked: Checked | undefined, at: readonly (string | number)[]): readonly Problem[] {
  if (checked === undefined || checked.success) return [];
  return checked.error.issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    if (issue.keys === undefined) return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: "is not known here; `waybill schema` lists what is",
    }));
  });
}

/** A store that was disconnected is connected again by applying it, even as it was. */
function isChanged({ registry }: HubDeps, store: NewStore): boolean {
  const before = registry.storeRows().find(({ name }) => name === store.name);
  const { connector, domain, settings, credentials } = store;
  return before?.state !== "ok" || !isSame({ connector, domain, settings, credentials }, before);
}

function isConnectionChanged({ registry }: HubDeps, connection: NewConnection): boolean {
  const before = registry.connectionRows().find(({ name }) => name === connection.name);
  const { store, connector, preset, settings, credentials } = connection;
  if (before === undefined || whyUnreadable(before) !== null) return true;
  return !isSame({ store, connector, preset, settings, credentials }, before);
}

/** Whether `before` says the same in these fields, in whatever order keys are written. */
function isSame<Key extends string>(
  fields: Readonly<Record<Key, unknown>>,
  before: Readonly<Record<NoInfer<Key>, unknown>>,
): boolean {
  const keys = Object.keys(fields) as Key[];
  return keys.every((key) => isDeepStrictEqual(plain(fields[key]), plain(before[key])));
}

/** As it comes back from the database. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
