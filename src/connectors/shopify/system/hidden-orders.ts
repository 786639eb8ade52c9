import type { CallPriority } from "#connectors/kit/http-caller.ts";
import type { GrantedScopesQuery } from "../generated/admin-2026-10.ts";
import { refusedWhole } from "./ask-shown.ts";
import { grantedScopes } from "./documents.ts";
import { isGranted } from "./scopes.ts";
import type { SystemParts } from "./system-parts.ts";

const windowMs = 60 * 24 * 60 * 60_000;
/** The shop's day may end up to half a day before ours, and it is not said how the sixty days are counted. */
const marginMs = 24 * 60 * 60_000;

/**
 * Time before which orders are hidden from an app without `read_all_orders`; null when it sees them all. Looks the scopes up
 * when they are not known yet. Source: "Shopify API access scopes".
 */
export async function hiddenBefore(
  { client, clock, shown }: SystemParts,
  priority: CallPriority,
): Promise<string | null> {
  let scopes = shown.scopes();
  if (scopes === null) {
    const { data, problems } = await client.ask<GrantedScopesQuery>({
      name: "GrantedScopes",
      document: grantedScopes,
      priority,
    });
    if (data === null || problems.length > 0) throw refusedWhole("GrantedScopes", problems);
    scopes = data.currentAppInstallation.accessScopes.map(({ handle }) => handle);
    shown.noteScopes(scopes);
  }
  return isGranted("read_all_orders", scopes)
    ? null
    : new Date(clock.now() - windowMs + marginMs).toISOString();
}
