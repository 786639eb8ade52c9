import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { createAccessTokens } from "../auth/access-tokens.ts";
import { requestToken } from "../auth/request-token.ts";
import { createShopifyClient } from "../client.ts";
import { createHistoryReader } from "../history/create-history-reader.ts";
import { shopifyCredentials, signInOf, type ShopifyCredentials } from "../credentials.ts";
import { createCostLimiter } from "../limiter.ts";
import { shopAddress, shopifySettings, type ShopifySettings } from "../settings.ts";
import { orderPageSize } from "../documents/orders.ts";
import { changedSince } from "./changed-since.ts";
import { largestChunk } from "./chunks.ts";
import { ensureSubscriptions } from "./ensure-subscriptions.ts";
import { probeShop } from "./probe-shop.ts";
import { readCustomers } from "./read-customers.ts";
import { readOrders } from "./read-orders.ts";
import { readRefunds } from "./read-refunds.ts";
import { sayUnread } from "./say-unread.ts";
import { createShownParts } from "./shown-parts.ts";
import type { SystemParts } from "./system-parts.ts";

/** Opens a shop. Nothing is sent before the first call. Throws `ZodError` for settings that the schema refuses. */
export function openShopifySystem(
  context: ConnectionContext<ShopifySettings, ShopifyCredentials>,
): SourceSystem {
  const { clock, connection, http } = context;
  const settings = shopifySettings.parse(context.settings);
  const signIn = signInOf(shopifyCredentials.parse(context.credentials));
  const shop = settings.domain;
  const tell: SystemParts["tell"] = (entry) => context.tell(entry);
  const tokens = createAccessTokens({
    signIn,
    shop,
    vault: context.tokens,
    clock,
    tell,
    request: (grant) => {
      if (signIn.way === "static") return Promise.reject(new Error("a pasted token is never renewed"));
      const { clientId, clientSecret } = signIn;
      return requestToken({ http, address: shopAddress(settings), shop, clientId, clientSecret }, grant);
    },
  });
  const client = createShopifyClient({ settings, http, tell, tokens, limiter: createCostLimiter(shop) });
  const system: SystemParts = {
    connection,
    settings,
    clock,
    client,
    tokens,
    shown: createShownParts({ shop, clock, tell }),
    chunks: { size: largestChunk },
    pages: { size: orderPageSize },
    tell,
  };
  const fetchFile = http.fetchFile?.bind(http);
  return sayUnread({
    read: (kind, ids, priority = "live") =>
      (kind === "orders" ? readOrders : readCustomers)(system, ids, priority),
    readParts: (_kind, ids, priority = "live") => readRefunds(system, ids, priority),
    changedSince: (kind, since, cursor) => changedSince(system, kind, since, cursor),
    ...(fetchFile === undefined ? {} : { history: createHistoryReader(system, fetchFile) }),
    probe: () => probeShop(system),
    ensureSubscriptions: (callbackUrl, formerUrl) => ensureSubscriptions(client, callbackUrl, formerUrl),
    refuseWaiting: () => client.refuseWaiting(),
    close: () => {
      client.close();
      return Promise.resolve();
    },
  });
}
