import type { ConfiguredConnection, TargetConnector } from "#connectors/kit/target-connector.ts";
import type { ConnectionRow, StoreRow } from "../ports/engine-store.ts";
import { layered } from "#connectors/kit/layered.ts";

/** Connections of one connector with settings that were checked; ones that do not fit are left to their own problems. */
export function configured(
  connector: TargetConnector,
  rows: readonly Pick<
    ConnectionRow,
    "name" | "store" | "connector" | "preset" | "settings" | "credentials"
  >[],
  stores: readonly Pick<StoreRow, "name" | "facts">[],
): readonly ConfiguredConnection[] {
  const currencies = new Map(stores.map(({ name, facts }) => [name, facts?.currency]));
  return rows
    .filter((row) => row.connector === connector.name)
    .flatMap((row) => {
      const settings = connector.settings.safeParse(layered(connector.presets[row.preset], row.settings));
      return settings.success
        ? [
            {
              name: row.name,
              store: row.store,
              currency: currencies.get(row.store) ?? null,
              settings: settings.data,
              credentials: row.credentials,
            },
          ]
        : [];
    });
}
