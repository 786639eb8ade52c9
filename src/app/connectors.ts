import type { SourceConnector } from "#connectors/kit/source-system.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { patchConnector } from "#connectors/patch/connector.ts";
import { shopifyConnector } from "#connectors/shopify/connector.ts";
import { unleashedConnector } from "#connectors/unleashed/connector.ts";

/** Connectors of shops, by name. */
export const sources: ReadonlyMap<string, SourceConnector> = new Map([
  [shopifyConnector.name, shopifyConnector as SourceConnector],
]);

/** Connectors of business systems, by name. */
export const targets: ReadonlyMap<string, TargetConnector> = new Map([
  [unleashedConnector.name, unleashedConnector as TargetConnector],
  [patchConnector.name, patchConnector as TargetConnector],
]);
