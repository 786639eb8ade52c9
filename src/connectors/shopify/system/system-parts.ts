import type { Clock } from "#connectors/kit/clock.ts";
import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { AccessTokens } from "../auth/access-tokens.ts";
import type { ShopifyClient } from "../client.ts";
import type { ShopifySettings } from "../settings.ts";
import type { ChunkSize } from "./chunks.ts";
import type { ShownParts } from "./shown-parts.ts";

/** What the parts of an opened shop share. */
export interface SystemParts {
  /** Name of the store in the configuration. */
  readonly connection: string;
  readonly settings: ShopifySettings;
  readonly clock: Clock;
  readonly client: ShopifyClient;
  readonly tokens: AccessTokens;
  readonly shown: ShownParts;
  /** Ids of one reading by id. */
  readonly chunks: ChunkSize;
  /** Whole orders of one page. */
  readonly pages: ChunkSize;
  readonly tell: ConnectionContext<unknown, unknown>["tell"];
}
