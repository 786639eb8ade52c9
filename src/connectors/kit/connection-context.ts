import type { Clock } from "./clock.ts";
import type { HttpCaller } from "./http-caller.ts";
import type { TokenVault } from "./token-vault.ts";

/** Everything a connector may touch when it opens a connection. */
export interface ConnectionContext<Settings, Credentials> {
  /** Name of the connection, or of the store for a shop. */
  readonly connection: string;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly http: HttpCaller;
  readonly tokens: TokenVault;
  /** Tells the journal of the connection something worth knowing: a token renewed, a subscription healed. */
  tell(entry: {
    readonly code: string;
    readonly message: string;
    readonly detail?: Record<string, unknown>;
  }): void;
}
