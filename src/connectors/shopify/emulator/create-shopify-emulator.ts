import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type {
  Emulator,
  EmulatorClock,
  EmulatorRequest,
  EmulatorResponse,
} from "#connectors/kit/emulator/emulator.ts";
import { answerAuthorization } from "./auth/authorize-endpoint.ts";
import { throttleControls } from "./auth/throttle-controls.ts";
import { answerTokenRequest } from "./auth/token-endpoint.ts";
import { tokenOfCall } from "./auth/tokens.ts";
import { answerDownload } from "./bulk/answer-download.ts";
import { outputPath } from "./bulk/bulk-links.ts";
import { createShopifyControls } from "./controls/create-shopify-controls.ts";
import { dumpShop } from "./dump-shop.ts";
import { faultWords } from "./fault-words.ts";
import { answerGraphql, nameOfOperation } from "./graphql/answer-graphql.ts";
import { servedVersion, servedVersions } from "./graphql/schema-store.ts";
import type { ServedVersion } from "./graphql/schema-store.ts";
import type { ShopCatalogue } from "./seed/catalogue.ts";
import { seedShop } from "./seed/seed-shop.ts";
import type { PlanName } from "./state/plans.ts";
import { usualScopes } from "./state/scopes.ts";
import { createShop, restoreShop, snapshotShop, stopTimers } from "./state/shop.ts";
import type { TaxSetting } from "./state/shop.ts";
import { defaultSwitches } from "./state/switches.ts";
import type { ShopSwitches } from "./state/switches.ts";
import { usualExchangeRates, usualTaxes } from "./state/taxes.ts";
import { createWebhookSender } from "./webhooks/create-webhook-sender.ts";

export interface ShopifyEmulatorOptions {
  readonly clock: EmulatorClock;
  /** Name in paths and controls: `acme`. */
  readonly store: string;
  /** Default `<store>.myshopify.com`. */
  readonly domain?: string;
  readonly name?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token that is good from the start and does not expire. Default: none. */
  readonly staticToken?: string;
  /** ISO 4217. Default USD. */
  readonly currency?: string;
  /** Whether prices contain tax. Default false. */
  readonly taxesIncluded?: boolean;
  /** IANA name. Default `Etc/UTC`. */
  readonly timezone?: string;
  /** Default: the usual ones of the currency. */
  readonly taxes?: readonly TaxSetting[];
  /** Default `advanced`. */
  readonly plan?: PlanName;
  /** What the app is granted; default `usualScopes`. */
  readonly scopes?: readonly string[];
  /** The same seed gives the same ids. Default 1. */
  readonly seed?: number;
  /** Currencies that buyers may see: units of each for one unit of the shop's, decimal text by code. Default: the usual ones. */
  readonly exchangeRates?: Readonly<Record<string, string>>;
  /** Webhook addresses on `http://127.0.0.1` are refused too. Default false. */
  readonly strictHttps?: boolean;
  /** Single switches over the default ones. */
  readonly settings?: Partial<ShopSwitches>;
  /** What the shop starts with, and goes back to by `reset`. Default: nothing. */
  readonly catalogue?: ShopCatalogue;
  /** Number of the last order that the shop had before. Default 1000. */
  readonly lastOrderNumber?: number;
}

export interface ShopifyEmulator extends Emulator {
  readonly store: string;
  /** Number of the latest order. */
  lastOrderNumber(): number;
}

/**
 * A loopback stand-in for one Shopify store as an app sees it: sign-in, GraphQL Admin API against Shopify's own schema,
 * webhooks. What is not modelled is refused by name, never answered with an invented null. `reset` brings back the state
 * it was created with; tokens and subscriptions stay, and no number is given twice.
 */
export function createShopifyEmulator(options: ShopifyEmulatorOptions): ShopifyEmulator {
  const { clock, store, clientId, clientSecret, seed = 1, currency = "USD" } = options;
  const domain = options.domain ?? `${store}.myshopify.com`;
  const switches = { ...defaultSwitches, ...options.settings };
  const plan = options.plan ?? "advanced";
  const shop = createShop({
    settings: {
      store,
      domain,
      name: options.name ?? store,
      shopId: String(60_000_000_000 + (seed % 1_000_000_000)),
      seed,
      currency,
      taxesIncluded: options.taxesIncluded ?? false,
      timezone: options.timezone ?? "Etc/UTC",
      taxes: options.taxes ?? usualTaxes(currency),
      defaultVersion: servedVersions[servedVersions.length - 1] ?? "",
      strictHttps: options.strictHttps ?? false,
      exchangeRates: { ...(options.exchangeRates ?? usualExchangeRates(currency)), [currency]: "1" },
    },
    clock,
    app: { clientId, clientSecret },
    plan,
    scopes: options.scopes ?? usualScopes,
    switches,
  });
  if (options.staticToken !== undefined)
    shop.installation.tokens.set(options.staticToken, {
      token: options.staticToken,
      kind: "static",
      scopes: null,
      expiresAt: null,
    });
  shop.data.orderNumber = options.lastOrderNumber ?? shop.data.orderNumber;
  if (options.catalogue) seedShop(shop, options.catalogue);
  const start = snapshotShop(shop);
  const sender = createWebhookSender(shop);
  const requestIds = createSeededRandom(seed ^ 0x0bad_cafe);

  const answer = (request: EmulatorRequest): EmulatorResponse => {
    const { method, path } = request;
    if (path === tokenPath && method === "POST") return answerTokenRequest(shop, request);
    if (path === "/admin/oauth/authorize" && method === "GET") return answerAuthorization(shop, request);
    if (method === "GET" && path.startsWith(outputPath)) return answerDownload(shop, request);
    const version = method === "POST" ? versionOfPath(path) : undefined;
    if (!version) return { status: 404, body: '{"errors":"Not Found"}' };
    const token = tokenOfCall(shop, request.headers);
    if (!token) return { status: 401, body: JSON.stringify({ errors: badToken }) };
    const answered = answerGraphql(shop, version, token, request);
    return { ...answered, headers: { ...answered.headers, "x-shopify-api-version": version } };
  };

  return {
    system: `shopify/${store}`,
    basePath: `/shopify/${store}`,
    store,
    credentials: {
      clientId,
      clientSecret,
      domain,
      ...(options.staticToken === undefined ? {} : { accessToken: options.staticToken }),
    },
    controls: [...createShopifyControls(shop, sender), ...throttleControls(shop)],
    operation(request) {
      const version = versionOfPath(request.path);
      if (request.path.startsWith(outputPath)) return `${request.method} ${outputPath}{file}`;
      const name = version && nameOfOperation(version, request);
      return name ?? `${request.method} ${request.path}`;
    },
    handle(request) {
      const answered = answer(request);
      return { ...answered, headers: { ...answered.headers, "x-request-id": requestId(requestIds) } };
    },
    faultAnswer: (status) => faultWords(status),
    dump: () => dumpShop(shop),
    reset() {
      sender.reset();
      shop.switches = switches;
      restoreShop(shop, start, { keepNumbers: true });
    },
    async close() {
      stopTimers(shop);
      await sender.close();
    },
    lastOrderNumber: () => shop.data.orderNumber,
  };
}

const tokenPath = "/admin/oauth/access_token";

const badToken = "[API] Invalid API key or access token (unrecognized login or wrong password)";

/** The version that answers below `/admin/api/<version>/graphql.json`; undefined for any other path. */
function versionOfPath(path: string): ServedVersion | undefined {
  const asked = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(path)?.[1];
  return asked === undefined ? undefined : servedVersion(asked);
}

function requestId(random: () => number): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
