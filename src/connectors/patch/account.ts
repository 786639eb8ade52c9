import type { PatchClient } from "./client.ts";
import type { PatchSettings } from "./settings.ts";

/** An account as flows use it: its client, and the settings, which some writes need. */
export interface PatchAccount extends PatchClient {
  readonly settings: PatchSettings;
}
