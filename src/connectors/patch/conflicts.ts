import type { ConfiguredConnection, TargetConnector } from "#connectors/kit/target-connector.ts";
import type { PatchCredentials, PatchSettings } from "./settings.ts";

type Conflict = ReturnType<TargetConnector["conflicts"]>[number];

/**
 * What keeps connections from living together: two that carry one store into one account, whose events would all come twice. Two stores
 * may share an account: their orders and customers have ids of their own. Pure.
 */
export function findConflicts(
  connections: readonly ConfiguredConnection<PatchSettings, PatchCredentials>[],
): readonly Conflict[] {
  const same = Map.groupBy(connections, ({ store, credentials }) => `${store}\n${credentials.accountId}`);
  return [...same.values()]
    .filter(({ length }) => length > 1)
    .map((group) => ({
      code: "SAME_STORE_AND_ACCOUNT",
      message: `${group.map(({ name }) => name).join(" and ")} carry one store into one account of Patch Retention, so every event would come twice. Remove one of them.`,
      connections: group.map(({ name }) => name),
    }));
}
