import type { ConfiguredConnection } from "#connectors/kit/target-connector.ts";
import type { Reason } from "#domain/reason.ts";
import { baseUrlOf, type UnleashedCredentials, type UnleashedSettings } from "./settings.ts";

type Connection = ConfiguredConnection<UnleashedSettings, UnleashedCredentials>;

/**
 * What keeps connections to one account from living together: sales orders of two stores under the same numbers, or one store
 * connected twice, whose orders would have the same GUIDs. Pure.
 */
export function findConflicts(
  connections: readonly Connection[],
): readonly (Reason & { readonly connections: readonly string[] })[] {
  const found: (Reason & { readonly connections: readonly string[] })[] = [];
  for (const [index, left] of connections.entries())
    for (const right of connections.slice(index + 1)) {
      if (account(left) !== account(right)) continue;
      const names = [left.name, right.name];
      if (left.store === right.store)
        found.push({
          code: "STORE_CONNECTED_TWICE",
          message: `${names.join(" and ")} carry the same store to the same Unleashed account, so they would write the same sales orders. Remove one of them.`,
          connections: names,
        });
      else if (prefix(left) === prefix(right))
        found.push({
          code: "SAME_ORDER_PREFIX",
          message: `${names.join(" and ")} carry two stores to the same Unleashed account under the same order prefix ${JSON.stringify(left.settings.orders.prefix)}, so their sales orders would have the same numbers. Give one of them another orders.prefix.`,
          connections: names,
        });
    }
  return found;
}

function account({ credentials }: Connection): string {
  return `${baseUrlOf(credentials).toLowerCase()}\n${credentials.apiId}`;
}

/** Searches by number do not promise to tell letter cases apart. */
function prefix({ settings }: Connection): string {
  return settings.orders.prefix.toLowerCase();
}
