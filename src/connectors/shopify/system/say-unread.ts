import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { said } from "./said.ts";

/**
 * The system with every failure a `SyncError`: an answer may have any shape, whatever its schema promises, and what stumbles over it
 * is said in words. Failures of other kinds, such as a database that is away, are passed on as they are.
 */
export function sayUnread(system: SourceSystem): SourceSystem {
  return {
    ...system,
    read: (kind, ids, priority) => said(`read of ${kind}`, () => system.read(kind, ids, priority)),
    readParts: (kind, ids, priority) =>
      said(`read of ${kind}`, async () => (await system.readParts?.(kind, ids, priority)) ?? new Map()),
    changedSince: (kind, since, cursor) =>
      said(`look at changed ${kind}`, () => system.changedSince(kind, since, cursor)),
    probe: () => said("look at the shop", () => system.probe()),
    ensureSubscriptions: (callbackUrl, formerUrl) =>
      said("look at webhook subscriptions", () => system.ensureSubscriptions(callbackUrl, formerUrl)),
  };
}
