import { wrongUsage } from "./cli-error.ts";
import type { GlobalOptions } from "./cli.ts";

/** Backup and restore read and write the database itself, which no server does for others. */
export function refuseAddress({ url }: GlobalOptions, command: string): void {
  if (url !== null)
    throw wrongUsage(
      `waybill ${command} works on the database itself, not through a server. Leave --url out and run it with WAYBILL_DATA or DATABASE_URL of that hub.`,
    );
}
