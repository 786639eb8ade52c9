import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pino, type Logger } from "pino";
import { buildHub } from "#app/build-hub.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { Faults } from "#connectors/kit/emulator/emulator.ts";
import { startEmulatorHost, type EmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import type { RunningHub } from "#engine/hub/create-hub.ts";
import type { RecordView } from "#engine/ports/engine-store.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import { createServer } from "#server/create-server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export const clientSecret = "test-client-secret";
export const domain = "acme.myshopify.com";

/** An order as the sandbox's control answers it. */
export interface PlacedOrder {
  readonly id: string;
  readonly name: string;
  readonly total: string;
  readonly currency: string;
}

/** A sales order of the emulated account, as far as stories look at it. */
export interface SalesOrderView {
  readonly Guid: string;
  readonly OrderNumber: string;
  readonly OrderStatus: string;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly Comments: string | null;
  readonly Customer: { readonly CustomerCode: string; readonly CustomerName: string; readonly Guid: string };
  readonly SalesOrderLines: readonly {
    readonly LineType: string | null;
    readonly Product: { readonly ProductCode: string | null; readonly ProductDescription: string | null };
    readonly OrderQuantity: number;
    readonly UnitPrice: number;
    readonly LineTotal: number;
    readonly LineTax: number;
  }[];
}

export interface CustomerView {
  readonly Guid: string;
  readonly CustomerCode: string;
  readonly CustomerName: string;
  readonly Email: string | null;
  readonly Notes: string | null;
}

/** Everything there is, in one process: an emulated shop and account, a hub with its server, a database of its own. */
export interface SmallWorld {
  readonly hub: RunningHub;
  readonly host: EmulatorHost;
  readonly url: string;
  readonly database: TestDatabase;
  /** Uses a control of the sandbox: `control("/shopify/acme/orders", { paid: true })`. */
  control<T = unknown>(path: string, body?: unknown): Promise<T>;
  place(body?: Readonly<Record<string, unknown>>): Promise<PlacedOrder>;
  salesOrders(): Promise<readonly SalesOrderView[]>;
  customers(): Promise<readonly CustomerView[]>;
  faults(system: string, faults: Faults): void;
  /** Posts a signed delivery to the hub as Shopify would; answers the status. */
  deliver(topic: string, body: string, options?: { readonly id?: string }): Promise<number>;
  /** The order's record once it stands in one of these states. */
  standing(name: string, ...states: RecordView["outcome"]["state"][]): Promise<RecordView>;
  advance(duration: string): Promise<void>;
  stop(): Promise<void>;
}

export interface SmallWorldOptions {
  readonly preset?: "documented" | "recommended";
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly shop?: Partial<Parameters<typeof createShopifyEmulator>[0]>;
  readonly unleashed?: Partial<Parameters<typeof createUnleashedEmulator>[0]>;
  /** Default false: the shop's webhooks reach the hub. True: nothing is subscribed, deliveries are made by hand. */
  readonly withoutWebhooks?: boolean;
  /** Default: silent, or standard output at `LOG_LEVEL`. */
  readonly log?: Logger;
}

export async function startSmallWorld(options: SmallWorldOptions = {}): Promise<SmallWorld> {
  const database = await createTestDatabase();
  const clock = createEmulatorClock();
  const shop = createShopifyEmulator({
    clock,
    store: "acme",
    domain,
    name: "Acme",
    currency: "AUD",
    taxesIncluded: true,
    timezone: "Australia/Sydney",
    taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
    plan: "plus",
    exchangeRates: { NZD: "1.09", USD: "0.65", JPY: "97.3", KWD: "0.2" },
    seed: 7,
    catalogue: usualCatalogue,
    clientId: "test-client-id",
    clientSecret,
    ...options.shop,
  });
  const unleashed = createUnleashedEmulator({
    clock,
    apiId: "test-api-id",
    apiKey: "test-api-key",
    seed: unleashedCatalogue(usualCatalogue),
    ...options.unleashed,
  });
  let hub: RunningHub | undefined;
  const host = await startEmulatorHost({
    emulators: [shop, unleashed],
    clock,
    onAdvance: async (ms) => hub?.advanceClock?.(ms),
  });
  const log = options.log ?? pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  hub = await buildHub({
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString("base64"),
    role: "all",
    log,
    sandboxClockMs: 0,
  });
  const server: FastifyInstance = await createServer({ hub, log, publicUrl: "http://127.0.0.1" });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  if (options.withoutWebhooks !== true) await hub.listeningAt(`${url}/webhooks/shopify`);
  await hub.apply({
    stores: [
      {
        name: "acme",
        domain,
        auth: { clientId: "test-client-id", clientSecret },
        baseUrl: `${host.url}/shopify/acme`,
      },
    ],
    connections: [
      {
        name: "acme-unleashed",
        store: "acme",
        connector: "unleashed",
        preset: options.preset ?? "recommended",
        credentials: { baseUrl: `${host.url}/unleashed`, apiId: "test-api-id", apiKey: "test-api-key" },
        settings: options.settings ?? {},
      },
    ],
  });
  const running = hub;
  // The first sweep and checks are over before a story begins, so that they do not take part in it.
  await running.advanceClock?.(0);

  const control = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(
      `${host.url}/_control${path}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };

  return {
    hub: running,
    host,
    url,
    database,
    control,
    place: async (body = {}) => {
      const { orders } = await control<{ orders: readonly PlacedOrder[] }>("/shopify/acme/orders", body);
      const [order] = orders;
      if (order === undefined) throw new Error("no order was placed");
      return order;
    },
    salesOrders: async () =>
      (await control<{ SalesOrders: readonly SalesOrderView[] }>("/unleashed/dump?only=SalesOrders"))
        .SalesOrders,
    customers: async () =>
      (await control<{ Customers: readonly CustomerView[] }>("/unleashed/dump?only=Customers")).Customers,
    faults: (system, faults) => host.setFaults(system, faults),
    deliver: async (topic, body, { id = randomUUID() } = {}) => {
      const answer = await fetch(`${url}/webhooks/shopify`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-shopify-topic": topic,
          "x-shopify-shop-domain": domain,
          "x-shopify-webhook-id": id,
          "x-shopify-hmac-sha256": createHmac("sha256", clientSecret).update(body).digest("base64"),
        },
        body,
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    standing: async (name, ...states) => {
      const until = Date.now() + 20_000;
      let last: RecordView | undefined;
      while (Date.now() < until) {
        [last] = await running.records({ q: name });
        if (last !== undefined && states.includes(last.outcome.state)) return last;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      throw new Error(`${name} stands as ${JSON.stringify(last?.outcome)}, not ${states.join(" or ")}`);
    },
    advance: async (duration) => {
      await control("/clock", { advance: duration });
    },
    stop: async () => {
      await server.close();
      await running.stop();
      await host.close();
      await database.drop();
    },
  };
}
